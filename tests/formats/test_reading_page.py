from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from annotator.errors import FormatError
from annotator.formats import reading_page_writing
from annotator.formats.reading_page_marks import Said, marked
from annotator.jobs.creating import create_project
from annotator.jobs.exporting import export
from annotator.jobs.importing import import_paths
from annotator.model.change import Change, Edit
from annotator.model.fragment import exact_text, normalise
from annotator.model.values import Field, Span, now
from annotator.store.project import Project
from tests.formats import gold
from tests.jobs.random_projects import CODEBOOK, TEXTS, projects
from tests.store.making import fast_folder

SAMPLE = Path(__file__).parents[2] / "resources" / "sample_project.jsonl"


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with create_project(tmp_path / "news.annodb") as project:
        yield project


def page(path: Path) -> Any:
    return html.fromstring(path.read_bytes().decode())


def gold_page(folder: Path, name: str = "gold.html", **options: str) -> Path:
    with gold.gold_project(folder / "gold.annodb") as project:
        export(project, folder / name, format="reading-page", options=options)
    return folder / name


def ids_of(root: Any) -> list[str]:
    return [one.get("id") for one in root.iter() if one.get("id")]


def check_page(root: Any) -> None:
    """Ids are unique, what is pointed at is there, and nothing comes from elsewhere."""
    ids = ids_of(root)
    assert len(ids) == len(set(ids))
    pointed = [one.get("href")[1:] for one in root.iter("a") if one.get("href").startswith("#")]
    pointed += [one.get("aria-describedby") for one in root.iter("mark") if one.get("aria-describedby")]
    assert set(pointed) <= set(ids)
    assert not list(root.iter("script", "img", "link", "iframe", "object", "base"))
    assert not root.xpath("//*[@src or @srcset or @background]")
    assert not re.search(r"@import|url\(", "".join(one.text for one in root.iter("style")))


