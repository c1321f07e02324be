"""The house rules of the schemas: what editors, forms and both validators can live with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from koers import resources
from koers.reading.document import KINDS
from koers.reading.places import RESERVED, place
from koers.reading.validation import accepts
from koers.reading.wording import forms
from koers.reading.yaml_reader import read

FORBIDDEN = {"allOf", "oneOf", "anyOf", "unevaluatedProperties", "unevaluatedItems", "prefixItems", "patternProperties"}
SEEN_BY = {"leader", "manager", "hr"}
REFERENCES = {"competency", "role", "team", "leader", "goal", "team_goal", "indicator", "facet", "group"}
Node = dict[str, Any]
Path_ = tuple[str, ...]


def nodes(node: object, at: Path_ = ()) -> Iterator[tuple[Path_, Node]]:
    """Every schema inside a schema, with the keywords that lead to it; not what stands in values and snippets."""
    if isinstance(node, dict):
        yield at, node
        for key, child in node.items():
            if key in ("properties", "$defs"):
                for name, part in child.items():
                    yield from nodes(part, (*at, key, name))
            elif key in ("items", "additionalProperties", "propertyNames", "if", "then", "else", "not"):
                yield from nodes(child, (*at, key))


def in_conditions(at: Path_) -> bool:
    return any(step in ("if", "then", "else", "not") for step in at)


@pytest.fixture(params=KINDS)
def schema(request: pytest.FixtureRequest) -> Node:
    return resources.schema(str(request.param))


def test_there_is_one_schema_a_kind_and_no_other() -> None:
    names = {path.name for path in resources.directory("schema").iterdir()}
    assert names == {f"{kind}.schema.json" for kind in KINDS}


def test_it_is_draft_2020_12(schema: Node) -> None:
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema)


def test_it_is_a_flat_object_that_refuses_unknown_keys(schema: Node) -> None:
    assert schema["type"] == "object"
    for at, node in nodes(schema):
        assert not FORBIDDEN & set(node), at
        if "properties" in node and not in_conditions(at):
            assert node["type"] == "object", at
            assert "additionalProperties" in node, at


def test_references_lead_to_leaf_types_in_the_same_file(schema: Node) -> None:
    for at, node in nodes(schema):
        if "$ref" in node:
            name = node["$ref"].removeprefix("#/$defs/")
            leaf = schema["$defs"][name]
            assert "$ref" not in leaf, at
            assert not {"properties", "items"} & set(leaf), at


def test_conditions_only_ask_for_keys(schema: Node) -> None:
    for at, node in nodes(schema):
        if at and at[-1] in ("then", "else"):
            for _, inner in nodes(node):
                allowed = {"required", "properties", "additionalProperties", "minProperties", "if", "then", "else"}
                assert set(inner) <= allowed | {"const", "enum"}, at


def test_every_field_says_what_it_is(schema: Node) -> None:
    for at, node in nodes(schema):
        if at and not in_conditions(at) and at[-2:-1] == ("properties",):
            assert node.get("title") or node.get("$ref"), at
            assert node.get("description"), at


def test_patterns_are_anchored_and_linear(schema: Node) -> None:
    for at, node in nodes(schema):
        pattern = node.get("pattern")
        if pattern is None:
            continue
        assert pattern.startswith("^"), at
        assert pattern.endswith("$"), at
        for trap in (r"\Z", r"\A", r"\d", r"\w", r"\s", "(?=", "(?!", "(?<", r"\1", ".*", ".+"):
            assert trap not in pattern, (at, trap)
        assert not re.search(r"[+*}]\)?[+*{]", re.sub(r"\[[^\]]*\]", "x", pattern)), (at, "nested repetition")
        re.compile(pattern)


def test_every_pattern_has_its_words_in_both_languages(schema: Node) -> None:
    for at, node in nodes(schema):
        if "pattern" in node and node.get("title") != "Id of an indicator":
            assert node["patternErrorMessage"] in forms(), at


def test_examples_have_the_form_they_show(schema: Node) -> None:
    for at, node in nodes(schema):
        for example in node.get("examples", ()):
            whole = {**node, "$defs": schema.get("$defs", {})}
            assert jsonschema.Draft202012Validator(whole).is_valid(example), (at, example)


def test_everybody_who_may_see_a_field_is_named(schema: Node) -> None:
    assert "x-audience" in schema
    for at, node in nodes(schema):
        audience = node.get("x-audience")
        if audience is not None:
            assert audience in ("everyone", "none") or (audience and set(audience) <= SEEN_BY), at
        for values in node.get("x-audience-when", {}).values():
            for word in values.values():
                assert word in ("everyone", "none") or set(word) <= SEEN_BY, at


def test_references_are_of_a_known_kind(schema: Node) -> None:
    assert {node["x-ref"] for _, node in nodes(schema) if "x-ref" in node} <= REFERENCES


AUDIENCE = {
    ("organization", "forge", "recorders"): "none",
    ("organization", "sealing", "recovery"): "none",
    ("leader", "seal_keys"): "none",
    ("leader", "email"): "none",
    ("leader", "emails"): "none",
    ("leader", "forge"): "none",
    ("leader", "away"): ["leader", "manager", "hr"],
    ("leader", "capacity_hours_per_week"): ["leader", "manager", "hr"],
    ("goal", "achievable", "hours_per_week"): ["leader", "manager", "hr"],
    ("goal", "relevant", "choice"): ["leader", "manager", "hr"],
    ("goal", "actions", "*", "hours"): ["leader", "manager", "hr"],
    ("checkin", "private"): ["leader", "manager"],
    ("checkin", "goals", "*", "confidence"): ["leader", "manager", "hr"],
    ("measurement",): ["leader", "manager", "hr"],
    ("measurement", "observed"): ["leader", "manager"],
    ("measurement", "goals", "*", "note"): ["leader", "manager", "hr"],
    ("measurement", "goals", "*", "confidence"): ["leader", "manager", "hr"],
    ("review", "notes"): ["leader", "manager", "hr"],
    ("review", "goals", "*", "reason"): ["leader", "manager", "hr"],
    ("approval", "fingerprint"): "none",
    ("approval", "note"): ["leader", "manager", "hr"],
    ("approval", "evidence", "reviewer"): "none",
    ("approval", "evidence", "signature"): "none",
    ("program", "pillars", "*", "attended"): ["leader", "manager", "hr"],
}


def deviations(node: Node, at: Path_) -> Iterator[tuple[Path_, object]]:
    if "x-audience" in node and (len(at) == 1) <= (node["x-audience"] != "everyone"):
        yield at, node["x-audience"]
    for name, child in node.get("properties", {}).items():
        yield from deviations(child, (*at, name))
    if isinstance(node.get("additionalProperties"), dict):
        yield from deviations(node["additionalProperties"], (*at, "*"))


def test_what_not_everyone_sees_is_this_and_nothing_else() -> None:
    assert {at: who for kind in KINDS for at, who in deviations(resources.schema(kind), (kind,))} == AUDIENCE


PRIVATE_SOURCES = {key: ["leader", "manager", "hr"] for key in ("survey360", "pulse", "assessment", "observation")}
NUMBERS = ("baseline", "target", "threshold", "milestones")


def test_what_everyone_sees_depends_on_a_value_in_three_kinds() -> None:
    found = {
        (kind, *(step for step in at if step != "properties")): node["x-audience-when"]
        for kind in KINDS
        for at, node in nodes(resources.schema(kind))
        if "x-audience-when" in node
    }
    assert found == {
        ("measurement", "kind"): {"kind": {"kpi": "everyone"}},
        ("measurement", "goals"): {"kind": {"kpi": "everyone"}},
        ("approval",): {"decision": {"returned": ["leader", "manager", "hr"]}},
        **{
            ("goal", "measurable", "indicators", "additionalProperties", name): {"source": PRIVATE_SOURCES}
            for name in NUMBERS
        },
    }


def test_what_shows_although_not_everyone_sees_it_is_this_and_has_its_reason() -> None:
    found = {
        (kind, *(step for step in at if step != "properties")): node["x-shows"]
        for kind in KINDS
        for at, node in nodes(resources.schema(kind))
        if "x-shows" in node
    }
    assert {at: shows["what"] for at, shows in found.items()} == {
        ("goal", "achievable", "hours_per_week"): "approval",
        ("goal", "relevant", "choice"): "approval",
        ("goal", "actions", "additionalProperties", "hours"): "approval",
        **{("goal", "measurable", "indicators", "additionalProperties", name): "approval" for name in NUMBERS},
        ("approval", "decision"): "approval",
        ("approval", "fingerprint"): "approval",
        ("approval", "evidence", "reviewer"): "approval",
        ("approval", "evidence", "signature"): "approval",
        ("organization", "forge", "recorders"): "authors",
        ("leader", "email"): "authors",
        ("leader", "emails"): "authors",
        ("leader", "forge"): "authors",
        ("leader", "away"): "moments and standing",
        ("measurement", "groups"): "comparison",
        ("measurement", "competencies", "additionalProperties", "by_group"): "comparison",
        ("measurement", "competencies", "additionalProperties", "facets"): "comparison",
    }
    for at, shows in found.items():
        assert set(shows) == {"what", "why"}, at
        assert shows["why"].endswith("."), at


def test_the_manager_approves_all_of_a_goal_but_status_notes_and_done() -> None:
    fields = [
        (at, node)
        for at, node in nodes(resources.schema("goal"))
        if at[-2:-1] == ("properties",) and not in_conditions(at)
    ]
    assert len(fields) > 40
    not_approved = {at[-1] for at, node in fields if node["x-approved"] is not True}
    assert not_approved == {"status", "notes", "done"}


def test_an_id_in_a_file_is_an_id_in_a_name() -> None:
    for kind in KINDS:
        definitions = resources.schema(kind).get("$defs", {})
        if "id" in definitions:
            assert set(definitions["id"]["not"]["enum"]) == RESERVED
            assert definitions["id"]["pattern"] == "^[a-z](?:[a-z0-9-]{0,62}[a-z0-9])?$"
    reserved = set(resources.schema("goal")["$defs"]["indicator_id"]["not"]["enum"])
    assert reserved == RESERVED | {"note", "confidence"}


def test_snippets_use_known_keys(schema: Node) -> None:
    for at, node in nodes(schema):
        for snippet in node.get("defaultSnippets", ()):
            assert set(snippet["body"]) <= set(node["properties"]), at


def test_the_example_of_the_goal_passes() -> None:
    data, _, problems = read(
        """
