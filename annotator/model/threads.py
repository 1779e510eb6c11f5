"""Doubts: messages about one span, relation or article as a thread."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from annotator.model.teamwork import Message


@dataclass(frozen=True, slots=True)
class Thread:
    """The messages about one target in the order they were written; there is at least one."""

    messages: tuple[Message, ...]

    @property
    def id(self) -> str:
        """The id of the message that began it, be that still there or not."""
        return self.messages[0].thread

    @property
    def first(self) -> Message:
        """The message that says what it is about."""
        return self.messages[0]

    @property
    def last(self) -> Message:
        """The message that was written last: how the thread stands."""
        return self.messages[-1]

    @property
    def is_settled(self) -> bool:
        """Whether nothing is left to be done about it."""
        return self.last.is_settled

    def concerns(self, annotator: str) -> bool:
        """Whether the annotator has written in it."""
        return any(message.annotator == annotator for message in self.messages)


def threads_of(messages: Iterable[Message]) -> list[Thread]:
    """The threads that these messages make: open ones first, then the one written in last."""
    found: dict[str, list[Message]] = defaultdict(list)
    for message in sorted(messages, key=_order):
        found[message.thread].append(message)
    threads = [Thread(tuple(several)) for several in found.values()]
    threads.sort(key=lambda one: (one.last.created, one.id), reverse=True)
    return sorted(threads, key=lambda one: one.is_settled)


def _order(message: Message) -> tuple[bool, str, str]:
    """The message that began a thread stands first, whatever the clocks said."""
    return (message.id != message.thread, message.created, message.id)
