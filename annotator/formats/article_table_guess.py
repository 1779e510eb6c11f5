"""Which column of a stranger's table holds what: told by its name and by what stands in it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

from annotator.formats.kit import dates

FIELDS = ("text", "title", "outlet", "author", "published", "url", "language")
"""What a column can hold; all others become metadata."""

_NAMES: Mapping[str, str] = {
    "text": "text body content fulltext articletext articlebody articlecontent bodytext maintext "
    "story bodyhtml contenthtml contentencoded articlehtml article texte corps contenu "
    "textearticle testo corpo contenuto contenido cuerpo texto corpodotexto conteudo tekst "
    "tresc inhalt volltext artikeltext haupttext beitragstext artikel tekstartykulu inhoud "
    "innehall brodtext brodtekst indhold teksti sisalto 本文 正文 内容 記事 текст "
    "содержание текстстатьи 본문 내용 النص",
    "title": "title headline heading articletitle header hl titel uberschrift ueberschrift "
    "schlagzeile titre titulo titular titolo tytul rubrik tittel overskrift otsikko kop "
    "name subject 标题 題名 タイトル 見出し заголовок 제목 العنوان",
    "outlet": "outlet publisher publishername publication newspaper sourcename source sitename site "
    "media medium mediaoutlet provider quelle zeitung verlag medienname publikation editeur "
    "publicacion fuente medio periodico diario fonte testata giornale veiculo bron krant "
    "zrodlo gazeta kalla tidning avis julkaisu journal domain feed 媒体 来源 新聞 издание "
    "источник",
    "author": "author authors byline bylines writer journalist creator by autor autoren autorin "
    "verfasser auteur auteurs autore autori autora autores redacteur skribent forfattare "
    "forfatter kirjoittaja autorzy 作者 著者 автор 저자",
    "published": "published publishedat publisheddate publishdate publicationdate datepublished "
    "datepublication pubdate date datetime publishtime timestamp datum erschienen "
    "erscheinungsdatum veroffentlicht veroeffentlicht fecha fechapublicacion data "
    "datapubblicazione datapublicacao publicatiedatum dato datapublikacji publicerad "
    "julkaistu created createdat versioncreated time 日期 日付 дата 날짜",
    "url": "url link href permalink weburl articleurl sourceurl canonicalurl canonical weblink "
    "adresse enlace lien uri webadresse 链接 ссылка",
    "language": "language lang languagecode langcode sprache langue idioma lingua taal jezyk sprak "
    "sprog kieli locale 语言 言語 язык",
}
_EMPTY_WORDS = frozenset(("name", "fullname", "full_name", "displayname", "value", "rendered", "label"))
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+")
_CODES = frozenset(
    str.split(
        "en de fr es it nl pt pl sv da no nb nn fi cs sk hu ro bg el tr ru uk ar he fa hi bn ta zh ja "
        "ko vi th id ms ca eu gl hr sr sl et lv lt is ga sq mk eng deu ger fra fre spa ita por nld rus"
    )
)
_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_LEAST_TEXT, _LEAST_IDEOGRAPHS = 80, 30
_CLEARLY = 1.3
"""How many times longer the texts of the longest column are than those of the next, by content alone."""

Values: TypeAlias = Sequence[str]


class TableGuess(NamedTuple):
    """The columns of a table, which of them probably hold what, and its first rows as texts."""

    columns: tuple[str, ...]
    mapping: Mapping[str, str]
    rows: tuple[tuple[str, ...], ...]


def table_key(columns: Sequence[str]) -> str:
    """The same for tables with the same columns, in whatever order."""
    return "\n".join(sorted(set(columns)))


def guess(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> TableGuess:
    """The guess for these columns, from their names and the rows that are given."""
    values = {
        name: [row[at] for row in rows if at < len(row) and row[at].strip()]
        for at, name in enumerate(columns)
    }
    mapping: dict[str, str] = {}
    for field in FIELDS:
        found = _by_name(field, values, mapping)
        if found:
            mapping[field] = found
    for field in FIELDS:
        if field not in mapping and (found := _by_content(field, values, mapping)):
            mapping[field] = found
    ordered = {field: mapping[field] for field in FIELDS if field in mapping}
    return TableGuess(tuple(columns), ordered, tuple(tuple(row) for row in rows))


def _by_name(field: str, values: Mapping[str, Values], taken: Mapping[str, str]) -> str:
    """The column whose name is usual for this; of texts the longest, else the most usual name."""
    usual = {name: number for number, name in enumerate(_NAMES[field].split())}
    found: list[tuple[float, str]] = []
    for column, there in values.items():
        ranks = [usual[name] + 100 * at for at, name in enumerate(_plain(column)) if name in usual]
        rank = min(ranks, default=None)
        if rank is not None and column not in taken.values() and _FITS[field](there):
            found.append((-_length(there) if field == "text" else rank, column))
    return min(found)[1] if found else ""


def _by_content(field: str, values: Mapping[str, Values], taken: Mapping[str, str]) -> str:
    free = {name: there for name, there in values.items() if there and name not in taken.values()}
    if field == "text":
        longest = sorted(free, key=lambda name: -_length(free[name]))
        if not longest or not _is_text(free[longest[0]]):
            return ""
        clearly = len(longest) == 1 or _length(free[longest[0]]) > _CLEARLY * _length(free[longest[1]])
        return longest[0] if clearly else ""
    looks = _LOOKS.get(field)
    return next((name for name, there in free.items() if looks is not None and looks(there)), "")


def _plain(column: str) -> tuple[str, ...]:
    """The column's name as it is looked up: as a whole, its last part, the last word of that.

    Parts that say nothing (`authors.name`, `content.rendered`) leave the word to the part before.
    """
    parts = re.split(r"[./:]", column)
    if len(parts) > 1 and parts[-1].casefold() in _EMPTY_WORDS:
        return (_folded(parts[-2]),)
    last = re.findall(r"[^\W_]+?(?=[A-Z][a-z]|[\W_]|$)", parts[-1])
    word = _folded(last[-1]) if len(last) > 1 else ""
    return (_folded(column), _folded(parts[-1]), "" if word in _EMPTY_WORDS else word)


def _folded(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.replace("ł", "l")).casefold()
    return "".join(sign for sign in folded if sign.isalnum())


def _length(there: Values) -> float:
    return sum(map(len, there)) / len(there) if there else 0.0


def _share(there: Values, holds: Callable[[str], object]) -> float:
    return sum(bool(holds(value)) for value in there) / len(there) if there else 0.0


def _is_text(there: Values) -> bool:
    has_ideographs = _share(there, _IDEOGRAPHS.search) > 0.5
    least = _LEAST_IDEOGRAPHS if has_ideographs else _LEAST_TEXT
    return _length(there) >= least and (
        has_ideographs or _share(there, lambda one: len(one.split()) > 7) > 0.5
    )


def _is_address(there: Values) -> bool:
    return _share(there, lambda one: _ADDRESS.fullmatch(one.strip())) > 0.5


def _is_date(there: Values) -> bool:
    def is_certain(one: str) -> bool:
        return re.match(r"\d{4}-\d\d-\d\d", dates.normalised(one)) is not None

    return _share(there, is_certain) > 0.5


def _is_title(there: Values) -> bool:
    has_words = _share(there, lambda one: len(one.split()) > 2) > 0.5
    return 15 <= _length(there) <= 200 and has_words and len(set(there)) > 0.8 * len(there)


def _is_language(there: Values) -> bool:
    return _share(there, lambda one: one.strip()[:3].strip("-_").casefold() in _CODES) > 0.8


_FITS: Mapping[str, Callable[[Values], bool]] = {
    "text": lambda there: (
        bool(there) and not _is_address(there) and not _share(there, str.isdigit) > 0.5
    ),
    "title": lambda there: _length(there) <= 400,
    "outlet": lambda there: _length(there) <= 200 and not _is_address(there),
    "author": lambda there: _length(there) <= 300,
    "published": lambda there: not there or _share(there, lambda one: re.search(r"\d", one)) > 0.5,
    "url": lambda there: not there or _share(there, lambda one: re.search(r"[/.]", one)) > 0.5,
    "language": lambda there: _length(there) <= 20,
}
_LOOKS: Mapping[str, Callable[[Values], bool]] = {
    "title": _is_title,
    "published": _is_date,
    "url": _is_address,
    "language": _is_language,
}
