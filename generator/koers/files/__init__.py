"""Single files on disk: read without waiting for anybody, written beside their place and moved there, or not at all."""

from koers.files.moved import create, put, replace
from koers.files.plain import NotPlain, read, says
from koers.files.together import write_together

__all__ = ["NotPlain", "create", "put", "read", "replace", "says", "write_together"]
