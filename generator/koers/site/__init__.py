"""The site as text: view values, charts as SVG, templates, and the one encoder all user text passes.

`render` is the whole room: values in, a mapping of file names to their content out. Nothing here reads a file,
a clock or the environment; templates come through the loader in `SiteInput`.
"""

from koers.site.input import Letter, SiteInput
from koers.site.render import render

__all__ = ["Letter", "SiteInput", "render"]
