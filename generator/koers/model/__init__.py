"""The domain as frozen values: what leaders, managers and HR talk about. No text of files, no input or output."""

import copyreg
from types import MappingProxyType
from typing import Any


def _proxy(items: dict[Any, Any]) -> MappingProxyType[Any, Any]:
    return MappingProxyType(items)


def _reduced(mapping: MappingProxyType[Any, Any]) -> tuple[Any, tuple[dict[Any, Any]]]:
    return _proxy, (dict(mapping),)


copyreg.pickle(MappingProxyType, _reduced)  # values go to other processes, and are kept for the next run
