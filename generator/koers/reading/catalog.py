"""The rules of reading as data: Y for YAML as such, F for the form of a file and what it refers to."""

from __future__ import annotations

from dataclasses import dataclass

from koers.diagnostic import Severity
from koers.texts import Text, text

_GOAL = "plans/leaders/anna/goals/coaching.yml"
_LEADER = "plans/leaders/anna/leader.yml"
_CHECKIN = "plans/leaders/anna/checkins/2026-02-09.yml"
_TEAM = "plans/teams/north.yml"
_ACTION = "actions:\n  prepare:\n    what: Prepare three open questions\n"
_INDICATOR = "measurable:\n  indicators:\n    open-conversations:\n"


@dataclass(frozen=True, slots=True)
class ReadingRule:
    """One rule of reading. It cannot be turned off: without it the file does not say what it seems to say.

    `bad` and `good` are what may stand in the file at `path` (a part of it, for a goal); when `path` is empty they
    are names of files; both are empty for what cannot be shown in a few words. Ids are stable.
    """

    id: str
    title: Text
    reason: Text
    source: str
    path: str = ""
    bad: str = ""
    good: str = ""
    severity: Severity = Severity.ERROR

    @property
    def family(self) -> str:
        """The letter: Y or F."""
        return self.id[0]


def _yaml(section: str) -> str:
    return f"YAML 1.2.2, {section}"


