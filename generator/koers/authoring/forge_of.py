"""Which forge a repository is on, from the address of its git remote: `forge:` of organization.yml without typing."""

from __future__ import annotations

import re
from types import MappingProxyType
from urllib.parse import unquote, urlsplit

from koers.model.organization import PUBLIC_FORGES, Forge

_OTHER_DOORS = MappingProxyType({"ssh.github.com": "github.com", "altssh.gitlab.com": "gitlab.com"})
"""Where the public forges take SSH over port 443."""
_TOLD_BY = MappingProxyType(
    {"github": "github", "ghe": "github", "gitlab": "gitlab", "forgejo": "forgejo", "gitea": "forgejo"}
)
"""Words in a host's name that tell what runs there."""
_SCP = re.compile(r"(?:[^@/:\s]+@)?(?P<host>[^@/:\s]+):(?!//)(?P<path>.+)")
_NAME = re.compile(r"[A-Za-z0-9_.-]+")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?")
_UNDER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_BRANCH = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_./-]{0,254}")
_DEEPEST = 4
"""Names in a path at most where a forge stands under one: two of it, owner and name."""
_SCHEMES = frozenset({"https", "http", "ssh", "git", "git+ssh", "ssh+git"})


def forge_of(address: str, branch: str, kind: str | None = None) -> Forge | None:
    """The forge, the repository and the branch that this address of a remote means.

    `address` is whatever git takes: `https://`, `ssh://` with a port, `git@host:group/project.git`. Name and password
    in it are dropped. `kind` is what the user says runs there; without it the name of the host must tell. None for a
    path on this machine, for a host of another kind than the user says, and for what is no repository on a forge.
    """
    found = _parts(address)
    if found is None:
        return None
    host, port, path, is_web = found
    told = _told_by(host)
    names = path.removesuffix("/").removesuffix(".git").strip("/").split("/")
    runs = kind or told
    if runs is None or (told is not None and told != runs) or not all(map(_is_name, names)):
        return None
    own = None if host == PUBLIC_FORGES[runs] and port is None else host + (f":{port}" if port else "")
    if runs == "forgejo" and own is not None and is_web and 2 < len(names) <= _DEEPEST:
        # What stands before owner and name is the path under which the forge stands; a GitLab has groups there.
        if not all(map(_UNDER.fullmatch, names[:-2])):
            return None
        own, names = "/".join([own, *names[:-2]]), names[-2:]
    if len(names) < 2 or (runs != "gitlab" and len(names) != 2):
        return None
    return Forge(runs, "/".join(names), branch if _BRANCH.fullmatch(branch) else "main", own)


def _parts(address: str) -> tuple[str, int | None, str, bool] | None:
    """Host, port of its web pages (None: the usual one), path, and whether it is an address of the web."""
    address = address.strip()
    if "://" in address:
        try:
            parts = urlsplit(address)
            host, port = (parts.hostname or "").lower(), parts.port
        except ValueError:
            return None
        if parts.scheme not in _SCHEMES:
            return None
        # The port of SSH says nothing about the web pages.
        web = port if parts.scheme in ("https", "http") and port not in (80, 443) else None
        path, is_web = unquote(parts.path), parts.scheme in ("https", "http")
    else:
        match = _SCP.fullmatch(address)
        if match is None or len(match["host"]) < 2:  # `C:\\plans` is a folder
            return None
        host, web, path, is_web = match["host"].lower(), None, match["path"], False
    host = _OTHER_DOORS.get(host, host)
    return (host, web, path, is_web) if _HOST.fullmatch(host) else None


def _told_by(host: str) -> str | None:
    """What runs on a host, as far as its name tells."""
    public = [kind for kind, name in PUBLIC_FORGES.items() if host == name]
    return next(iter(public + [_TOLD_BY[word] for word in re.split(r"[.-]", host) if word in _TOLD_BY]), None)


def _is_name(name: str) -> bool:
    return bool(_NAME.fullmatch(name)) and name not in (".", "..")


def as_yaml(forge: Forge) -> str:
    """`forge:` as it stands in organization.yml."""
    lines = ["forge:", f"  kind: {forge.kind}", f"  repository: {forge.repository}", f"  branch: {forge.branch}"]
    lines += [f"  host: {forge.host}"] if forge.host else []
    lines += [f"  recorders: [{', '.join(sorted(forge.recorders))}]"] if forge.recorders else []
    return "\n".join(lines) + "\n"
