"""The guards of koers that tests must notice when they are gone: each with the code, and the code without it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Guard:
    """One guard. `code` stands once in `file` (below koers/); in its place `without` takes the guard out.

    `tests` (below tests/) are those that must fail then.
    """

    words: str
    file: str
    code: str
    without: str
    tests: tuple[str, ...]


APPROVAL = ("approval",)
VERIFY = ("approval/test_verify.py",)
APPOINTMENTS = ("approval/test_attempts_appointments.py",)
DATES = ("approval/test_attempts_dates.py",)
RECORDS = ("approval/test_attempts_records.py",)
GROUPS = ("audience/test_small_groups.py", "audience/test_floor.py", "audience/test_nobody_is_determined.py")
REDUCE = ("audience/test_reduce.py", "audience/test_derived.py", "privacy/test_canaries.py")
FORGE = ("forge/test_api.py", "forge/test_reviews.py")
GIT = ("git/test_repository.py", "approval/test_verify.py")
PUBLISHED = ("outside/test_publish.py", "outside/test_generations.py")
READ = ("reading/test_yaml_reader.py", "reading/test_reading.py", "reading/test_problems.py")

GUARDS: tuple[Guard, ...] = (
    # approvals
    Guard(
        "nobody decides on their own goal",
        "approval/verdict.py",
        "if record.by == goal[0]:",
        "if False:",
        ("approval", "rules"),
    ),
    Guard(
        "an approval is of this very text",
        "approval/verdict.py",
        "if current != record.fingerprint:",
        "if False:",
        VERIFY,
    ),
    Guard(
        "who decides may decide",
        "approval/verify.py",
        "refused = refusal(leader, record.by, record.date)\n        if refused is not None:\n            return",
        "refused = refusal(leader, record.by, record.date)\n        if refused is None and None:\n            return",
        VERIFY,
    ),
    Guard(
        "a removed return stays",
        "approval/verify.py",
        "gone = removed(self.now, self.ask.past, self.base, key, found.round or 0, last, self.as_of)",
        "gone = None",
        VERIFY,
    ),
    Guard(
        "a return stays when its goal begins anew",
        "approval/kept.py",
        "if not (is_return or is_recent) or",
        "if not is_recent or",
        RECORDS,
    ),
    Guard(
        "a record that was changed is forged",
        "approval/kept.py",
        "if first is None or last is None or now is None or first == now:",
        "if True:",
        RECORDS,
    ),
    Guard(
        "a return to come counts from the day it came in",
        "approval/kept.py",
        "counts = record.decision == RETURNED or",
        "counts =",
        RECORDS,
    ),
    Guard(
        "a planted number has no last word",
        "approval/verify.py",
        "return instead if instead.level.is_approved or instead.level is Level.RETURNED else found",
        "return found",
        RECORDS,
    ),
    Guard(
        "nobody brings their own approver along",
        "approval/appointments.py",
        "if is_by_others or is_own or _is_built_on(decided, step):",
        "if True:",
        APPOINTMENTS,
    ),
    Guard(
        "a merge the wrong way round does not show what stood on main",
        "approval/appointments.py",
        "if all(reach.get(id, -1) >= step for id in commit.parents[1:]) and not decided.is_theirs(commit):",
        "if not decided.is_theirs(commit):",
        APPOINTMENTS,
    ),
    Guard(
        "a branch that took main in is not main",
        "approval/appointments.py",
        "if swapped is not None:",
        "if False:",
        APPOINTMENTS,
    ),
    Guard(
        "a history of its own is not main",
        "approval/appointments.py",
        "is_joined = joined is not None and step < joined",
        "is_joined = False",
        APPOINTMENTS,
    ),
    Guard(
        "no decision is older than what it is about",
        "approval/timing.py",
        "if written is None or record.date >= _day(_first(written), timezone):",
        "if True:",
        DATES,
    ),
    Guard(
        "a decision after the term does not date itself into it",
        "approval/timing.py",
        "days = [max(record.date, line.not_before(first).date())]",
        "days = [record.date]",
        DATES,
    ),
    Guard(
        "a decision before the term does not date itself into it",
        "approval/timing.py",
        "days += [] if no_later is None else [min(record.date, no_later.date())]",
        "days += []",
        DATES,
    ),
    Guard(
        "words are of whoever had the address then",
        "approval/words.py",
        "return person.id in owners or not owners",
        "return False",
        ("approval/test_attempts_words.py",),
    ),
    Guard(
        "nobody approves their own words",
        "approval/verify.py",
        "or self._own_words(key, records, index, stand)",
        "or None",
        VERIFY,
    ),
    Guard(
        "a shallow clone proves nothing",
        "approval/standpoint.py",
        "if not line.has_whole_past and (entry == 0 or not commit.parents):",
        "if False:",
        VERIFY,
    ),
    Guard(
        "a plan does not bring its own approver",
        "approval/standpoint.py",
        "if entry == 0:\n        return own_approval()",
        "entry = max(entry, 1)",
        VERIFY,
    ),
    Guard(
        "a decision is its author's",
        "approval/evidence.py",
        "if record.by not in people:",
        "if False:",
        VERIFY,
    ),
    Guard(
        "an address of two people proves nothing",
        "approval/evidence.py",
        "if len(people) > 1:",
        "if False:",
        VERIFY,
    ),
    Guard(
        "a key that the leader has is not the approver's",
        "approval/evidence.py",
        "if is_shared:",
        "if False:",
        ("approval",),
    ),
    Guard(
        "a key lapsed by an old date is found out",
        "approval/evidence.py",
        "return max(claimed, stand.line.not_before(entry)) if entry >= 0 else claimed",
        "return claimed",
        ("approval",),
    ),
    Guard(
        "a signature is of this goal",
        "approval/statement.py",
        '"goal": approval.goal,',
        '"goal": "",',
        ("approval",),
    ),
    Guard(
        "a signature is of this round",
        "approval/statement.py",
        '"round": approval.round,',
        '"round": 1,',
        ("approval",),
    ),
    Guard(
        "the account of a review is the approver's",
        "approval/reviewed.py",
        "if handle != account(record.evidence.reviewer):",
        "if False:",
        ("approval", "forge"),
    ),
    Guard(
        "a review is of this repository",
        "approval/reviewed.py",
        "if settings.kind != evidence.kind or _place(evidence.url, settings.web) is None:",
        "if False:",
        ("approval", "forge"),
    ),
    Guard(
        "a pull request is judged by the settings of where it goes",
        "pipeline/decide.py",
        "settings = past.at(line, line.last).settings if fork is not None else _own_settings(world, past)",
        "settings = _own_settings(world, past)",
        ("approval/test_attempts_on_the_gate.py",),
    ),
    Guard(
        "a key that was ever revoked stays so",
        "approval/revocations.py",
        "found = revoked(contents.values())",
        "found = revoked(contents[tip] for tip in tips)",
        ("approval/test_attempts_with_keys.py",),
    ),
    Guard(
        "a list of revoked keys that cannot be read revokes all",
        "approval/revocations.py",
        "if len(contents) < len(versions) or any(line.is_odd(REVOKED) for line in lines):",
        "if False:",
        ("approval/test_attempts_with_keys.py",),
    ),
    Guard(
        "only who is set to record reviews records them",
        "approval/reviewed.py",
        "wrong = _recorder(before, stand) or _another_text(past, None, path, record)",
        "wrong = _another_text(past, None, path, record)",
        ("approval/test_attempts_with_reviews.py",),
    ),
    Guard(
        "the order of a list counts in the fingerprint",
        "approval/fingerprint.py",
        'return ["list", items]',
        'return ["list", sorted(items, key=json.dumps)]',
        ("approval/test_fingerprint.py",),
    ),
    # what is asked of git
    Guard(
        "replaced objects are not believed",
        "git/command.py",
        '    "--no-replace-objects",\n',
        "",
        GIT,
    ),
    Guard(
        "a hook's variables do not point elsewhere",
        "git/command.py",
        'if not name.startswith("GIT_") or name in _KEPT',
        "if name or name in _KEPT",
        GIT,
    ),
    # people who answered
    Guard(
        "a small group is hidden",
        "audience/small_groups.py",
        "hidden = [group for group in by_size if counts[group] < minimum]",
        "hidden = [group for group in by_size if counts[group] < 0]",
        GROUPS,
    ),
    Guard(
        "another group is hidden with it",
        "audience/small_groups.py",
        "while hidden and shown and sum(counts[group] for group in hidden) < minimum:",
        "while False:",
        GROUPS,
    ),
    Guard(
        "a unanimous group is told as a bound",
        "reading/guard.py",
        "return min(max(value, self.lowest), self.highest)",
        "return value",
        GROUPS,
    ),
    Guard(
        "a total less the rest is not told",
        "audience/small_groups.py",
        "while known and total is not None and _is_forced(known, counts, total, means):",
        "while False:",
        GROUPS,
    ),
    Guard(
        "a round of too few is not told",
        "audience/small_groups.py",
        "if respondents < minimum:",
        "if False:",
        GROUPS,
    ),
    Guard(
        "rounds that follow closely are not told",
        "audience/close_rounds.py",
        "if few_came_or_went(before.counts, after.counts, minimum):",
        "if False:",
        GROUPS,
    ),
    # readers
    Guard(
        "a field for some is not for all",
        "audience/reduce.py",
        "return view.is_seen\n",
        "return True\n",
        REDUCE,
    ),
    Guard(
        "a field whose audience depends on a value",
        "audience/reduce.py",
        "return may_see(audience_of(view.field, self.data, at), self.roles)",
        "return True",
        REDUCE,
    ),
    Guard(
        "what no schema knows is nobody's",
        "audience/reduce.py",
        "if view is None:\n            return _NOTHING",
        "if view is None:\n            return value",
        REDUCE,
    ),
    Guard(
        "a return is between those concerned",
        "audience/derived.py",
        "if verdict.round is not None and all(approval.round != verdict.round for approval in seen):",
        "if False:",
        REDUCE,
    ),
    Guard(
        "the day of a change is theirs",
        "audience/derived.py",
        "if verdict.goal[0] not in inside and verdict.changed_on is not None:",
        "if False:",
        REDUCE,
    ),
    Guard(
        "letters do not tell what is hidden",
        "audience/derived.py",
        "if not judgment.rule.is_private or (judgment.goal is not None and judgment.goal[0] in inside)",
        "if judgment",
        (*REDUCE, "privacy/test_noninterference.py"),
    ),
    # pages
    Guard(
        "every mark leaves as a reference",
        "site/encode.py",
        '_TABLE = _CONTROLS | _PUNCTUATION | {0x09: "\\t"}',
        '_TABLE = _CONTROLS | {0x09: "\\t"}',
        ("site/test_encode.py",),
    ),
    Guard(
        "control characters have no place on a page",
        "site/encode.py",
        '_TABLE = _CONTROLS | _PUNCTUATION | {0x09: "\\t"}',
        '_TABLE = _PUNCTUATION | {0x09: "\\t"}',
        ("site/test_encode.py",),
    ),
    # files
    Guard(
        "a text cannot turn around what is read",
        "reading/characters.py",
        '\\ufffe\\uffff]|\\r(?!\\n)"',
        '\\ufffe\\uffff]{1000}|\\r(?!\\n)"',
        READ,
    ),
    Guard(
        "a key stands once",
        "reading/refusals.py",
        '"Y002",\n',
        '"Y001",\n',
        READ,
    ),
    Guard(
        "a file is not deeper than it may be",
        "reading/yaml_reader.py",
        "if len(self.stack) >= DEEPEST:",
        "if False:",
        READ,
    ),
    Guard(
        "a file does not hold more than it may",
        "reading/yaml_reader.py",
        "if self.nodes > MOST_NODES:",
        "if False:",
        READ,
    ),
    Guard(
        "a link in plans is not followed",
        "workspace.py",
        "if entry.is_file(follow_symlinks=False):\n            plain.append",
        "if entry.is_file():\n            plain.append",
        ("outside/test_workspace.py",),
    ),
    Guard(
        "another repository in plans is not read",
        "workspace.py",
        'if relative != PLANS and ".git" in [entry.name for entry in entries]:',
        "if False:",
        ("outside/test_workspace.py",),
    ),
    # publishing
    Guard(
        "a site does not take the place of work",
        "publish/place.py",
        "if holds_work or is_foreign or (target.exists() and not target.is_dir()):",
        "if False:",
        PUBLISHED,
    ),
    Guard(
        "a file of a site stays in it",
        "publish/generation.py",
        'if name.startswith("/") or ".." in name.split("/"):',
        "if False:",
        PUBLISHED,
    ),
    # the forge
    Guard(
        "a token goes to the forge alone",
        "forge/api.py",
        "if not is_within(address, self.base):\n            raise elsewhere(address)",
        "if False:\n            raise elsewhere(address)",
        FORGE,
    ),
    Guard(
        "a token is not sent in the clear",
        "forge/api.py",
        'if parts.scheme != "https" and not (parts.scheme == "http" and may_be_plain):',
        "if False:",
        FORGE,
    ),
    Guard(
        "a pull request does not say who gets the token",
        "pipeline/door.py",
        "if known is None or api_address(known) != api_address(forge):",
        "if False:",
        ("cli/test_token.py",),
    ),
    Guard(
        "the head of an answer is waited for no longer than its body",
        "forge/patience.py",
        "left = self._left()",
        "left = 60.0",
        ("forge/test_patience.py",),
    ),
    Guard(
        "settings do not send a token elsewhere",
        "forge/connect.py",
        "if settings.host is not None and not _is_same_host(settings, named, address):",
        "if False:",
        FORGE,
    ),
    # what only two people read, and what runs in a page
    Guard(
        "nobody's note is sealed past somebody who leads them",
        "pipeline/seal.py",
        "if who is None or not who.seal_keys:",
        "if who is None:",
        ("pipeline/test_seal.py",),
    ),
    Guard(
        "a sealed note is told as sealed",
        "site/views/log.py",
        "if note and is_sealed(note) else note",
        "if False else note",
        ("pipeline/test_seal.py",),
    ),
    Guard(
        "a frame names its own scripts and no others",
        "site/policy.py",
        'kept = [source for source in allowed[1].split() if not source.startswith("\'sha256-")]',
        "kept = [\"'self'\", \"'unsafe-inline'\"]",
        ("site/test_policy.py",),
    ),
)
