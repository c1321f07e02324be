"""Whatever was agreed reaches the fingerprint; however it is laid out does not."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from approval.agreed_goal import GOAL, agreed, load
from assurance.claims import Claim, proves
from koers.approval.fingerprint import ANY, FIELDS, PATTERN, canonical, fingerprint, is_approved
from koers.reading.document import Value

pytestmark = proves(Claim.APPROVALS)

REMOVE = object()
Path_ = tuple[str | int, ...]


def changed(path: Path_, value: object) -> dict[str, Value]:
    """The agreed goal with the value at `path` replaced, added or (REMOVE) taken away."""
    data = agreed()
    here: object = data
    for step in path[:-1]:
        here = here[step]  # type: ignore[index]
    if value is REMOVE:
        del here[path[-1]]  # type: ignore[attr-defined]
    else:
        here[path[-1]] = value  # type: ignore[index]
    return data


def leaves(value: object, path: Path_ = ()) -> list[tuple[Path_, object]]:
    """Every single value of the goal, with where it stands."""
    if isinstance(value, dict):
        return [leaf for key, each in value.items() for leaf in leaves(each, (*path, key))]
    if isinstance(value, list):
        return [leaf for index, each in enumerate(value) for leaf in leaves(each, (*path, index))]
    return [(path, value)]


def is_exempt(path: Path_) -> bool:
    return path[0] in ("status", "notes") or path[-1] == "done"


AGREED = [(path, value) for path, value in leaves(agreed()) if not is_exempt(path)]
TEXTS = [(path, value) for path, value in AGREED if isinstance(value, str)]
NUMBERS = [(path, value) for path, value in AGREED if isinstance(value, int | float) and not isinstance(value, bool)]
LEADING = ("measurable", "indicators", "open-conversations")
LAGGING = ("measurable", "indicators", "behavior-score")

TAMPERINGS: list[tuple[str, Path_, object]] = [
    *(("removed", path, REMOVE) for path, _ in AGREED),
    *(("a letter more", path, f"{value}s") for path, value in TEXTS),
    *(("a letter less", path, str(value)[:-1]) for path, value in TEXTS),
    *(("upper case", path, str(value).upper()) for path, value in TEXTS if not str(value)[0].isdigit()),
    *(("written as text", path, str(value)) for path, value in NUMBERS),
    *(("one more", path, value + 1) for path, value in NUMBERS),  # type: ignore[operator]
    *(("one less", path, value - 1) for path, value in NUMBERS),  # type: ignore[operator]
    *(("a thousandth more", path, round(value + 0.001, 6)) for path, value in NUMBERS),  # type: ignore[operator]
    *(("other sign", path, -value) for path, value in NUMBERS),  # type: ignore[operator]
    ("one day later", ("time_bound", "deadline"), "2026-04-11"),
    ("one year later", ("time_bound", "deadline"), "2027-04-10"),
    ("one day earlier", ("time_bound", "start"), "2026-01-11"),
    ("date without zeros", ("time_bound", "start"), "2026-1-12"),
    ("longer rhythm", ("time_bound", "check_in"), "3 weeks"),
    ("other unit", ("time_bound", "review"), "6 months"),
    ("other period", (*LEADING, "per"), "quarter"),
    ("not for long", (*LAGGING, "hold"), True),
    ("0 for false", (*LAGGING, "hold"), 0),
    ("text for false", (*LAGGING, "hold"), "false"),
    ("nothing for false", (*LAGGING, "hold"), None),
    ("hold added", (*LEADING, "hold"), True),
    ("nothing for a text", ("specific", "quality"), None),
    ("empty text", ("specific", "quality"), ""),
    ("list for a text", ("specific", "quality"), ["At least three open questions before any advice"]),
    ("text for a mapping", ("specific",), "I open with questions"),
    ("empty mapping", ("specific",), {}),
    ("list for a mapping", ("specific",), []),
    ("no specific", ("specific",), REMOVE),
    ("no measures", ("measurable",), REMOVE),
    ("no indicators", ("measurable", "indicators"), {}),
    ("indicator gone", LAGGING, REMOVE),
    ("indicator added", ("measurable", "indicators", "escalations"), {"name": "Escalations", "target": 2}),
    ("indicator without anything", ("measurable", "indicators", "escalations"), {}),
    ("no milestones", (*LEADING, "milestones"), REMOVE),
    ("milestones emptied", (*LEADING, "milestones"), {}),
    ("milestone moved", (*LEADING, "milestones"), {"2026-02-16": 3, "2026-03-15": 4.5}),
    ("milestones swapped", (*LEADING, "milestones"), {"2026-02-15": 4.5, "2026-03-15": 3}),
    ("milestone added", (*LEADING, "milestones", "2026-04-01"), 5),
    ("observer replaced", ("achievable", "observers", 1), "emma"),
    ("observer added", ("achievable", "observers"), ["carla", "dirk", "emma"]),
    ("observers joined", ("achievable", "observers"), ["carla dirk"]),
    ("observers as text", ("achievable", "observers"), "carla"),
    ("no observers", ("achievable", "observers"), []),
    ("nothing in the list", ("achievable", "observers"), [None]),
    ("no support part", ("achievable",), REMOVE),
    ("no relevance", ("relevant",), REMOVE),
    ("no choice", ("relevant", "choice"), REMOVE),
    ("choice as text", ("relevant", "choice"), "high"),
    ("no times", ("time_bound",), REMOVE),
    ("no actions", ("actions",), REMOVE),
    ("actions emptied", ("actions",), {}),
    ("action gone", ("actions", "shadow-the-coach"), REMOVE),
    ("action added", ("actions", "read"), {"what": "Read a book", "mode": "formal"}),
    ("rhythm for a date", ("actions", "shadow-the-coach", "every"), "week"),
    ("action as text", ("actions", "shadow-the-coach"), "Watch one session of the coach"),
    ("lookalike letter", ("title",), "Coaching one-on-ones with оpen questions"),
    ("zero-width space", ("title",), "Coaching one-on-ones with open\u200b questions"),
    ("soft hyphen", ("title",), "Coaching one-on-ones with open ques\u00adtions"),
    ("accent", ("title",), "Coaching one-on-ones with open quéstions"),
    ("space in a word", ("title",), "Coaching one-on-ones with open quest ions"),
    ("words joined", ("title",), "Coaching one-on-ones with openquestions"),
    ("words swapped", ("title",), "Coaching one-on-ones with questions open"),
    ("full stop", ("stop_if",), "Two reviews in a row under the threshold."),
    ("escape for a word", ("stop_if",), "Two reviews in a row under the thresh\\u006fld"),
    ("JSON in a text", ("stop_if",), '"]],["stop_if",["text","never'),
    ("tag in a text", ("stop_if",), '["text","Two reviews in a row under the threshold"]'),
    ("dash for a hyphen", ("title",), "Coaching one–on–ones with open questions"),
    ("typographic quote", ("specific", "behavior"), "I open with ‘questions’ and let the other name the next step"),
    ("full-width digit", ("specific", "quality"), "At least \uff13 open questions before any advice"),
]


@pytest.mark.parametrize(
    ("path", "value"),
    [pytest.param(path, value, id=f"{what}-{'.'.join(map(str, path))}") for what, path, value in TAMPERINGS],
)
def test_any_change_of_what_was_agreed_changes_the_fingerprint(path: Path_, value: object) -> None:
    assert fingerprint(changed(path, value), "anna", "coaching") != fingerprint(agreed(), "anna", "coaching")


def test_the_tamper_matrix_is_wide_and_no_two_tamperings_look_alike() -> None:
    assert len(TAMPERINGS) >= 150
    seen: dict[str, str] = {}
    for what, path, value in TAMPERINGS:
        data = changed(path, value)
        plain = json.dumps(data, sort_keys=True)
        assert seen.setdefault(fingerprint(data, "anna", "coaching"), plain) == plain, (what, path)


def swap(data: dict[str, Value], a: str, b: str) -> None:
    specific = data["specific"]
    assert isinstance(specific, dict)
    specific[a], specific[b] = specific[b], specific[a]


def rename_indicator(data: dict[str, Value]) -> None:
    indicators = data["measurable"]["indicators"]  # type: ignore[index,call-overload]
    assert isinstance(indicators, dict)
    indicators["conversations"] = indicators.pop("open-conversations")


def shift_border(data: dict[str, Value]) -> None:
    """The same letters in the same order, cut at another place."""
    data["title"] = "Coaching one-on-ones with open"
    data["competency"] = "questions coaching-leadership"


@pytest.mark.parametrize(
    "tamper",
    [
        lambda data: swap(data, "situation", "effect"),
        lambda data: swap(data, "behavior", "quality"),
        rename_indicator,
        shift_border,
    ],
)
def test_moving_words_between_fields_changes_the_fingerprint(tamper: Callable[[dict[str, Value]], None]) -> None:
    data = agreed()
    tamper(data)
    assert fingerprint(data, "anna", "coaching") != fingerprint(agreed(), "anna", "coaching")


@pytest.mark.parametrize(
    ("leader", "goal"),
    [("bram", "coaching"), ("anna", "coaching-2"), ("coaching", "anna"), ("annac", "oaching"), ("", "annacoaching")],
)
def test_an_approval_belongs_to_one_goal_of_one_leader(leader: str, goal: str) -> None:
    assert fingerprint(agreed(), leader, goal) != fingerprint(agreed(), "anna", "coaching")


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("status",), "stopped"),
        (("status",), REMOVE),
        (("notes",), "Something else altogether"),
        (("notes",), REMOVE),
        (("actions", "shadow-the-coach", "done"), "2026-03-30"),
        (("actions", "shadow-the-coach", "done"), REMOVE),
        (("actions", "open-the-one-on-ones", "done"), "2026-02-02"),
        (("added_in_a_later_version",), "agreed by nobody yet"),
        (("specific", "added_in_a_later_version"), "agreed by nobody yet"),
        (("actions", "shadow-the-coach", "added_in_a_later_version"), 5),
        ((*LEADING, "target"), 6.0),
        ((*LEADING, "milestones", "2026-02-15"), 3.0),
        (("achievable", "hours_per_week"), 2.0),
        (("achievable", "observers"), ["dirk", "carla"]),
        (("achievable", "observers"), ["carla", "dirk", "carla"]),
        (("title",), "  Coaching   one-on-ones\n with\topen\u00a0questions \n"),
    ],
)
def test_what_is_not_agreed_and_how_it_is_written_keep_the_fingerprint(path: Path_, value: object) -> None:
    assert fingerprint(changed(path, value), "anna", "coaching") == fingerprint(agreed(), "anna", "coaching")


def test_composed_and_decomposed_letters_are_the_same_word() -> None:
    assert fingerprint({"title": "caf\u00e9"}, "anna", "x") == fingerprint({"title": "cafe\u0301"}, "anna", "x")


def reverse(value: Value) -> Value:
    if isinstance(value, dict):
        return {key: reverse(each) for key, each in reversed(value.items())}
    return value


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("# a comment\n" + GOAL.replace("\n", "   # why\n"), id="comments"),
        pytest.param(GOAL.replace("\n", "\r\n"), id="line ends"),
        pytest.param(json.dumps(load(GOAL)), id="flow style"),
        pytest.param(json.dumps(reverse(load(GOAL)), indent=7), id="key order"),
        pytest.param(
            GOAL.replace("target: 6\n", "target: 6.00\n").replace("hours: 0.5", "hours: 5.0e-1"), id="numbers"
        ),
        pytest.param(
            GOAL.replace("title: Coaching one-on-ones", "title: >-\n  Coaching\n  one-on-ones\n "), id="folded text"
        ),
        pytest.param(
            GOAL.replace(
                "stop_if: Two reviews in a row under the threshold",
                "stop_if: |\n  Two reviews in a row\n  under the threshold\n",
            ),
            id="literal text",
        ),
        pytest.param(
            GOAL.replace("why: The team waits for my answer now", 'why: "The team waits\\n\\tfor my answer \\x6eow"'),
            id="quoted text",
        ),
    ],
)
def test_layout_keeps_the_fingerprint(text: str) -> None:
    assert text != GOAL
    assert fingerprint(load(text), "anna", "coaching") == fingerprint(agreed(), "anna", "coaching")


def test_the_canonical_text_is_written_down_once_and_for_all() -> None:
    """A released version may never hash differently: that would turn every approval stale."""
    data: dict[str, Value] = {
        "status": "active",
        "title": "Café  talks",
        "achievable": {"observers": ["dirk", "carla"], "hours_per_week": 0.50},
        "measurable": {"indicators": {"talks": {"target": 6, "baseline": 1.0, "hold": True}}},
        "actions": {"ask": {"what": "Ask", "done": "2026-02-01"}},
    }
    expected = (
        '["koers/approved-goal",1,["kind","goal"],["leader","anna"],["goal","talks"],["map",['
        '["achievable",["map",[["hours_per_week",["number","0.5"]],'
        '["observers",["set",[["text","carla"],["text","dirk"]]]]]]],'
        '["actions",["map",[["ask",["map",[["what",["text","Ask"]]]]]]]],'
        '["measurable",["map",[["indicators",["map",[["talks",["map",['
        '["baseline",["number","1"]],["hold",["bool",true]],["target",["number","6"]]]]]]]]]]],'
        '["title",["text","Caf\\u00e9 talks"]]]]]'
    )
    assert canonical(data, "anna", "talks") == expected.encode()
    assert fingerprint(data, "anna", "talks") == "koers1:sha256:" + hashlib.sha256(expected.encode()).hexdigest()


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from([field[0] for field in FIELDS]) | st.text(), VALUES, max_size=6))
def test_whatever_the_reader_yields_has_a_fingerprint_that_key_order_keeps(data: dict[str, Value]) -> None:
    result = fingerprint(data, "anna", "coaching")
    assert PATTERN.fullmatch(result)
    assert fingerprint(reverse(data), "anna", "coaching") == result  # type: ignore[arg-type]


def test_a_number_of_any_size_is_taken_exactly() -> None:
    assert canonical({"stop_if": 10**6000}, "a", "b") != canonical({"stop_if": 10**6000 + 1}, "a", "b")
    assert b'["number","0.00000000000000000000000000000000000000000001"]' in canonical({"stop_if": 1e-44}, "a", "b")


def test_is_approved_tells_agreed_places_from_the_rest() -> None:
    assert is_approved(("measurable", "indicators", "talks", "target"))
    assert is_approved(("measurable", "indicators", "talks", "milestones", "2026-02-15"))
    assert is_approved(("achievable", "observers", 0))
    assert not is_approved(("actions", "talk", "done"))
    assert not is_approved(("status",))
    assert not is_approved(("specific",))
    assert not is_approved(())


SCHEMA = Path(__file__).parents[2] / "schema" / "goal.schema.json"


def approved_in(
    schema: dict[str, object], path: tuple[str, ...] = (), inherited: object = False
) -> set[tuple[str, ...]]:
    """The places the schema marks with `x-approved`, which a child has from its parent unless it says otherwise."""
    marked = schema.get("x-approved", inherited)
    properties = schema.get("properties")
    others = schema.get("additionalProperties")
    names = schema.get("patternProperties")
    found: set[tuple[str, ...]] = set()
    if isinstance(properties, dict):
        for key, child in properties.items():
            found |= approved_in(child, (*path, key), marked)
        return found
    for children in (others, *(names.values() if isinstance(names, dict) else ())):
        if isinstance(children, dict):
            return approved_in(children, (*path, ANY), marked)
    return {path} if marked is True else set()


def test_the_order_of_a_list_means_something_unless_it_is_a_set() -> None:
    one, other = (changed(("specific", "quality"), words) for words in (["first", "second"], ["second", "first"]))
    assert fingerprint(one, "anna", "coaching") != fingerprint(other, "anna", "coaching")


@pytest.mark.skipif(not SCHEMA.exists(), reason="there is no schema/goal.schema.json to hold the list against")
def test_the_frozen_list_is_what_the_schema_says_is_approved() -> None:
    assert approved_in(json.loads(SCHEMA.read_text(encoding="utf-8"))) == set(FIELDS)
