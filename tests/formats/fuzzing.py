"""Damaged files: the same ones in every run."""

from __future__ import annotations

import random
from collections.abc import Iterator

_NASTY = (b"\0", b"\xff", b"\xed\xa0\x80", b"\n", b"\t", b'"', b"<", b"{", b"[", b"-1", b"9" * 400, b"")


def mutations(content: bytes, seed: int, number: int) -> Iterator[bytes]:
    """`number` versions of a file with bytes changed, cut, doubled or put elsewhere."""
    chance = random.Random(seed)
    for _ in range(number):
        mutated = bytearray(content)
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(mutated) + 1)
            length = chance.choice((0, 1, 1, 2, 8, 64))
            way = chance.randrange(4)
            if way == 0:
                mutated[at : at + length] = chance.choice(_NASTY)
            elif way == 1:
                mutated[at:at] = mutated[at : at + length]
            elif way == 2:
                del mutated[at : at + 8 * length]
            else:
                mutated[at : at + length] = chance.randbytes(length)
        yield bytes(mutated)
