// Validates YAML files with ajv: node ajv.mjs SCHEMAS FILE... Exits with 1 when a file does not pass.
// The kind of a file follows from its place under plans/. Packages: ajv, ajv-formats, js-yaml.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(join(process.env.KOERS_BENCH_PEERS ?? process.cwd(), "x.js"));
const Ajv = require("ajv/dist/2020").default;
const formats = require("ajv-formats").default;
const yaml = require("js-yaml");

const FOLDERS = { competencies: "competency", roles: "role", teams: "team", learning: "module" };
const OF_LEADER = {
  goals: "goal", checkins: "checkin", measurements: "measurement", reviews: "review", approvals: "approval",
};

function kind(path) {
  const parts = path.split("/").slice(1);
  if (parts.length === 1) return parts[0].replace(".yml", "");
  if (parts[0] !== "leaders") return FOLDERS[parts[0]];
  return parts.length === 3 ? "leader" : OF_LEADER[parts[2]];
}

// Not strict: the schemas have words of their own (x-audience) and of editors. Dates stay text, as for koers.
const ajv = new Ajv({ strict: false });
formats(ajv);
const [schemas, ...files] = process.argv.slice(2);
const validators = new Map();
let wrong = 0;
for (const file of files) {
  const of = kind(file);
  if (!validators.has(of)) {
    validators.set(of, ajv.compile(JSON.parse(readFileSync(join(schemas, `${of}.schema.json`), "utf8"))));
  }
  const validate = validators.get(of);
  if (!validate(yaml.load(readFileSync(file, "utf8"), { schema: yaml.CORE_SCHEMA }))) {
    wrong += 1;
    console.error(file, ajv.errorsText(validate.errors));
  }
}
process.exit(wrong ? 1 : 0);
