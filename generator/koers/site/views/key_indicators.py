"""Key indicators of a team: the last reading of the target, and whether it moves the right way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction

from markupsafe import Markup

from koers.model.organization import Team, TeamIndicator
from koers.progress.values import Standing
from koers.site.charts.bars import way_bar
from koers.site.charts.spark import spark
from koers.site.page import Link
from koers.site.scene import Links, Scene
from koers.site.views.parts import Pill, plain_number, standing_pill
from koers.texts import Text, text


@dataclass(frozen=True, slots=True)
class KeyRow:
    """A key indicator: the last reading of the target, the way gone since the first one, owner and next step."""

    id: str
    name: str
    kind: Text
    owner: Link | None
    now: str | None
    target: str | None
    unit: str
    on: str | None
    bar: Markup | None
    movement: Text
    is_met: bool
    pill: Pill
    spark: Markup | None
    next_step: str | None
    data_current: str


def key_indicators(scene: Scene, team: Team) -> tuple[TeamIndicator, ...]:
    """The key indicators with their readings up to the day of the build."""
    return tuple(
        replace(one, readings=tuple(reading for reading in one.readings if reading[0] <= scene.input.as_of))
        for one in team.indicators.values()
    )


def key_rows(scene: Scene, links: Links, team: Team) -> tuple[KeyRow, ...]:
    """A row for each, in the order of the file."""
    return tuple(_key_row(scene, links, one) for one in key_indicators(scene, team))


def way_gone(indicator: TeamIndicator) -> Fraction | None:
    """Which part of the way from the first reading to the target has been gone, as for a goal's indicator.

    (last - first) / (target - first): negative when it moved away, 1 or more at the target. The direction follows
    from the first reading, which stands in for a baseline. 1 when it was at the target and still is; None without
    a target or with fewer than two readings. First 68, last 76, target 80: 2/3.
    """
    if indicator.target is None or len(indicator.readings) < 2:
        return None
    first, last = indicator.readings[0][1], indicator.readings[-1][1]
    if first == indicator.target:
        return Fraction(1) if last == first else None
    return (last - first) / (indicator.target - first)


def _key_row(scene: Scene, links: Links, one: TeamIndicator) -> KeyRow:
    voice, way = scene.voice, way_gone(one)
    is_met = way is not None and way >= 1
    now = one.readings[-1] if one.readings else None
    movement = _movement(scene, one, way)
    label = f"{one.name}: {voice.plain(movement)}"
    standing = Standing.ACHIEVED if is_met else Standing.NO_DATA
    return KeyRow(
        id=one.id,
        name=one.name,
        kind=text("leading") if one.kind == "leading" else text("lagging"),
        owner=links.leader(one.owner) if one.owner else None,
        now=voice.number(now[1]) if now else None,
        target=voice.number(one.target) if one.target is not None else None,
        unit=one.unit or "",
        on=voice.short(now[0]) if now else None,
        bar=way_bar(way, label) if way is not None else None,
        movement=movement,
        is_met=is_met,
        pill=standing_pill(Standing.ACHIEVED),
        spark=spark(one.readings, one.target, standing, label) if one.readings else None,
        next_step=one.next_step,
        data_current=plain_number(now[1] if now else None),
    )


def _movement(scene: Scene, one: TeamIndicator, way: Fraction | None) -> Text:
    """From where it came, in words."""
    if not one.readings:
        return text("no reading yet")
    first = scene.voice.number(one.readings[0][1])
    day = scene.voice.short(one.readings[0][0])
    if way is None:
        return text("{first} on {day}", first=first, day=day)
    if way >= 1:
        return text("target met, from {first} on {day}", first=first, day=day)
    if way > 0:
        return text("closer, from {first} on {day}", first=first, day=day)
    if way == 0:
        return text("unchanged since {day}", day=day)
    return text("*further away*, from {first} on {day}", first=first, day=day)
