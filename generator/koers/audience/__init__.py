"""Who may see what: the stage between model and pages. Everything that is rendered or exported has passed it.

What a reader may see is read from `x-audience` in the schemas, not listed here a second time; what small groups of
respondents need beyond that is in `small_groups`.
"""

from koers.audience.reduce import reduce
from koers.audience.viewer import EVERYONE, Viewer, parse_viewer, relations

__all__ = ["EVERYONE", "Viewer", "parse_viewer", "reduce", "relations"]
