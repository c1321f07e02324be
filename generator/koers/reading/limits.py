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
