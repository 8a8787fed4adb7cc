"""Why: each answer with causes that were computed, in words and as data."""

from __future__ import annotations

import html
import json
from typing import Any, Literal, final

from husrom import _native as _engine
from husrom.errors import Language
from husrom.tables import Frozen

__all__ = ["Explanation"]

Reader = Literal["office", "party"]


@final
class Explanation(Frozen):
    """Why a household has its home or none, why a home stands empty, or what would have to be otherwise.

    Made by :meth:`Allocation.why`, :meth:`Allocation.why_vacant` and :meth:`Allocation.smallest_change`. Printed, it is the text
    for the office, in the round's language.
    """

    __slots__ = ()
    _native: _engine.Explanation

    def __init__(self, native: _engine.Explanation) -> None:
        object.__setattr__(self, "_native", native)

    @property
    def data(self) -> dict[str, Any]:
        """The typed answer: what was asked, what is closed by what, and the causes, the deciding one first."""
        data: dict[str, Any] = json.loads(self._native.to_json())
        return data

    @property
    def causes(self) -> list[dict[str, Any]]:
        """The causes, each with its ``code``; none for a smallest change."""
        causes: list[dict[str, Any]] = self.data.get("causes", [])
        return causes

    def text(self, language: Language | None = None, reader: Reader = "office") -> str:
        """The explanation in words.

        Parameters
        ----------
        language : {"nb", "en"}, optional
            By default the round's.
        reader : {"office", "party"}
            The office reads whom it hangs on, by pseudonym. A party reads its own facts, and fixed phrases about others.
        """
        return self._native.text(language, reader)

    def draft(self, change: Explanation | None = None, language: Language | None = None) -> str:
        """A draft of the reasons that go with the decision (*begrunnelse*), in the words for the party, to be edited and signed.

        Parameters
        ----------
        change : Explanation, optional
            The smallest change, to be told with it.
        language : {"nb", "en"}, optional
            By default the round's.
        """
        return self._native.draft(language, None if change is None else change._native)

    def __eq__(self, other: object) -> bool:
        return self.data == other.data if isinstance(other, Explanation) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return self.text()

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.text())}</pre>"
