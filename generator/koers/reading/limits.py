"""How large a file of plans/ may be: what is larger was not written by a person, and is refused before it is built."""

from __future__ import annotations

MOST_BYTES = 256 * 1024
"""The largest file that is read, in bytes."""
DEEPEST = 16
"""So many levels of keys and lists inside each other."""
MOST_NODES = 20_000
"""So many keys and values in a file."""
