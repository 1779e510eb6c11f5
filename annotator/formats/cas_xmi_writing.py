"""Writing CAS XMI, and the type system that belongs to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from annotator.formats import uima
from annotator.formats.kit import safe_xml
from annotator.formats.uima import Reference

if TYPE_CHECKING:
    from collections.abc import Iterator

    from annotator.formats.uima import TypeSystem
    from annotator.formats.uima_writing import Extents, Sheet

_RESOURCE = "http://uima.apache.org/resourceSpecifier"


def type_system(types: TypeSystem) -> bytes:
    """The file `TypeSystem.xml`."""
    from lxml import etree

    root = etree.Element("typeSystemDescription", nsmap={None: _RESOURCE})  # type: ignore[dict-item]
    listed = etree.SubElement(root, "types")
    for one in types.types.values():
        entry = etree.SubElement(listed, "typeDescription")
        said = (("name", one.name), ("description", one.description), ("supertypeName", one.parent))
        for name, value in said:
            etree.SubElement(entry, name).text = safe_xml.writable(value)[0]
        features = etree.SubElement(entry, "features")
        for feature in one.features.values():
            described = etree.SubElement(features, "featureDescription")
            etree.SubElement(described, "name").text = feature.name
            etree.SubElement(described, "description").text = safe_xml.writable(feature.description)[0]
            etree.SubElement(described, "rangeTypeName").text = feature.range
    etree.indent(root)
    return safe_xml.write(root)


def prefixes(types: TypeSystem) -> dict[str, str]:
    """A short name for the package of each type."""
    found: dict[str, str] = {}
    for name in types.types:
        package = name.rpartition(".")[0]
        if package not in found:
            short = package.rpartition(".")[2]
            taken = {*found.values(), "xmi", "cas"}
            found[package] = next(
                one
                for number in range(1000)
                if (one := short + (str(number) if number else "")) not in taken
            )
    return found


def render(sheet: Sheet, names: dict[str, str]) -> bytes:
    """The file; characters that XML cannot hold are spaces by now."""
    return "\n".join(_lines(sheet, names)).encode()


def _lines(sheet: Sheet, names: dict[str, str]) -> Iterator[str]:
    spaces = "".join(
        f' xmlns:{short}="http:///{package.replace(".", "/")}.ecore"' for package, short in names.items()
    )
    yield "<?xml version='1.0' encoding='UTF-8'?>"
    yield (
        '<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore"'
        f'{spaces} xmi:version="2.0">'
    )
    yield '<cas:NULL xmi:id="0"/>'
    tokens, sentences = sheet.page.tokens, sheet.page.sentences
    yield from _plain(tokens, _tag(uima.TOKEN, names), 2)
    yield from _plain(sentences, _tag(uima.SENTENCE, names), 2 + len(tokens))
    for one in sheet.structures:
        said = "".join(f' {name}="{_value(value)}"' for name, value in one.features.items())
        yield f'<{_tag(one.type, names)} xmi:id="{one.id}" sofa="1"{said}/>'
    text = safe_xml.attribute(safe_xml.writable(sheet.page.text)[0])
    yield (
        f'<cas:Sofa xmi:id="1" sofaNum="1" sofaID="{uima.INITIAL_VIEW}" mimeType="text/plain"'
        f' sofaString="{text}"/>'
    )
    members = " ".join(map(str, range(2, sheet.first + len(sheet.structures))))
    yield f'<cas:View sofa="1" members="{members}"/>'
    yield "</xmi:XMI>\n"


def _tag(type_: str, names: dict[str, str]) -> str:
    package, _, short = type_.rpartition(".")
    return f"{names[package]}:{short}"


def _plain(extents: Extents, tag: str, first: int) -> list[str]:
    """Words or sentences, of which there is nothing to say but where they are."""
    return [
        f'<{tag} xmi:id="{number}" sofa="1" begin="{begin}" end="{end}"/>'
        for number, (begin, end) in enumerate(extents, first)
    ]


def _value(value: Any) -> str:
    if isinstance(value, Reference):
        return str(value.id)
    if isinstance(value, bool):
        return "true" if value else "false"
    return safe_xml.attribute(value) if isinstance(value, str) else repr(value)
