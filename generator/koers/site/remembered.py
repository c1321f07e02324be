"""What was made once and is shown on several pages: a bar stands on its goal's page, its leader's, its team's."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Remembered(Generic[Key, Made]):
    """Values by key, at most `most` of them: when there are more, all are forgotten and made again when asked for.

    A key must say everything that its value depends on within one build.
    """

    def __init__(self, most: int) -> None:
        self._most = most
        self._made: dict[Key, Made] = {}

    def get(self, key: Key, make: Callable[[], Made]) -> Made:
        """The value of this key, made now if it is not known."""
        found = self._made.get(key)
        if found is None:
            if len(self._made) >= self._most:
                self._made.clear()
            found = self._made[key] = make()
        return found
