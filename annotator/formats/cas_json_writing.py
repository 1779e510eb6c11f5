"""Writing CAS JSON 0.4 as the reference implementations do: no header, plain `begin` and `end`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.formats import uima
from annotator.formats.uima import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.formats.uima import Structure, TypeSystem
    from annotator.formats.uima_writing import Extents, Sheet


def _encode(said: dict[str, Any]) -> str:
    import orjson

    return orjson.dumps(said).decode()


def types_part(types: TypeSystem) -> str:
    """The type system as JSON; the same for all files of an export."""
    said: dict[str, Any] = {}
    for one in types.types.values():
        entry: dict[str, Any] = {"%NAME": one.name, "%SUPER_TYPE": one.parent}
        if one.description:
            entry["%DESCRIPTION"] = one.description
        for feature in one.features.values():
            entry[feature.name] = {"%NAME": feature.name, "%RANGE": feature.range}
            if feature.description:
                entry[feature.name]["%DESCRIPTION"] = feature.description
        said[one.name] = entry
    return _encode(said)


def render(sheet: Sheet, types: str) -> bytes:
    """The file: the text first, then words, sentences and annotations."""
    structures = ",\n".join(_structures(sheet))
    last = sheet.first + len(sheet.structures)
    members = ",".join(map(str, range(2, last)))
    views = f'{{"{uima.INITIAL_VIEW}":{{"%SOFA":1,"%MEMBERS":[{members}]}}}}'
    return (
        f'{{"%TYPES":{types},\n"%FEATURE_STRUCTURES":[\n{structures}],\n"%VIEWS":{views}}}\n'
    ).encode()


def _structures(sheet: Sheet) -> Iterator[str]:
    sofa = {"%ID": 1, "%TYPE": uima.SOFA, "sofaNum": 1, "sofaID": uima.INITIAL_VIEW}
    yield _encode(sofa | {"mimeType": "text/plain", "sofaString": sheet.page.text})
    tokens, sentences = sheet.page.tokens, sheet.page.sentences
    yield from _plain(tokens, uima.TOKEN, 2)
    yield from _plain(sentences, uima.SENTENCE, 2 + len(tokens))
    for one in sheet.structures:
        yield _encode(_said(one))


def _plain(extents: Extents, type_: str, first: int) -> list[str]:
    """Words or sentences, of which there is nothing to say but where they are."""
    between = f',"%TYPE":"{type_}","@sofa":1,"begin":'
    return [
        f'{{"%ID":{number}{between}{begin},"end":{end}}}'
        for number, (begin, end) in enumerate(extents, first)
    ]


def _said(one: Structure) -> dict[str, Any]:
    said: dict[str, Any] = {"%ID": one.id, "%TYPE": one.type, "@sofa": 1}
    for name, value in one.features.items():
        if isinstance(value, Reference):
            said["@" + name] = value.id
        else:
            said[name] = value
    return said
