"""A PDF as somebody reads it who wants everything out of it: words on the sheets, spoken texts, links, properties.

Written for what Chromium writes (one table of objects, no object streams), and shares nothing with koers.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Mapping

_OBJECT = re.compile(rb"(\d+) 0 obj\n(.*?)\nendobj", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*)\nendstream", re.DOTALL)
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>")
_CHARACTER = re.compile(rb"<([0-9A-Fa-f]+)> <([0-9A-Fa-f]+)>")
_SET_FONT = re.compile(rb"/(F\d+) [\d.]+ Tf|<([0-9A-Fa-f]*)>|\b(BT)\b|\(((?:[^\\()]|\\.)*)\) ?T[jJ]")


def objects(pdf: bytes) -> Mapping[int, bytes]:
    """Each object by its number, its stream unpacked."""
    return {int(number): _unpacked(body) for number, body in _OBJECT.findall(pdf)}


def places(pdf: bytes) -> Iterator[tuple[int, bytes]]:
    """The number of each object of the file's table, and what stands where the table says that it begins."""
    start = int(pdf.rsplit(b"startxref", 1)[1].split()[0])
    table = pdf[start : pdf.index(b"trailer", start)]
    for number, offset in enumerate(re.findall(rb"(\d{10}) \d{5} n", table), start=1):
        yield number, pdf[int(offset) : int(offset) + 20]


def links(pdf: bytes) -> list[str]:
    """The addresses that a click leads to."""
    return [found.decode("latin-1") for found in re.findall(rb"/URI \(((?:[^\\()]|\\.)*)\)", pdf)]


def words(pdf: bytes) -> str:
    """All text: on the sheets, what is said of pictures, the title and other properties."""
    found = objects(pdf)
    fonts = _fonts(found)
    sheets = [_shown(body, fonts) for body in found.values() if b"\nBT" in body or b"BT\n" in body]
    said = [_said(one) for body in found.values() for one in re.findall(rb"<(FEFF[0-9A-F]+)>", body)]
    plain = [one.decode("latin-1") for body in found.values() for one in re.findall(rb"\(((?:[^\\()]|\\.)*)\)", body)]
    return "\n".join((*sheets, *said, *plain))


def _unpacked(body: bytes) -> bytes:
    stream = _STREAM.search(body)
    if stream is None:
        return body
    head = body[: stream.start()]
    return head + (zlib.decompress(stream[1]) if b"/FlateDecode" in head else stream[1])


_Font = tuple[int, Mapping[int, str]]
"""How many hexadecimal digits a code has, and which character each code stands for."""


def _fonts(found: Mapping[int, bytes]) -> Mapping[bytes, _Font]:
    """The fonts by name, which is the same on all sheets."""
    fonts: dict[bytes, _Font] = {}
    for body in found.values():
        for name, number in re.findall(rb"/(F\d+) (\d+) 0 R", body):
            font = found.get(int(number), b"")
            known = re.search(rb"/ToUnicode (\d+) 0 R", font)
            if known:
                fonts[name] = 4 if b"/Type0" in font else 2, _characters(found[int(known[1])])
    return fonts


def _characters(table: bytes) -> Mapping[int, str]:
    characters: dict[int, str] = {}
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for first, last, character in _RANGE.findall(block):
            for code in range(int(first, 16), int(last, 16) + 1):
                characters[code] = chr(int(character, 16) + code - int(first, 16))
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, character in _CHARACTER.findall(block):
            characters[int(code, 16)] = bytes.fromhex(character.decode()).decode("utf-16-be")
    return characters


def _shown(sheet: bytes, fonts: Mapping[bytes, _Font]) -> str:
    """The text that a sheet draws, in its order."""
    text: list[str] = []
    font_known: _Font = (2, {})
    for font, codes, begin, plain in _SET_FONT.findall(sheet):
        if font:
            font_known = fonts.get(font, (2, {}))
        elif begin:
            text.append(" ")
        else:
            width, characters = font_known
            code = codes or plain.hex().encode()
            text += [characters.get(int(code[at : at + width], 16), "?") for at in range(0, len(code), width)]
    return "".join(text)


def _said(hexadecimal: bytes) -> str:
    return bytes.fromhex(hexadecimal.decode()).decode("utf-16")
