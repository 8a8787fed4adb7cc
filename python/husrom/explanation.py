"""Why: each answer with causes that were computed, in words and as data."""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, final

from husrom import _native as _engine
from husrom.errors import HusromError, Language
from husrom.problem import Problem
from husrom.tables import Frozen, Table

if TYPE_CHECKING:
    from typing import Protocol

    class _Printer(Protocol):
        def text(self, text: str) -> None: ...


__all__ = ["Explanation", "Explanations"]

_MAGIC = "husrom explanation 1"

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
        return f"<{self.text().splitlines()[0]}>"

    def _repr_pretty_(self, printer: _Printer, cycle: bool) -> None:
        printer.text(repr(self) if cycle else self.text())

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.text())}</pre>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _explanation, (_MAGIC, Problem(self._native.problem), self._native.told())


@final
class Explanations(Frozen):
    """Why each household that waits has no home, and why each vacant home stands empty; immutable.

    Made by :meth:`Allocation.explain`. It goes through the explanations in order: households, then homes.

    Examples
    --------
    >>> import husrom
    >>> runde = husrom.Problem.from_tables(
    ...     sites=[{"id": "Sandviken", "category": "ordinaer", "age_min": 25}],
    ...     units=[{"id": "Sandviken 2", "site": "Sandviken"}],
    ...     applicants=[{"id": "S-017", "class": 2, "situation": "homeless", "age": 22}],
    ...     date="2026-11-24",
    ... )
    >>> svar = husrom.allocate(runde).explain()
    >>> print(svar.households["S-017"])
    S-017 får ingen bolig i denne runden. 0 av 1 bolig i spill kunne passe.
    – Alderen er utenfor boligens aldersgrenser: 1 av 1 bolig.
    >>> svar.homes["Sandviken 2"].causes[0]["code"]
    'impossible'
    """

    __slots__ = ()
    _native: _engine.Explanations

    def __init__(self, native: _engine.Explanations) -> None:
        object.__setattr__(self, "_native", native)

    @property
    def households(self) -> dict[str, Explanation]:
        """Why each household has no home, by household."""
        return {applicant: Explanation(why) for applicant, _, why in self._native.all() if applicant is not None}

    @property
    def homes(self) -> dict[str, Explanation]:
        """Why each vacant home stands empty, by unit."""
        return {unit: Explanation(why) for _, unit, why in self._native.all() if unit is not None}

    def table(self, language: Language | None = None, reader: Reader = "office") -> Table:
        """All of it as a table: a row for each household, then for each home.

        Parameters
        ----------
        language : {"nb", "en"}, optional
            The language of the words in it, by default the round's.
        reader : {"office", "party"}
            For whom the reasons are written.

        Returns
        -------
        Table
            The household or the home, the code of the deciding cause, how many homes or households were considered and how many
            of them are open, and the reason in words.
        """
        return Table(self._native.table(language, reader))

    def __iter__(self) -> Iterator[Explanation]:
        return iter([Explanation(why) for _, _, why in self._native.all()])

    def __len__(self) -> int:
        return len(self._native.all())

    def __eq__(self, other: object) -> bool:
        return list(self) == list(other) if isinstance(other, Explanations) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<Explanations of {len(self.households)} households and {len(self.homes)} homes>"

    def __str__(self) -> str:
        return "\n\n".join(str(explanation) for explanation in self)

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(str(self))}</pre>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _explanations, (_MAGIC, Problem(self._native.problem), self._native.told())


def _explanation(magic: str, problem: Problem, told: str) -> Explanation:
    """Read back a pickled explanation."""
    if magic != _MAGIC:
        raise HusromError("an explanation pickled by another version of husrom")
    return Explanation(_engine.Explanation.read(problem._native, told))


def _explanations(magic: str, problem: Problem, told: str) -> Explanations:
    """Read back pickled explanations."""
    if magic != _MAGIC:
        raise HusromError("explanations pickled by another version of husrom")
    return Explanations(_engine.Explanations.read(problem._native, told))
