"""koers: leadership development plans as plain files, checked, measured and published as a site."""

__version__ = "0.1.0"
