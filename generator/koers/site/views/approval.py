"""The approval badge: who agreed to the goal as it is now, when, and what that rests on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from koers.model.approval import Verdict
from koers.model.goal import Goal, Status
from koers.progress.moments import MomentKind, Mover
from koers.site import urls
from koers.site.page import Link
from koers.site.scene import Links, Scene
from koers.texts import Text, text


@dataclass(frozen=True, slots=True)
class Badge:
    """`look` is approved, unsure, stale, waiting or returned; `quote` the manager's own words; `proof` where the review
    or the commit behind it can be looked at.
    """

    look: str
    words: Text
    person: Link | None
    note: tuple[Text | str, ...]
    quote: str | None = None
    date: str | None = None
    proof: Link | None = None


def badge(scene: Scene, links: Links, goal: Goal) -> Badge | None:
    """The badge of a goal; None for a draft and when nothing was judged."""
    verdict = scene.input.verdicts.get(goal.key)
    if verdict is None or goal.status is Status.DRAFT:
        return None
    found = _badge(scene, links, goal, verdict)
    return replace(found, proof=_proof(scene, verdict)) if found else None


def _proof(scene: Scene, verdict: Verdict) -> Link | None:
    """The review's address as the record has it, if it is plainly one of the web; else the commit on the forge."""
    forge = scene.plans.organization.forge
    schemes = ("https://", f"{forge.web}/") if forge else ("https://",)
    if verdict.url and verdict.url.startswith(schemes) and urls.link_address(verdict.url):
        return Link(scene.voice.plain(text("see the review")), verdict.url)
    address = urls.commit(scene.plans.organization.forge, verdict.commit) if verdict.commit else None
    return Link(scene.voice.plain(text("see the commit")), address) if address else None


def _badge(scene: Scene, links: Links, goal: Goal, verdict: Verdict) -> Badge | None:
    voice = scene.voice
    records = scene.leader_of(goal).approvals.get(goal.id, ())
    latest = records[-1] if records else None
    by = verdict.approver or (latest.by if latest else None)
    person = links.leader(by) if by else None
    on = voice.full(verdict.on) if verdict.on else None
    when = tuple(
        part for part in (on, text("round {round}", round=verdict.round) if verdict.round else None) if part is not None
    )
    level = str(verdict.level)
    rests = {
        "signed": text("signed by the manager's key"),
        "forge": text("review on the forge"),
        "unchecked": text("review on the forge, not checked again"),
        "recorded": text("recorded in the manager's commit"),
    }
    if level in rests:
        return Badge("approved", text("*Approved* by"), person, (*when, rests[level]), date=on)
    why: tuple[Text | str, ...] = (verdict.reason,) if verdict.reason else ()
    if level == "returned":
        quote = latest.note if latest and latest.decision == "returned" else None
        return Badge("returned", text("*Returned* by"), person, when, quote, on)
    if level == "stale":
        return Badge("stale", text("*Changed since approval* by"), person, when, date=on)
    if level == "forged":
        return Badge(
            "stale", text("*Not the manager's commit*: approval in the name of"), person, (*when, *why), date=on
        )
    if level == "unverifiable":
        return Badge("unsure", text("*Approved, not verifiable*: on file for"), person, (*when, *why), date=on)
    move = scene.move_of(goal)
    if move is None or move.what is not MomentKind.APPROVAL:
        return None
    if move.whose is Mover.BOTH:
        return Badge("waiting", text("*Not yet agreed*"), None, ())
    return Badge("waiting", text("*Waiting* for"), links.leader(move.people[0]), ())
