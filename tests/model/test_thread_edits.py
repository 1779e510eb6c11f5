from __future__ import annotations

from dataclasses import replace

import pytest

from annotator.errors import UserError
from annotator.model import thread_edits
from annotator.model.change import Edit
from annotator.model.fragment import Fragment
from annotator.model.teamwork import Message
from annotator.model.threads import Thread, threads_of
from annotator.model.values import Document, Field, Relation, Span

SPAN = Span("s1", "d1", "PER", (Fragment(0, 3),), "Ada", "mia")
RELATION = Relation("r1", "d1", "speaker", "s1", "s2", "mia")
ARTICLE = Document("d1", "The ferry", 10, "x")


def message_of(edit: Edit) -> Message:
    (change,) = edit.changes
    assert isinstance(change.after, Field)
    assert isinstance(change.after.value, dict)
    return Message.of(change.after.id, change.after.value)


def begun(text: str = "A name?") -> Thread:
    (thread,) = threads_of([message_of(thread_edits.begin_thread(SPAN, text, by="mia"))])
    return thread


@pytest.mark.parametrize(
    ("about", "kind", "quoted"),
    [(SPAN, "span", "Ada"), (RELATION, "relation", "speaker"), (ARTICLE, "document", "The ferry")],
)
def test_a_doubt_quotes_what_it_is_about(
    about: Span | Relation | Document, kind: str, quoted: str
) -> None:
    message = message_of(thread_edits.begin_thread(about, " Sure? ", by="mia"))
    assert (message.target_kind, message.target, message.quoted) == (kind, about.id, quoted)
    assert (message.document_id, message.text, message.thread) == ("d1", "Sure?", message.id)


def test_a_long_quotation_is_cut() -> None:
    long = replace(SPAN, text="word " * 200)
    assert len(message_of(thread_edits.begin_thread(long, "?", by="mia")).quoted) == 400


def test_a_reply_goes_on_and_a_word_opens_what_was_settled() -> None:
    thread = begun()
    settled = message_of(thread_edits.reply(thread, "Yes.", by="bo", settles=True))
    thread = Thread((*thread.messages, settled))
    assert thread.is_settled
    assert settled.thread == thread.id
    again = message_of(thread_edits.reply(thread, "But no.", by="mia"))
    assert not Thread((*thread.messages, again)).is_settled


def test_a_reply_stands_behind_what_it_answers_whatever_the_clock_says() -> None:
    first = replace(begun().first, created="2099-01-01T10:00:00.000Z")
    answer = message_of(thread_edits.reply(Thread((first,)), "Yes.", by="bo"))
    assert answer.created == "2099-01-01T10:00:00.001Z"


def test_settling_needs_no_words_and_happens_once() -> None:
    thread = begun()
    settled = message_of(thread_edits.set_settled(thread, True, by="bo"))
    assert settled.text == ""
    thread = Thread((*thread.messages, settled))
    assert thread_edits.set_settled(thread, True, by="bo").changes == ()
    assert message_of(thread_edits.set_settled(thread, False, by="bo")).is_settled is False


def test_open_threads_come_first_and_then_the_latest() -> None:
    def one(id_: str, created: str, *, is_settled: bool = False) -> Message:
        return Message(id_, id_, "d1", "span", "s1", "mia", "?", is_settled, "", created)

    messages = [one("a", "2026-01-01"), one("b", "2026-01-02"), one("c", "2026-01-03", is_settled=True)]
    assert [thread.id for thread in threads_of(messages)] == ["b", "a", "c"]


def test_a_message_without_words_is_refused() -> None:
    with pytest.raises(UserError, match="needs some words"):
        thread_edits.begin_thread(SPAN, "  ", by="mia")


def test_only_ones_own_words_can_be_taken_back() -> None:
    message = begun().first
    assert thread_edits.remove_message(message, by="mia").changes[0].after is None
    with pytest.raises(UserError, match="Only who wrote"):
        thread_edits.remove_message(message, by="bo")
