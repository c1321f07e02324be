"""Takes in the built sites."""

from site_built.fixtures import dutch, english, english_manager, english_zensical, shared, started

__all__ = ["dutch", "english", "english_manager", "english_zensical", "shared", "started"]
