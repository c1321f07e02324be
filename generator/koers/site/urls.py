"""Where every page lies, and how one page points at another.

Links stand in raw HTML, which no engine rewrites, so they are worked out here: relative, from one directory URL to
another. An address in somebody's text becomes a link only when it is plainly `https:` or `mailto:`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, quote_plus

from koers.model.goal import GoalKey
from koers.model.organization import PUBLIC_FORGES, Forge

_SAFE_ADDRESS = re.compile(
    r"(?:https://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:[/?#][!-~]*)?|mailto:[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+)\Z"
)

HOME = ""
PROGRESS = "progress/"
FORMULAS = "progress/formulas/"
TEAMS = "teams/"
COMPETENCIES = "competencies/"
CALENDAR = "calendar/"
RULES = "rules/"


def leader(id: str) -> str:
    """The leader's page."""
    return f"leaders/{id}/"


def goal(key: GoalKey) -> str:
    """The goal's page."""
    return f"leaders/{key[0]}/goals/{key[1]}/"


def manager(id: str) -> str:
    """The page of the people a manager decides for."""
    return f"managers/{id}/"


def team(id: str) -> str:
    """The team's page."""
    return f"teams/{id}/"


def team_goal(team_id: str, id: str) -> str:
    """One goal on its team's page."""
    return f"teams/{team_id}/#goal-{id}"


def competency(id: str) -> str:
    """The competency's page."""
    return f"competencies/{id}/"


def role(id: str) -> str:
    """The role profile's page."""
    return f"roles/{id}/"


def calendar_feed(leader_id: str) -> str:
    """The feed a leader can subscribe to."""
    return f"calendar/{leader_id}.ics"


def rule(id: str) -> str:
    """A rule in the rulebook: `rules/#s101`."""
    return f"rules/#{id.lower()}"


def file_of(page: str) -> str:
    """The Markdown file, under build/docs, that becomes the page at this URL (`progress/` -> `progress/index.md`)."""
    return f"{page}index.md"


@lru_cache(maxsize=4096)
def relative(start: str, to: str) -> str:
    """The link from the page at `start` to `to` (a page, a file, or either with `?` or `#`), both from the site's root.

    >>> relative("leaders/anna/", "progress/?status=at_risk")
    '../../progress/?status=at_risk'
    >>> relative("", "")
    './'
    """
    path = re.split(r"[?#]", to, maxsplit=1)[0]
    rest = to[len(path) :]
    here, there = start.split("/")[:-1], path.split("/")
    shared = 0
    while shared < len(here) and shared < len(there) - 1 and here[shared] == there[shared]:
        shared += 1
    return ("../" * (len(here) - shared) + "/".join(there[shared:]) or "./") + rest


def safe_address(address: str) -> str | None:
    """The address when it is plainly https: or mailto:, else None."""
    return address if _SAFE_ADDRESS.match(address) else None


def link_address(address: str) -> str | None:
    """As `safe_address`, and http: too, for a forge that the settings say is reached without encryption.

    For links that koers made, or that a schema has limited to https.
    """
    plain = address.startswith("http://") and safe_address(f"https://{address.removeprefix('http://')}")
    return address if plain else safe_address(address)


_WEB = re.compile(r"https?://[A-Za-z0-9.-]+(?::[0-9]{1,5})?(?:/[A-Za-z0-9._-]+){2,}\Z")


def _base(forge: Forge) -> str | None:
    """The repository's address; None for a host or name that is not plainly one."""
    return forge.web if forge.kind in PUBLIC_FORGES and _WEB.match(forge.web) else None


def edit_file(forge: Forge | None, path: str) -> str | None:
    """The forge's editor on this file, on the branch it is published from (saving there proposes a change)."""
    base = _base(forge) if forge else None
    if forge is None or base is None:
        return None
    branch, file = quote(forge.branch), quote(path)
    return {
        "github": f"{base}/edit/{branch}/{file}",
        "gitlab": f"{base}/-/edit/{branch}/{file}",
        "forgejo": f"{base}/_edit/{branch}/{file}",
    }.get(forge.kind)


def folder(forge: Forge | None, path: str) -> str | None:
    """The list of the files in this folder, on the branch it is published from."""
    base = _base(forge) if forge else None
    if forge is None or base is None:
        return None
    branch, place = quote(forge.branch), quote(path)
    return {
        "github": f"{base}/tree/{branch}/{place}",
        "gitlab": f"{base}/-/tree/{branch}/{place}",
        "forgejo": f"{base}/src/branch/{branch}/{place}",
    }.get(forge.kind)


def new_file(forge: Forge | None, folder: str, name: str, value: str) -> str | None:
    """The forge's editor on a new file, filled in where the forge can (GitLab takes the name, not the text).

    Without a name (`""`) the writer gives one there.
    """
    base = _base(forge) if forge else None
    if forge is None or base is None:
        return None
    branch, place = quote(forge.branch), quote(folder)
    filled = f"{f'filename={_sent(name)}&' if name else ''}value={_sent(value)}"
    named = f"file_name={_sent(name)}"
    return {
        "github": f"{base}/new/{branch}/{place}?{filled}",
        "gitlab": f"{base}/-/new/{branch}/{place}{f'?{named}' if name else ''}",
        "forgejo": f"{base}/_new/{branch}/{place}?{filled}",
    }.get(forge.kind)


@lru_cache(maxsize=256)
def _sent(value: str) -> str:
    """As a form is sent: a space is a plus, which makes a filled-in form a third shorter."""
    return quote_plus(value, safe="/:,")


def changes(forge: Forge | None, path: str, since: str | None = None) -> str | None:
    """What changed: everything since the commit where that is known, else the history of the file."""
    base = _base(forge) if forge else None
    if forge is None or base is None:
        return None
    branch, file = quote(forge.branch), quote(path)
    if since is not None and re.fullmatch(r"[0-9a-f]{7,64}", since):
        return f"{base}/{'-/' if forge.kind == 'gitlab' else ''}compare/{since}...{branch}"
    return {
        "github": f"{base}/commits/{branch}/{file}",
        "gitlab": f"{base}/-/commits/{branch}/{file}",
        "forgejo": f"{base}/commits/branch/{branch}/{file}",
    }.get(forge.kind)


def commit(forge: Forge | None, sha: str) -> str | None:
    """The commit on the forge."""
    base = _base(forge) if forge else None
    if forge is None or base is None or not re.fullmatch(r"[0-9a-f]{7,64}", sha):
        return None
    return f"{base}/-/commit/{sha}" if forge.kind == "gitlab" else f"{base}/commit/{sha}"
