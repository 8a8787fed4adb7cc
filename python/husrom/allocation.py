"""The proposal that comes out of a round."""

from __future__ import annotations

import datetime
import html
from typing import TYPE_CHECKING, Any, final

from husrom import _native as _engine
from husrom.audit import Audit
from husrom.errors import HusromError, Language
from husrom.problem import Problem
from husrom.progress import Progress, answered_line, listener
from husrom.questions import Questions, warn_if_interrupted
from husrom.tables import Table

if TYPE_CHECKING:
    from typing import Protocol

    from husrom.record import Record

    class _Printer(Protocol):
        def text(self, text: str) -> None: ...


__all__ = ["Allocation"]

_MAGIC = b"husrom allocation 1\n"


@final
class Allocation(Questions):
    """A proposal and the problem it answers, immutable: people decide.

    Its tables hold ids and names, in the round's language; :meth:`table` gives them in another. Why it is as it is can be asked:
    :meth:`why`, :meth:`explain` and those beside them.

    Examples
    --------
    >>> import husrom
    >>> runde = husrom.Problem.from_tables(
    ...     sites=[{"id": "Sandviken", "category": "ordinaer"}],
    ...     units=[{"id": "Sandviken 2", "site": "Sandviken"}],
    ...     applicants=[
    ...         {"id": "S-017", "class": 2, "situation": "homeless"},
    ...         {"id": "S-088", "class": 1, "situation": "homeless"},
    ...     ],
    ...     date="2026-11-24",
    ... )
    >>> forslag = husrom.allocate(runde)
    >>> forslag.placements["applicant"], forslag.unplaced["applicant"]
    (['S-088'], ['S-017'])
    """

    __slots__ = ()
    _native: _engine.Allocation

    def __init__(self, native: _engine.Allocation) -> None:
        object.__setattr__(self, "_native", native)

    @classmethod
    def from_json(cls, text: str) -> Allocation:
        """Read an allocation that :meth:`to_json` wrote. It is read, not believed: see :meth:`check` and :func:`husrom.verify`.

        Parameters
        ----------
        text : str
            The JSON text.

        Returns
        -------
        Allocation

        Raises
        ------
        HusromError
            It is no such thing.
        """
        return cls(_engine.Allocation.from_json(text))

    def to_json(self) -> str:
        """The allocation with its problem and certificates, as JSON."""
        return self._native.to_json()

    @property
    def problem(self) -> Problem:
        """The problem it answers."""
        return Problem(self._native.problem)

    @property
    def stopped(self) -> str:
        """Why the engine stopped: ``finished``, ``time_limit``, ``work_limit`` or ``interrupted``."""
        return self._native.stopped

    @property
    def placements(self) -> Table:
        """Who gets which home, from when."""
        return self.table("placements")

    @property
    def unplaced(self) -> Table:
        """Who does not, with the first reason in words."""
        return self.table("unplaced")

    @property
    def vacant(self) -> Table:
        """Homes, and places of shared ones, that nobody holds."""
        return self.table("vacant")

    @property
    def levels(self) -> Table:
        """The goals as levels: value, bound, and how it is proved."""
        return self.table("levels")

    @property
    def composition(self) -> Table:
        """Who lives together under each composition rule, on the fullest date."""
        return self.table("composition")

    @property
    def resources(self) -> Table:
        """What is used of each resource."""
        return self.table("resources")

    @property
    def standing(self) -> Table:
        """What stood against a rule among residents before the round, and stands after."""
        return self.table("standing")

    def table(self, name: str, language: Language | None = None) -> Table:
        """One of the tables.

        Parameters
        ----------
        name : str
            ``placements``, ``unplaced``, ``vacant``, ``levels``, ``composition``, ``resources`` or ``standing``.
        language : {"nb", "en"}, optional
            The language of the words in it, by default the round's.

        Returns
        -------
        Table

        Raises
        ------
        KeyError
            There is no such table.
        """
        return Table(self._native.table(name, language))

    def summary(self, language: Language | None = None) -> str:
        """The round, its levels, and what it comes to, as text.

        Parameters
        ----------
        language : {"nb", "en"}, optional
            By default the round's.
        """
        return self._native.summary(language)

    def check(self) -> bool:
        """Check the placements against the raw problem once more, by code that knows nothing of the solver.

        Returns
        -------
        bool
            True.

        Raises
        ------
        CheckError
            Every fault, if it is not lawful.
        """
        self._native.check()
        return True

    def record(
        self,
        made: str | datetime.datetime | None = None,
        *,
        reasons: bool = False,
        threads: int | None = None,
        time_limit: float | None = None,
        progress: Progress = False,
    ) -> Record:
        """The decision record: this allocation with its problem, options, reasons and certificates, sealed, as one file.

        Parameters
        ----------
        made : str or datetime.datetime, optional
            When it was made, if that is to stand in it; without a time zone. The engine itself asks no clock.
        reasons : bool
            Also why each household has no home and each home stands empty, as :meth:`explain` finds it, in the words for the
            party. Each is a round to solve; the GIL is free meanwhile, and Ctrl-C ends it: what is not solved then says so.
        threads, time_limit, progress
            For the reasons: as in :meth:`explain`.

        Returns
        -------
        Record

        Examples
        --------
        >>> import husrom
        >>> runde = husrom.Problem.from_tables(sites=[], units=[], applicants=[], date="2026-11-24")
        >>> husrom.allocate(runde).record(made="2026-11-24T09:00", reasons=True).made
        '2026-11-24T09:00:00'
        """
        from husrom.record import Record

        moment = made.replace(tzinfo=None).isoformat() if isinstance(made, datetime.datetime) else made
        if not reasons:
            return Record(self._native.record(moment))
        tell = listener(progress, answered_line)
        record, interrupted = _engine.explained_record(
            self._native, moment, threads=threads, time_limit=time_limit, progress=tell
        )
        warn_if_interrupted(interrupted)
        return Record(record)

    def place_now(self, applicant: str, problem: Problem | None = None) -> Allocation:
        """Find the best home today for one household, touching nothing that this allocation gives.

        Parameters
        ----------
        applicant : str
            The household.
        problem : Problem, optional
            The problem with the household added, if it has come since.

        Returns
        -------
        Allocation

        Raises
        ------
        AllocateError
            What this allocation gives cannot hold any more.
        InputError
            The household does not wait in the problem.
        """
        return Allocation(self._native.place_now(applicant, None if problem is None else problem._native))

    def audit(self) -> Audit:
        """Count offers, waiting and fit by group, against the households eligible for anything.

        Returns
        -------
        Audit

        Examples
        --------
        >>> import husrom
        >>> runde = husrom.Problem.from_tables(
        ...     sites=[{"id": "Sandviken", "category": "ordinaer"}],
        ...     units=[{"id": f"Sandviken {n}", "site": "Sandviken"} for n in range(12)],
        ...     applicants=[
        ...         {"id": f"S-{n}", "class": 1 if n < 6 or n > 23 else 2, "situation": "homeless"}
        ...         | {"gender": "woman" if n < 16 else "man"}
        ...         for n in range(30)
        ...     ],
        ...     date="2026-11-24",
        ... )
        >>> revisjon = husrom.allocate(runde).audit()
        >>> for row in revisjon.table("gender").rows():
        ...     print(row["label"], row["offered"], "av", row["eligible"], f"{row['share']:.2f}")
        kvinne 6 av 16 0.38
        mann 6 av 14 0.43
        alle 12 av 30 0.40
        """
        return Audit(_engine.Audit.of(self._native))

    def offered(self) -> Problem:
        """The problem with every placement sent out as a pending offer.

        Returns
        -------
        Problem
            After :meth:`Problem.answer`, solved again, it changes as few of the other offers as it can.

        Examples
        --------
        >>> import husrom
        >>> runde = husrom.Problem.from_tables(
        ...     sites=[{"id": "Sandviken", "category": "ordinaer"}],
        ...     units=[{"id": "Sandviken 2", "site": "Sandviken"}],
        ...     applicants=[
        ...         {"id": "S-017", "class": 2, "situation": "homeless"},
        ...         {"id": "S-088", "class": 1, "situation": "homeless"},
        ...     ],
        ...     date="2026-11-24",
        ... )
        >>> tilbud = husrom.allocate(runde).offered()
        >>> husrom.allocate(tilbud.answer({"S-088": "nei"})).placements["applicant"]
        ['S-017']
        """
        return Problem(self._native.offered())

    def __eq__(self, other: object) -> bool:
        return self._native == other._native if isinstance(other, Allocation) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.summary()

    def __repr__(self) -> str:
        return f"<{self._native.line(None)}>"

    def _repr_pretty_(self, printer: _Printer, cycle: bool) -> None:
        printer.text(repr(self) if cycle else self.summary().rstrip())

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.summary())}</pre>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _allocation, (_MAGIC + self.to_json().encode(),)


def _allocation(data: bytes) -> Allocation:
    """Read back a pickled allocation."""
    if not data.startswith(_MAGIC):
        raise HusromError("an allocation pickled by another version of husrom")
    return Allocation.from_json(data[len(_MAGIC) :].decode())
