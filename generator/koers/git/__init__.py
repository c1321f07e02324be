"""The only door to git: argument lists, a cleaned environment, and values out of what it prints."""

from koers.git.identity import Identity
from koers.git.repository import Repository

__all__ = ["Identity", "Repository"]
