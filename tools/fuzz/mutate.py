"""Mutations of a PDF that know its structure: what a damaged, a foolish and a malicious producer write."""

import random
import re
import zlib
from collections.abc import Callable

_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_NUMBER = re.compile(rb"-?\d+\.?\d*")
_OPERATORS = [
    b" Tj",
    b" TJ",
    b" Tm",
    b" cm",
    b" re",
    b" l",
    b" m",
    b" q",
    b" Q",
    b" BT",
    b" ET",
    b" Do",
    b" W n",
    b" Tr",
    b" Tf",
    b" gs",
]
_ODD = [b"0", b"-1", b"1", b"2147483647", b"-2147483648", b"99999999999999999999", b"1e9", b"0.0000001", b"NaN", b"1.7976931e308"]


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The content with one to four mutations; the same chance brings the same bytes."""
    for _ in range(chance.randint(1, 4)):
        content = chance.choice(MUTATIONS)(content, chance)
    return content


def _bytes(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.randint(1, 20)):
        changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def _cut(content: bytes, chance: random.Random) -> bytes:
    begin = chance.randrange(len(content))
    end = min(len(content), begin + chance.randint(1, 5000))
    return content[:begin] + content[end:] + (b"" if chance.random() < 0.5 else content[begin:end])


def _outside_streams(content: bytes, chance: random.Random) -> bytes:
    """A number of an object, a dictionary or the cross-reference."""
    spans = [match.span() for match in _NUMBER.finditer(_STREAM.sub(lambda match: b"~" * len(match[0]), content))]
    return _replaced(content, chance, spans, chance.choice(_ODD))


def _reference(content: bytes, chance: random.Random) -> bytes:
    """A reference that leads elsewhere, to itself or in a circle."""
    spans = [match.span(1) for match in re.finditer(rb"(\d+) 0 R", content)]
    return _replaced(content, chance, spans, str(chance.randint(0, 60)).encode())


def _name(content: bytes, chance: random.Random) -> bytes:
    names = list(re.finditer(rb"/[A-Za-z][A-Za-z0-9]{1,20}", content))
    return _replaced(content, chance, [match.span() for match in names], chance.choice(names)[0]) if names else content


def _in_stream(content: bytes, chance: random.Random) -> bytes:
    """The unpacked content of a stream: another operator, another number, another string, deeper nesting."""
    streams = list(_STREAM.finditer(content))
    if not streams:
        return content
    stream = chance.choice(streams)
    try:
        inside = zlib.decompress(stream[1])
    except zlib.error:
        return _bytes(content, chance)
    spans = [match.span() for match in _NUMBER.finditer(inside[:200_000])]
    place = chance.randrange(len(inside) + 1)
    kinds: list[Callable[[], bytes]] = [
        lambda: _replaced(inside, chance, spans, chance.choice(_ODD)),
        lambda: inside[:place] + chance.choice(_OPERATORS) + inside[place:],
        lambda: inside[:place] + b" q 0.5 0 0 0.5 3 3 cm " * chance.randint(1, 200) + inside[place:],
        lambda: inside[:place] + inside[:place][-3000:] * chance.randint(1, 20) + inside[place:],
        lambda: _bytes(inside, chance) if inside else inside,
    ]
    packed = zlib.compress(chance.choice(kinds)(), 1)
    return content[: stream.start(1)] + packed + content[stream.end(1) :]


def _replaced(content: bytes, chance: random.Random, spans: list[tuple[int, int]], by: bytes) -> bytes:
    if not spans:
        return content
    begin, end = chance.choice(spans)
    return content[:begin] + by + content[end:]


MUTATIONS = [_bytes, _cut, _outside_streams, _reference, _name, _in_stream, _in_stream]
