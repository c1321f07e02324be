"""The loopback forge, for every test of this room."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from forge.loopback import LoopbackForge, loopback_forge


@pytest.fixture
def forge() -> Iterator[LoopbackForge]:
    """A server on a free port of the loopback interface."""
    with loopback_forge() as told:
        yield told
