"""One module per kind of page: from the plans and their progress to finished values that a template only lays out.

A page kind is a function `pages(scene) -> Iterator[Page]`, listed in `koers.site.render.KINDS`.
"""
