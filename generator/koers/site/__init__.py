"""The site as text: view values, charts as SVG, templates, and the one encoder all user text passes.

`Site` is the whole room: values in, a stream of artifacts out; `render` makes all of them at once. Nothing here reads
a file, a clock or the environment; templates come through the loader in `SiteInput`.
"""

from koers.site.artifacts import Artifact, PageBody, Site
from koers.site.input import SiteInput
from koers.site.render import render

__all__ = ["Artifact", "PageBody", "Site", "SiteInput", "render"]
