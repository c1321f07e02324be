"""Key indicators of a team: the last reading of the target, and whether it moves the right way."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from markupsafe import Markup

from koers.model.organization import Team, TeamIndicator
from koers.progress.values import Standing
from koers.progress.way import way_gone
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


def key_rows(scene: Scene, links: Links, team: Team) -> tuple[KeyRow, ...]:
    """A row for each, in the order of the file."""
    return tuple(_key_row(scene, links, one) for one in team.indicators.values())


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