RULES: tuple[ReadingRule, ...] = (
    ReadingRule(
        "Y001",
        text("The file is YAML"),
        text("From a fault on, everything after it could be read in more than one way."),
        _yaml("chapter 5 to 9"),
        _LEADER,
        "name: Anna: team lead\n",
        'name: "Anna: team lead"\n',
    ),
    ReadingRule(
        "Y002",
        text("A key stands once in its group"),
        text("Of two keys with one name, programs silently take the first or the last."),
        _yaml("section 3.2.1.3"),
        _LEADER,
        "name: Anna\nname: Anna de Wit\n",
        "name: Anna de Wit\n",
    ),
    ReadingRule(
        "Y003",
        text("No values repeated from elsewhere"),
        text("With & and * a value says something that stands elsewhere; a reviewer should see what is agreed."),
        _yaml("sections 6.9.2 and 7.1"),
        _LEADER,
        "name: &anna Anna\nemail: *anna\n",
        "name: Anna\nemail: anna@example.org\n",
    ),
    ReadingRule(
        "Y004",
        text("No types of one's own"),
        text("A tag (!) changes what a value means, in some programs up to running code."),
        _yaml("section 6.9.1"),
        _LEADER,
        "name: !name Anna\n",
        "name: Anna\n",
    ),
    ReadingRule(
        "Y005",
        text("One document in a file"),
        text("What stands after a second --- is overlooked by people and by programs."),
        _yaml("section 9.2"),
        _LEADER,
        "name: Anna\n---\nname: Bram\n",
        "name: Anna\n",
    ),
    ReadingRule(
        "Y006",
        text("No orders to the parser"),
        text("A line that begins with % changes how the rest is read."),
        _yaml("section 6.8"),
        _LEADER,
        "%YAML 1.1\n---\nname: Anna\n",
        "name: Anna\n",
    ),
    ReadingRule(
        "Y007",
        text("yes, no, on and off in quotes, or true and false"),
        text("They are words in YAML 1.2, and true or false in YAML 1.1, which many programs still follow."),
        _yaml("section 10.3.2; YAML 1.1, bool"),
        _LEADER,
        "name: No\n",
        'name: "No"\n',
    ),
    ReadingRule(
        "Y008",
        text("Numbers one can count with"),
        text("With infinity, or with what is no number, there is no progress to work out."),
        _yaml("section 10.3.2"),
        _CHECKIN,
        "goals:\n  coaching:\n    open-conversations: .nan\n",
        "goals:\n  coaching:\n    open-conversations: 5\n",
    ),
    ReadingRule(
        "Y009",
        text("Numbers that can be kept exactly"),
        text("Programs round numbers of more than 15 digits, each in its own way."),
        _yaml("section 10.2.1.4"),
        _CHECKIN,
        "goals:\n  coaching:\n    open-conversations: 5.0000000000000001\n",
        "goals:\n  coaching:\n    open-conversations: 5\n",
    ),
    ReadingRule(
        "Y010",
        text("No characters that cannot be seen"),
        text("Control characters and characters that turn text around make people read something else than is there."),
        _yaml("section 5.1"),
    ),
    ReadingRule(
        "Y011",
        text("The file is UTF-8"),
        text("In any other encoding accents and signs come out wrong."),
        _yaml("section 5.2"),
    ),
    ReadingRule(
        "Y012",
        text("Plain spaces around keys and values, no tabs"),
        text("How wide a tab is differs, and a special space is a letter to YAML: a line would say something else."),
        _yaml("section 6.1"),
        _TEAM,
        "name: North\ngoals:\n\tspeed:\n\t\ttitle: Decide within a week\n",
        "name: North\ngoals:\n  speed:\n    title: Decide within a week\n",
    ),
    ReadingRule(
        "Y013",
        text("A key is a text"),
        text("Keys that are empty, true, false, a list or a group are read in different ways."),
        _yaml("section 3.2.1.1"),
        _LEADER,
        "name: Anna\ntrue: x\n",
        "name: Anna\n",
    ),
    ReadingRule(
        "Y014",
        text("The file is not empty"),
        text("An empty file is mostly one that was not saved."),
        _yaml("section 9.1.4"),
        _LEADER,
        "# to be filled in\n",
        "name: Anna\n",
    ),
    ReadingRule(
        "Y015",
        text("At most 256 KiB"),
        text("A plan is read by people; a file this large is something else."),
        _yaml("section 3.1 (limits are the reader's)"),
    ),
    ReadingRule(
        "Y016",
        text("At most 16 levels deep"),
        text("No file of a plan is that deep; files made to break programs are."),
        _yaml("section 3.1 (limits are the reader's)"),
        _LEADER,
        f"name: {'[' * 17}Anna{']' * 17}\n",
        "name: Anna\n",
    ),
    ReadingRule(
        "Y017",
        text("At most 20,000 keys and values"),
        text("No file of a plan is that long; files made to break programs are."),
        _yaml("section 3.1 (limits are the reader's)"),
    ),
    ReadingRule(
        "Y018",
        text("A sentence with # in quotes"),
        text("From a # with a space before it on, YAML takes the rest of the line for a comment, without a word."),
        _yaml("section 6.6"),
        _CHECKIN,
        "next: Ask one question # more than now\n",
        'next: "Ask one question # more than now"\n',
        severity=Severity.WARNING,
    ),
    ReadingRule(
        "F001",
        text("Only keys that are known"),
        text("A misspelt key would silently not count."),
        "schema: additionalProperties",
        _LEADER,
        "name: Anna\nmanger: bram\n",
        "name: Anna\nmanager: bram\n",
    ),
    ReadingRule(
        "F002",
        text("Everything that is needed"),
        text("Without it nothing can be agreed, measured or shown."),
        "schema: required",
        _TEAM,
        "goals: {}\n",
        "name: North\n",
    ),
    ReadingRule(
        "F003",
        text("A value of the right kind"),
        text("A text where a number should be cannot be counted with."),
        "schema: type",
        _GOAL,
        "achievable:\n  hours_per_week: two\n",
        "achievable:\n  hours_per_week: 2\n",
    ),
    ReadingRule(
        "F004",
        text("One of the words to choose from"),
        text("koers acts on these words, so it has to know them."),
        "schema: enum",
        _GOAL,
        _ACTION + "    mode: practice\n",
        _ACTION + "    mode: on_the_job\n",
    ),
    ReadingRule(
        "F005",
        text("A date that exists, as year-month-day"),
        text("Other orders of day and month are read in two ways."),
        "schema: format date; ISO 8601",
        _GOAL,
        "time_bound:\n  start: 2026-01-12\n  deadline: 2026-02-30\n",
        "time_bound:\n  start: 2026-01-12\n  deadline: 2026-02-28\n",
    ),
    ReadingRule(
        "F006",
        text("An id is written as an id"),
        text("Ids are names of files and parts of web addresses, the same on every computer."),
        "schema: $defs/id",
        _LEADER,
        "name: Anna\nmanager: Bram Smit\n",
        "name: Anna\nmanager: bram\n",
    ),
    ReadingRule(
        "F007",
        text("Written in the form it should have"),
        text("A period, an address or a fingerprint has one form, so that it means one thing."),
        "schema: pattern",
        _GOAL,
        "time_bound:\n  start: 2026-01-12\n  deadline: 2026-04-10\n  check_in: every two weeks\n",
        "time_bound:\n  start: 2026-01-12\n  deadline: 2026-04-10\n  check_in: 2 weeks\n",
    ),
    ReadingRule(
        "F008",
        text("Not too much, too little or twice"),
        text("A number outside its bounds is mostly a slip of the pen."),
        "schema: minimum, maximum, maxLength, minItems, maxItems, uniqueItems",
        _CHECKIN,
        "minutes: 2500\n",
        "minutes: 25\n",
    ),
    ReadingRule(
        "F009",
        text("No key without a value"),
        text("An empty key looks as if something was said."),
        "schema: type, minLength",
        _CHECKIN,
        "minutes: 25\nnext:\n",
        "minutes: 25\nnext: Ask one question more\n",
    ),
    ReadingRule(
        "F010",
        text("Numbers with a point, without quotes or signs"),
        text("12,5 is a number to people and a text to programs."),
        "schema: type number; YAML 1.2.2, section 10.2.1.4",
        _GOAL,
        "achievable:\n  hours_per_week: 2,5\n",
        "achievable:\n  hours_per_week: 2.5\n",
    ),
    ReadingRule(
        "F011",
        text("Only files of a plan in plans/"),
        text("A file koers does not know may be one with a misspelt name, and is never published."),
        "koers, names of files",
        bad="plans/team/plan.docx",
        good="plans/teams/north.yml",
        severity=Severity.WARNING,
    ),
    ReadingRule(
        "F012",
        text("Names end with .yml"),
        text("With two endings there could be two files of one name."),
        "koers, names of files",
        bad="plans/teams/north.yaml",
        good="plans/teams/north.yml",
    ),
    ReadingRule(
        "F013",
        text("The name of a file says what it is"),
        text("Ids, dates and rounds stand in the name and are not repeated inside."),
        "koers, names of files",
        bad="plans/leaders/anna/checkins/9-2-2026.yml",
        good="plans/leaders/anna/checkins/2026-02-09.yml",
    ),
    ReadingRule(
        "F014",
        text("Names differ in more than capitals"),
        text("On Windows and macOS one file would overwrite the other."),
        "koers, names of files",
    ),
    ReadingRule(
        "F015",
        text("Only plain files in plans/"),
        text("A link or a repository brings in what nobody reviewed here."),
        "koers, names of files",
    ),
    ReadingRule(
        "F016",
        text("What is referred to is there"),
        text("A goal for a competency or by a person nobody knows cannot be judged."),
        "schema: x-ref",
        _GOAL,
        "competency: coachng\n",
        "competency: coaching\n",
    ),
    ReadingRule(
        "F017",
        text("The organization and every person have their file"),
        text("Without leader.yml nobody knows whose goals these are, or who approves them."),
        "koers, names of files",
    ),
    ReadingRule(
        "F018",
        text("A reading is written as its measure asks"),
        text("9/10 is a share; of a plain number nobody knows of how many."),
        "koers, the four measures",
        _CHECKIN,
        "goals:\n  coaching:\n    open-conversations: 9/10\n",
        "goals:\n  coaching:\n    open-conversations: 9\n",
    ),
    ReadingRule(
        "F019",
        text("Not more met than there were"),
        text("Eleven out of ten is a slip of the pen."),
        "koers, the four measures",
        _CHECKIN,
        "goals:\n  coaching:\n    meetings-with-check-in: 11/10\n",
        "goals:\n  coaching:\n    meetings-with-check-in: 10/11\n",
    ),
    ReadingRule(
        "F020",
        text("A reading comes from its source"),
        text("Numbers from the log and from a measurement do not weigh the same, and are not mixed."),
        "koers, the sources of an indicator",
        _CHECKIN,
        "goals:\n  coaching:\n    behavior-score: 45\n",
        "goals:\n  coaching:\n    open-conversations: 4\n",
    ),
    ReadingRule(
        "F021",
        text("Keys that go together"),
        text("Two keys that contradict each other leave it open what was agreed."),
        "koers, goals and measurements",
        _GOAL,
        _INDICATOR + "      {kind: leading, measure: level, per: week, baseline: 1, target: 6}\n",
        _INDICATOR + "      {kind: leading, measure: frequency, per: week, baseline: 1, target: 6}\n",
    ),
    ReadingRule(
        "F022",
        text("Two readers of the schema agree"),
        text("When one of the two programs that apply the schema refuses a file, it is refused."),
        "schema",
    ),
    ReadingRule(
        "F023",
        text("A log tells what has been"),
        text("A check-in of a day to come counts for nothing until that day, and then says what nobody saw."),
        "koers, names of files",
        severity=Severity.WARNING,
    ),
    ReadingRule(
        "F024",
        text("A file of a plan lies where it belongs"),
        text("What lies elsewhere is not read; whoever wrote it believes that it counts."),
        "koers, names of files",
        bad="plans/teams/of-2026/east.yml",
        good="plans/teams/east.yml",
    ),
    ReadingRule(
        "F025",
        text("The file itself, not a pointer to it"),
        text("Git LFS keeps large files elsewhere; a clone without it holds a few lines that say where."),
        "koers, names of files",
        _LEADER,
        "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 812\n",
        "name: Anna\n",
    ),
)


def rule(id: str) -> ReadingRule:
    """Returns the rule with this id. KeyError for an unknown one."""
    for candidate in RULES:
        if candidate.id == id:
            return candidate
    raise KeyError(id)
