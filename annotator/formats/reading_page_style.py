"""How the page for readers looks: light and dark, on screen and on paper."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from annotator.formats.reading_page_marks import DEEPEST

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from annotator.model.codebook import Label

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_PLAIN = {
    "light": {"fill": "#DDDDDD", "text": "#111111", "edge": "#767676"},
    "dark": {"fill": "#44474D", "text": "#F5F5F5", "edge": "#8B8F97"},
}
_SHAPES = {
    "fill": "fill",
    "box": "box",
    "underline-solid": "solid",
    "underline-dashed": "dashed",
    "margin-bar": "bar",
}

_PAGE = """
:root{color-scheme:light dark;--page:#fff;--ink:#16181d;--quiet:#5a5f6a;--rule:#d5d8de;--panel:#f5f6f8;
--link:#0b57a4}
@media (prefers-color-scheme:dark){:root{--page:#1e1f22;--ink:#e8e9ec;--quiet:#a5abb7;--rule:#3b3e45;
--panel:#27292e;--link:#8ec1ff}}
*{box-sizing:border-box}
body{margin:0 auto;max-width:84rem;padding:1.5rem;background:var(--page);color:var(--ink);
font:1rem/1.5 system-ui,sans-serif}
h1{font-size:1.6rem;margin:0}h2{font-size:1.35rem;margin:0 0 .25rem;overflow-wrap:anywhere}
h3{font-size:.95rem;margin:0 0 .5rem}
a{color:var(--link)}.quiet{color:var(--quiet);margin:.25rem 0}
:focus-visible{outline:3px solid var(--link);outline-offset:2px}
.legend{position:sticky;top:0;z-index:2;background:var(--page);border-block:1px solid var(--rule);
margin:1rem 0;padding:.4rem 0;max-height:30vh;overflow:auto}
.legend p{margin:.15rem 0}.legend label{display:inline-block;cursor:pointer;margin-inline-end:.8rem}
.legend input{vertical-align:middle;margin:0 .15rem 0 0}
.contents{margin:1rem 0}.contents ol{columns:22rem;margin:.5rem 0}.contents li{overflow-wrap:anywhere}
article{padding:2rem 0;border-top:1px solid var(--rule);content-visibility:auto;
contain-intrinsic-size:auto 60rem;scroll-margin-top:6rem}
article>header{margin-bottom:1rem}
.columns{display:grid;grid-template-columns:minmax(0,42rem) minmax(16rem,1fr);gap:0 2.5rem}
.text{white-space:pre-wrap;overflow-wrap:anywhere;font:1.1rem/2.1 Georgia,'Times New Roman',serif}
.list{font-size:.88rem;min-width:0}.list ol{margin:0;padding:0;list-style:none}
.list li{padding:.45rem .5rem;border-top:1px solid var(--rule);overflow-wrap:anywhere;
scroll-margin-top:7rem}
.list p{margin:.15rem 0}.note{white-space:pre-wrap;font-style:italic}
li:target,mark:target{outline:3px solid var(--link);outline-offset:2px}
mark{background:none;color:inherit;position:relative;scroll-margin-top:7rem;
-webkit-box-decoration-break:clone;box-decoration-break:clone}
.fill{background:var(--f);color:var(--t);border-radius:2px}
.box{box-shadow:inset 0 0 0 1.5px var(--e);border-radius:2px}
.solid{border-bottom:3px solid var(--e)}.dashed{border-bottom:3px dashed var(--e)}
.bar{border-inline-start:3px solid var(--e);padding-inline-start:5px}
.text mark:is(:hover,:focus):not(:has(mark:is(:hover,:focus)))::after{content:attr(data-tip);
position:absolute;left:0;top:100%;z-index:3;width:max-content;max-width:24rem;padding:.5rem .65rem;
background:var(--panel);color:var(--ink);border:1px solid var(--rule);border-radius:4px;
box-shadow:0 4px 14px #0004;font:.85rem/1.4 system-ui,sans-serif;white-space:pre-line}
body:has(#lists:not(:checked)) .list{display:none}
body:has(#lists:not(:checked)) .columns{grid-template-columns:minmax(0,46rem)}
@media (max-width:60rem){.columns{grid-template-columns:minmax(0,1fr)}.list{margin-top:1.5rem}
.legend{position:static}}
@media (prefers-reduced-motion:no-preference){html{scroll-behavior:smooth}}
@media print{:root{--page:#fff;--ink:#000;--quiet:#444;--rule:#bbb;--panel:#fff;--link:#000}
body{max-width:none;padding:0;font-size:10pt}.legend{position:static;max-height:none}
.legend input,.contents,.tools{display:none}article{content-visibility:visible;
break-before:page}.columns{display:block}.list{margin-top:1rem}.list li{break-inside:avoid}
mark{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.text mark::after{display:none!important}a{text-decoration:none}}
"""


def style(labels: Sequence[Label]) -> str:
    """The style sheet for these labels; the nth has the class `ln`, its box the id `tn`."""
    rules = [" ".join(_PAGE.split("\n")).strip(), *_depths(), *_labels(labels, "light")]
    dark = "".join(_labels(labels, "dark"))
    rules.append(f"@media screen and (prefers-color-scheme:dark){{{dark}}}")
    for number in range(len(labels)):
        hidden = f"body:has(#t{number}:not(:checked)) .text .l{number}"
        rules.append(f"{hidden}{{background:none;color:inherit;border:0;box-shadow:none;padding:0}}")
        rules.append(f"body:has(#t{number}:not(:checked)) li.l{number}{{display:none}}")
    return "\n".join(rules)


def classes(label: Label, number: int) -> str:
    """The classes of an element that shows this label."""
    return f"l{number} {_SHAPES.get(label.style, 'fill')}"


def _depths() -> Iterator[str]:
    """Marks that hold others leave room below them, so that all lines can be seen."""
    for depth in range(1, DEEPEST + 1):
        yield f".d{depth}{{padding-bottom:{depth * 4}px}}.fill.d{depth}{{padding-block:{depth * 3}px}}"


def _labels(labels: Sequence[Label], theme: str) -> Iterator[str]:
    for number, label in enumerate(labels):
        said = label.colour.get(theme, {})
        plain = _PLAIN[theme]
        fill, text = (_colour(said.get(role), plain[role]) for role in ("fill", "text"))
        edge = _colour(said.get("line"), _colour(said.get("edge"), plain["edge"]))
        yield f".l{number}{{--f:{fill};--t:{text};--e:{edge}}}"


def _colour(said: object, otherwise: str) -> str:
    return said if isinstance(said, str) and _COLOUR.fullmatch(said) else otherwise
