"""The choice of the order in which hits are listed; very many are sorted beside the window."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox

from annotator.ui.panels.hit_buttons import NARROWEST
from annotator.ui.panels.hit_orders import AS_FOUND, ORDERS

if TYPE_CHECKING:
    from annotator.model.hit import Hit
    from annotator.ui.panels.hit_list import HitList
    from annotator.ui.panels.search_run import SearchRun

MANY = 10_000
"""So many hits are sorted at once; more of them would keep the window waiting."""


class SearchOrder(QComboBox):
    """Keeps a list in the chosen order."""

    def __init__(self, hits: HitList, run: SearchRun) -> None:
        super().__init__()
        self._hits = hits
        self._run = run
        self.setObjectName("search_order")
        self.setAccessibleName(self.tr("Order of the hits"))
        self.setMinimumWidth(2 * NARROWEST)
        for order, name in ORDERS.items():
            self.addItem(self.tr(name), order)
        self.currentIndexChanged.connect(self._follow)

    @property
    def order(self) -> str:
        """The chosen one of the `ORDERS`."""
        return str(self.currentData())

    def _follow(self) -> None:
        """The order of the text is that in which the project gives its answer."""
        self.sort()
        if self.order == AS_FOUND:
            self._run.ask_anew()

    def sort(self) -> None:
        """Put what is listed in the chosen order."""
        order, hits = self.order, list(self._hits.hits)
        if not self._takes_long(hits):
            self._hits.sort(order)
            return

        def take(ordered: list[Hit]) -> None:
            if self._hits.hits == hits:
                self._hits.replace_hits(ordered, order=order)
            else:
                self.sort()

        self._run.put_in_order(hits, order, take)

    def replace(self, hits: list[Hit]) -> None:
        """List these instead, in the chosen order."""
        if self._takes_long(hits):
            order = self.order
            self._run.put_in_order(hits, order, partial(self._hits.replace_hits, order=order))
        else:
            self._hits.replace_hits(hits)

    def _takes_long(self, hits: list[Hit]) -> bool:
        return self.order != AS_FOUND and len(hits) > MANY
