"""The whole site at once, as the Markdown files that a site engine reads."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from koers.site import urls
from koers.site.artifacts import PageBody, Site
from koers.site.input import SiteInput
from koers.site.wrap import wrap

_WRITTEN = (".css", ".ics", ".js", ".json")
"""Files that are text; fonts and pictures are not."""


def render(view: SiteInput) -> Mapping[str, str | bytes]:
    """Every file of the site, by its path under build/docs: pages as Markdown with a block of HTML; fonts as bytes.

    jinja2.TemplateError when a template (perhaps the user's own) is wrong.
    """
    files: dict[str, str | bytes] = {}
    for artifact in Site(view).artifacts():
        made = artifact.make()
        if isinstance(made, PageBody):
            files[urls.file_of(artifact.url)] = wrap(made.title, made.html, made.found_by)
        else:
            files[artifact.url] = made.decode() if artifact.url.endswith(_WRITTEN) else made
    return MappingProxyType(files)
