"""The feedback of one annotator as a page that any browser shows: no scripts, nothing from elsewhere."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from annotator.model.values import Relation, Span
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Sequence

    from annotator.jobs.feedback import ArticleFeedback
    from annotator.model.adjudication import Annotation, Case
    from annotator.model.adjudication_feedback import Difference

_AROUND = 70
"""So many characters stand before and after the words."""
_MARKS = frozenset('“”„«»‘’"')
"""Words that begin with one of these need no further quotation marks."""
_KINDS = {
    "missing": "You have nothing here",
    "extra": "Nothing is gold here",
    "label": "Another label",
    "edge": "Other edges",
    "attribute": "Other attributes",
    "relation": "Another relation",
}
_STYLE = """\
:root { color-scheme: light dark; }
body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; } h2 { font-size: 1.15rem; margin-top: 2.5rem; }
section { border: 1px solid #8888; border-radius: 8px; padding: .6rem 1rem; margin: .8rem 0; }
section h3 { font-size: 1rem; margin: 0 0 .3rem; }
blockquote { font-family: Georgia, serif; margin: .4rem 0; padding-left: .8rem; }
blockquote { border-left: 3px solid #8888; }
mark { background: #ffe08a; color: #000; padding: 0 .1em; }
dl { display: grid; grid-template-columns: 6rem 1fr; gap: .1rem .8rem; margin: .4rem 0; }
dt { opacity: .75; } dd { margin: 0; } .none { font-style: italic; }
"""


def page_of(name: str, project: str, articles: Sequence[ArticleFeedback], *, agreed: int) -> str:
    """The whole page; everything that people have written is escaped."""
    number = sum(len(one.differences) for one in articles)
    title = f"Feedback for {name}"
    parts = [
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\';'
        " style-src 'unsafe-inline'\">",
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{escape(title)}</h1>",
        f"<p>{escape(project)}: {counted(len(articles), 'decided article')}. "
        f"{counted(agreed, 'span')} of yours became gold as they are; "
        f"{counted(number, 'place')} {'was' if number == 1 else 'were'} decided otherwise.</p>",
        *_reasons(articles),
    ]
    for article in articles:
        if article.differences:
            parts.append(f'<h2 dir="auto">{escape(article.title or "Untitled")}</h2>')
            parts += [_section(article, one) for one in article.differences]
    return "\n".join([*parts, "</body></html>", ""])


def _reasons(articles: Sequence[ArticleFeedback]) -> list[str]:
    """How often which reason was given."""
    counts: dict[str, int] = {}
    for article in articles:
        for one in article.differences:
            if one.decision.reason:
                counts[one.decision.reason] = counts.get(one.decision.reason, 0) + 1
    ranked = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    rows = [f"<li>{escape(reason)}: {number}</li>" for reason, number in ranked]
    return ["<ul>", *rows, "</ul>"] if rows else []


def _section(article: ArticleFeedback, one: Difference) -> str:
    decision, case = one.decision, article.case
    rows = [
        ("Yours", _in_words(article, one.hers) if one.hers is not None else None),
        ("Decided", "; ".join(_in_words(article, gold) for gold in one.gold) or None),
    ]
    if decision.people and one.gold and decision.outcome != "edited":
        rows.append(("Had it so", f"{one.support} of {decision.people}"))
    for term, words in (("Reason", decision.reason), ("Comment", decision.comment)):
        if words:
            rows.append((term, words))
    said = "".join(_row(term, words) for term, words in rows)
    return (
        f"<section><h3>{_KINDS[one.kind]}</h3>"
        f'<blockquote dir="auto">{_context(case.text, one)}</blockquote><dl>{said}</dl></section>'
    )


def _row(term: str, words: str | None) -> str:
    kind = ' class="none"' if words is None else ""
    return f'<dt>{term}</dt><dd{kind} dir="auto">{escape(words or "nothing")}</dd>'


def _context(text: str, one: Difference) -> str:
    """The words in what stands around them."""
    first, last = max(0, one.start - _AROUND), min(len(text), one.end + _AROUND)
    before, words, after = text[first : one.start], text[one.start : one.end], text[one.end : last]
    dots = ("… " if first else "", " …" if last < len(text) else "")
    return f"{dots[0]}{escape(before)}<mark>{escape(words)}</mark>{escape(after)}{dots[1]}"


def _in_words(article: ArticleFeedback, value: Annotation) -> str:
    case, book = article.case, article.case.codebook
    if isinstance(value, Relation):
        kind = book.relation_types.get(value.label)
        ends = [case.gold_spans.get(one) or case.spans.get(one) for one in (value.from_id, value.to_id)]
        words = " → ".join(_quoted(one) for one in ends if one is not None)
        said = f"{kind.name if kind is not None else value.label}: {words}"
    else:
        said = f"{book.label(value.label).name}: {_quoted(value)}"
    shown = [f"{_name(case, key)} {part}" for key, part in sorted(value.attributes.items())]
    entity = article.entities.get(value.entity or "") if isinstance(value, Span) else None
    if entity is not None:
        shown.append(f"entity {entity}")
    return f"{said} ({', '.join(shown)})" if shown else said


def _name(case: Case, attribute: str) -> str:
    known = case.codebook.attributes.get(attribute)
    return known.name if known is not None else attribute


def _quoted(span: Span) -> str:
    """The words in quotation marks, unless they have their own."""
    line = _line(span)
    return line if line[:1] in _MARKS else f"“{line}”"


def _line(span: Span) -> str:
    return " ".join(span.text.replace("\u241f", " […] ").split())