title: Coaching one-on-ones with open questions
competency: coaching-leadership
category: team
status: active
specific: {behavior: I open with questions}
measurable:
  indicators:
    open-conversations: {kind: leading, measure: frequency, per: 2 weeks, baseline: 1, target: 6}
time_bound: {start: 2026-01-12, deadline: 2026-04-10}
""",
        "x.yml",
    )
    assert not problems
    assert accepts("goal", data)


def test_editors_know_which_schema_is_for_which_file(project: Path) -> None:
    settings = json.loads((project / ".vscode/settings.json").read_text(encoding="utf-8"))["yaml.schemas"]
    assert set(settings) == {f"./schema/{kind}.schema.json" for kind in KINDS}
    names = {"checkins/*": "checkins/2026-02-09", "measurements/*": "measurements/2026-02-09-scan"}
    names |= {"reviews/*": "reviews/2026-02-09", "approvals/*": "approvals/coaching.1"}
    for schema, pattern in settings.items():
        path = pattern
        for star, name in names.items():
            path = path.replace(star, name)
        found = place(path.replace("*", "anna"))
        assert getattr(found, "kind", found) == schema.removeprefix("./schema/").removesuffix(".schema.json")


def test_every_plan_names_its_schema_for_editors(project: Path) -> None:
    for path in sorted((project / "plans").rglob("*.yml")):
        relative = path.relative_to(project).as_posix()
        found = place(relative)
        kind = getattr(found, "kind", None)
        assert kind is not None, relative
        up = "../" * relative.count("/")
        first = path.read_text(encoding="utf-8").split("\n", 1)[0]
        assert first == f"# yaml-language-server: $schema={up}schema/{kind}.schema.json", relative


def test_yaml_and_json_say_the_same(schema: Node) -> None:
    assert yaml.safe_load(json.dumps(schema)) == schema
