"""Doubts, assignments, decisions and saved queries of an import: those that the project lacks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.model.change import Change
from annotator.model.wording import counted

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from annotator.formats.format import Article
    from annotator.jobs.names import Names
    from annotator.model.decisions import Decision, Unification
    from annotator.model.teamwork import Assignment, Message, SavedQuery
    from annotator.store.project import Project


class Sharing:
    """Knows what people of the project share, and what has come so far."""

    def __init__(self, project: Project, names: Names) -> None:
        self._names = names
        messages = project.messages()
        self._messages = {message.id for message in messages}
        self._words = {_words(message) for message in messages}
        self._assigned = {(one.document_id, one.annotator) for one in project.assignments()}
        self._queries = {query.id for query in project.saved_queries()}
        self._texts = {(query.name, query.text) for query in project.saved_queries()}
        self._decided = {one.id for one in project.decisions()}
        self._unified = {one.id for one in project.unifications()}
        self.messages = 0
        self.assignments = 0
        self.decisions = 0
        self.queries = 0

    def query_changes(self, query: SavedQuery) -> Iterator[Change]:
        """Add a saved query, if the project does not have it."""
        if query.id in self._queries or (query.name, query.text) in self._texts:
            return
        self._queries.add(query.id)
        self._texts.add((query.name, query.text))
        self.queries += 1
        yield from self._names.named_person_changes(query.annotator)
        said = replace(query, annotator=self._names.person(query.annotator))
        yield Change(None, said.as_field())

    def unification_changes(self, said: Unification) -> Iterator[Change]:
        """Add that two things are one, or not, if nobody has said anything of them."""
        if said.id not in self._unified:
            self._unified.add(said.id)
            yield from self._names.named_person_changes(said.annotator)
            by = self._names.person(said.annotator) if said.annotator else ""
            yield Change(None, replace(said, annotator=by).as_field())

    @property
    def brought_of_articles(self) -> int:
        """How much has come that is said of articles."""
        return self.messages + self.assignments + self.decisions

    def article_changes(self, article: Article, ids: Mapping[str, str]) -> Iterator[Change]:
        """Add what is said of an article; `ids` are those of its spans and relations in the project."""
        for message in article.messages:
            yield from self._message(message, ids)
        for assignment in article.assignments:
            yield from self._assignment(assignment)
        for decision in article.decisions:
            yield from self._decision(decision, ids)

    def said(self) -> tuple[str, ...]:
        """How much has come, in words."""
        numbers = (
            (self.messages, "message", ""),
            (self.assignments, "assignment", ""),
            (self.decisions, "decision", ""),
            (self.queries, "saved query", "saved queries"),
        )
        return tuple(counted(number, *words) for number, *words in numbers if number)

    def _message(self, message: Message, ids: Mapping[str, str]) -> Iterator[Change]:
        if message.id in self._messages:
            return
        yield from self._names.named_person_changes(message.annotator)
        said = replace(
            message,
            target=ids.get(message.target, message.target),
            annotator=self._names.person(message.annotator),
        )
        if _words(said) in self._words:
            return
        self._messages.add(said.id)
        self._words.add(_words(said))
        self.messages += 1
        yield Change(None, said.as_field())

    def _assignment(self, assignment: Assignment) -> Iterator[Change]:
        for name in (assignment.annotator, assignment.by):
            yield from self._names.named_person_changes(name)
        annotator = self._names.person(assignment.annotator)
        key = (assignment.document_id, annotator)
        if key not in self._assigned:
            self._assigned.add(key)
            self.assignments += 1
            by = self._names.person(assignment.by)
            yield Change(None, replace(assignment, annotator=annotator, by=by).as_field())

    def _decision(self, decision: Decision, ids: Mapping[str, str]) -> Iterator[Change]:
        """Add a decision that the project lacks; it names annotations as the project does."""
        if decision.id in self._decided:
            return
        self._decided.add(decision.id)
        self.decisions += 1
        yield from self._names.named_person_changes(decision.annotator)
        said = replace(
            decision,
            annotator=self._names.person(decision.annotator) if decision.annotator else "",
            members=tuple(ids.get(one, one) for one in decision.members),
            chosen=tuple(ids.get(one, one) for one in decision.chosen),
            gold=tuple(ids.get(one, one) for one in decision.gold),
            seen={ids.get(id_, id_): text for id_, text in decision.seen.items()},
        )
        yield Change(None, said.as_field())


def _words(message: Message) -> tuple[str, ...]:
    """What makes two messages without ids of their own the same."""
    settled = "settled" if message.is_settled else ""
    return (message.target, message.annotator, message.text, message.created, settled)
