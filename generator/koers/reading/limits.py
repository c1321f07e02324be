"""How large a file may be, by its kind: what is larger was not written by a person, and is refused as it is."""

from __future__ import annotations

MOST_BYTES = 256 * 1024
"""The largest file of a plan that is read, in bytes."""
MOST_BYTES_OF_KEYS = 4 * 1024 * 1024
"""The largest list of signers or of revoked keys that is read, in bytes: some 100 a key, for 40,000 of them."""
DEEPEST = 16
"""So many levels of keys and lists inside each other."""
MOST_NODES = 20_000
"""So many keys and values in a file."""
MOST_PROBLEMS = 200
"""So many problems of one sort are looked for in a file; one with more was not written by a person."""
MOST_ALIKE = 50
"""So many problems of one rule are told of a file, each in its place; the others are counted in one line."""
MOST_NAMES = 20
"""So many names stand in one sentence; the others are counted."""