@st.composite
def texts_with_spans(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(TEXTS)
    ends = st.tuples(st.integers(0, len(text) - 1), st.integers(1, 12))
    spans = []
    for number, pairs in enumerate(draw(st.lists(st.lists(ends, min_size=1, max_size=3), max_size=8))):
        fragments = normalise((start, min(len(text), start + length)) for start, length in pairs)
        spans.append(Span(str(number), "d", "PER", fragments, exact_text(text, fragments), "a"))
    return text, spans


@settings(max_examples=150, deadline=None)
@given(drawn=texts_with_spans())
def test_every_character_stands_in_the_marks_of_its_spans(drawn: tuple[str, list[Span]]) -> None:
    text, spans = drawn
    said = {span.id: Said(f"k{span.id}", f"s{span.id}", f"n{span.id}", "") for span in spans}
    parts = re.split(r"(<[^>]*>)", marked(text, spans, said))
    place, open_marks = 0, list[str]()
    for part in parts:
        if part == "</mark>":
            open_marks.pop()
        elif part.startswith("<mark"):
            open_marks.append(part.split('class="k')[1].split('"')[0].split()[0])
        else:
            for _ in html.fromstring(f"<pre>{part}</pre>").text or "" if "&" in part else part:
                inside = {one.id for one in spans if any(a <= place < b for a, b in one.fragments)}
                assert set(open_marks) == inside
                assert len(open_marks) == len(inside)
                place += 1
    assert (place, open_marks) == (len(text), [])


def test_a_thousand_spans_over_each_other_are_written() -> None:
    spans = [Span(str(n), "d", "PER", normalise([(0, 9)]), "", "a") for n in range(3_000)]
    said = {span.id: Said("l0", f"s{span.id}", f"n{span.id}", "") for span in spans}
    assert marked("A short one.", spans, said).count("<mark") == 3_000


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(changes=projects(), pages=st.sampled_from(["one", "each"]))
def test_any_project_becomes_sound_pages(changes: list[Change], pages: str) -> None:
    with fast_folder() as name:
        with Project.create(Path(name) / "a.annodb", title="<A>", codebook=CODEBOOK) as project:
            project.apply(Edit("fill", tuple(changes), changes[0].register.id, now()))
            out = Path(name) / "out.html"
            export(project, out, format="reading-page", options={"pages": pages})
            documents = len(project.documents())
        found = list(out.iterdir()) if pages == "each" else [out]
        assert len(found) == (documents + 1 if pages == "each" else 1)
        for path in found:
            check_page(page(path))


def test_the_gold_document(tmp_path: Path) -> None:
    root = page(gold_page(tmp_path))
    check_page(root)
    (article,) = root.iter("article")
    (text,) = article.find_class("text")
    assert text.text_content() == gold.TEXT
    assert text.get("lang") == "en"
    reached = [one for one in text.iter("mark") if one.get("tabindex") == "0"]
    assert len(reached) == len(gold.SPANS)
    whole = {one.get("id"): "".join(one.itertext()) for one in reached}
    assert "Ng & <Co>\tdid" in whole.values()
    listed = [" ".join(one.text_content().split()) for one in article.iter("li")]
    assert any(one.startswith("Person Zoë NgZoë Ng (Q42)← speaker: “Prices rose") for one in listed)
    assert any('Check with "stats" office' in one and "Check-worthy: yes" in one for one in listed)
    legend = [one.text_content().strip() for one in root.find_class("legend")[0].iter("mark")]
    assert legend == [one["name"] for one in gold.CODEBOOK["labels"]]


def test_colours_are_the_codebooks_light_and_dark(project: Project, tmp_path: Path) -> None:
    import_paths(project, [SAMPLE])
    export(project, tmp_path / "a.html", format="reading-page")
    (style,) = page(tmp_path / "a.html").iter("style")
    first = next(iter(project.codebook().labels.values())).colour
    light, dark = style.text.split("@media screen and (prefers-color-scheme:dark)")
    assert f".l0{{--f:{first['light']['fill']}" in light
    assert f".l0{{--f:{first['dark']['fill']}" in dark
    assert "@media print" in style.text


def test_the_sample_is_whole(project: Project, tmp_path: Path) -> None:
    import_paths(project, [SAMPLE])
    export(project, tmp_path / "a.html", format="reading-page")
    root = page(tmp_path / "a.html")
    check_page(root)
    shown = [one.find_class("text")[0].text_content() for one in root.iter("article")]
    assert shown == [project.text(one.id) for one in project.documents()]
    assert [one.findtext("header/h2") for one in root.iter("article")] == [
        one.title for one in project.documents()
    ]


def test_pages_lead_to_each_other(project: Project, tmp_path: Path) -> None:
    import_paths(project, [SAMPLE])
    export(project, tmp_path / "pages", format="reading-page", options={"pages": "each"})
    links = [one.get("href") for one in page(tmp_path / "pages" / "index.html").iter("a")]
    assert len(links) == len(set(links)) == len(project.documents())
    for link in links:
        root = page(tmp_path / "pages" / link)
        check_page(root)
        assert root.xpath("//a[@href='index.html']")


def test_notes_can_stay_at_home(tmp_path: Path) -> None:
    path = gold_page(tmp_path, notes="no")
    assert "crosses s3" not in path.read_text("utf-8")


def test_signs_of_html_are_only_text(tmp_path: Path) -> None:
    nasty = '</title><script>alert("1")</script>&amp;'
    with gold.gold_project(tmp_path / "gold.annodb") as project:
        (document,) = project.documents()
        before = Field("document", document.id, "title", document.title)
        said = Change(before, Field("document", document.id, "title", nasty))
        person = Change(None, Field("document", document.id, "note", nasty))
        project.apply(Edit("say", (said, person), gold.ADA, now()))
        export(project, tmp_path / "a.html", format="reading-page")
    root = page(tmp_path / "a.html")
    check_page(root)
    assert root.findtext(".//h2") == nasty


def test_control_characters_are_counted(project: Project, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(
        b"A plain text that has a bell \x07 in it.\n" + b"All else is well. " * 20
    )
    import_paths(project, [tmp_path / "a.txt"])
    report = export(project, tmp_path / "a.html", format="reading-page")
    assert [(total.kind.what, total.number) for total in report.totals] == [("characters", 1)]
    assert "\ufffd" in (tmp_path / "a.html").read_text("utf-8")


def test_too_large_a_page_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading_page_writing, "LARGEST", 5_000)
    with pytest.raises(FormatError, match="too many for one page") as caught:
        gold_page(tmp_path)
    assert "pages=each" in caught.value.hint
    assert [path.name for path in tmp_path.glob("*.html*")] == []
