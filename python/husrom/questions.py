"""What can be asked of an allocation: why it is as it is, and what else there is."""

from __future__ import annotations

import json
import warnings
from collections.abc import Iterable
from typing import Any

from husrom import _native as _engine
from husrom.errors import InterruptedWarning, Language
from husrom.explanation import Explanation, Explanations
from husrom.progress import Progress, answered_line, listener
from husrom.tables import Frozen, Table

__all__ = ["Questions"]


class Questions(Frozen):
    """The questions that an :class:`Allocation` answers, each by its rules or by solving again."""

    __slots__ = ()
    _native: _engine.Allocation

    def why(self, applicant: str, unit: str | None = None, *, time_limit: float | None = None) -> Explanation:
        """Say why a household has its home or none; with a home, why it has that one or not.

        What closes a home is read off the rules. Where nothing does, the round is solved again with the household there.

        Parameters
        ----------
        applicant : str
            The household.
        unit : str, optional
            The home.
        time_limit : float, optional
            Seconds for solving again.

        Returns
        -------
        Explanation

        Raises
        ------
        AllocateError
            No such household or home.

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
        >>> why = forslag.why("S-017", "Sandviken 2")
        >>> why.causes[0]["code"], why.causes[0]["holders"]
        ('exchange', ['S-088'])
        """
        return Explanation(_engine.why(self._native, applicant, unit, time_limit))

    def why_vacant(self, unit: str, *, time_limit: float | None = None) -> Explanation:
        """Say why a home stands empty, or has places left.

        Parameters
        ----------
        unit : str
            The home.
        time_limit : float, optional
            Seconds for solving again.

        Returns
        -------
        Explanation

        Raises
        ------
        AllocateError
            No such home, or it is not vacant.
        """
        return Explanation(_engine.why_vacant(self._native, unit, time_limit))

    def explain(self, *, threads: int | None = None, time_limit: float | None = None, progress: Progress = False) -> Explanations:
        """Say why each household that waits has no home, and why each vacant home stands empty: all at once, on all cores.

        Each is a round to solve, on a thread of its own. The GIL is free while it runs; Ctrl-C ends it, and what is not solved
        then says so.

        Parameters
        ----------
        threads : int, optional
            How many at a time, by default as many as the machine has cores. The answers are the same on any number.
        time_limit : float, optional
            Seconds for each.
        progress : bool or callable
            True prints a line to stderr for each that is answered; a callable is called with each as a dict.

        Returns
        -------
        Explanations
            By household and by home, in a fixed order, and as a table.

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
        >>> husrom.allocate(runde).explain().table().rows()[0]["code"]
        'exchange'
        """
        tell = listener(progress, answered_line)
        explained, interrupted = _engine.explain(self._native, threads=threads, time_limit=time_limit, progress=tell)
        warn_if_interrupted(interrupted)
        return Explanations(explained)

    def prices(
        self,
        *,
        threads: int | None = None,
        time_limit: float | None = None,
        progress: Progress = False,
        language: Language | None = None,
    ) -> Table:
        """Say what each rule that is on costs, and each pair that is kept apart: the round solved without it.

        Parameters
        ----------
        threads : int, optional
            Rounds at a time, by default as many as the machine has cores. The values are the same on any number.
        time_limit : float, optional
            Seconds for each round.
        progress : bool or callable
            True prints a line to stderr for each that is solved; a callable is called with each as a dict.
        language : {"nb", "en"}, optional
            The language of the words in it, by default the round's.

        Returns
        -------
        Table
            A row for each rule, in the office's own words, and each pair: the first level that gains without it and its value
            with and without, how many households would get another answer, and every level that moves. No level: it costs
            nothing. Where `solved` is false the run was ended before.

        Examples
        --------
        >>> import husrom
        >>> runde = husrom.Problem.from_tables(
        ...     sites=[{"id": "Sandviken", "category": "ordinaer", "age_min": 25}],
        ...     units=[{"id": "Sandviken 2", "site": "Sandviken"}],
        ...     applicants=[{"id": "S-017", "class": 1, "situation": "homeless", "age": 22}],
        ...     date="2026-11-24",
        ... )
        >>> for row in husrom.allocate(runde).prices().rows():
        ...     if row["measure"]:
        ...         print(row["rule"], row["label"], row["with"], "→", row["without"])
        age bolig, prioritet 1 0 → 1
        """
        tell = listener(progress, answered_line)
        table, interrupted = _engine.prices(self._native, language, threads=threads, time_limit=time_limit, progress=tell)
        warn_if_interrupted(interrupted)
        return Table(table)

    def reserves(
        self,
        *,
        threads: int | None = None,
        time_limit: float | None = None,
        progress: Progress = False,
        language: Language | None = None,
    ) -> Table:
        """Find a reserve for each home: who gets it if the one it is offered to says no, and everybody else keeps theirs.

        Parameters
        ----------
        threads : int, optional
            Rounds at a time, by default as many as the machine has cores. The reserves are the same on any number.
        time_limit : float, optional
            Seconds for each round.
        progress : bool or callable
            True prints a line to stderr for each that is found; a callable is called with each as a dict.
        language : {"nb", "en"}, optional
            The language of the words in it, by default the round's.

        Returns
        -------
        Table
            A row for each home that is given: who is offered it, and the reserve, if the best round without them gives it to
            anybody. Each has passed the checker. Where `solved` is false the run was ended before.

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
        >>> husrom.allocate(runde).reserves()["reserve"]
        ['S-017']
        """
        tell = listener(progress, answered_line)
        table, interrupted = _engine.reserves(self._native, language, threads=threads, time_limit=time_limit, progress=tell)
        warn_if_interrupted(interrupted)
        return Table(table)

    def smallest_change(
        self, applicant: str, menu: Iterable[tuple[dict[str, Any], int]] | None = None, *, time_limit: float | None = None
    ) -> Explanation:
        """Find the smallest change after which a household is placed in every optimum, whatever the lot.

        Parameters
        ----------
        applicant : str
            The household.
        menu : iterable of (step, price), optional
            The office's own menu, in order: ``({"step": "accept_district", "district": "Årstad"}, 1)``. By default all that could
            be otherwise, each at 1: refusals, demands, consents and unknown facts of the household, soft rules, some more of each
            resource, a home of each kind. Rules that keep people safe are never on it.
        time_limit : float, optional
            Seconds for the whole search; at a limit the answer is that it was not searched to the end.

        Returns
        -------
        Explanation
            One step, or two together; found and confirmed by solving again.

        Raises
        ------
        AllocateError
            The household does not wait, or the menu names what the round does not have.
        TypeError
            The menu is not made of steps with prices.
        """
        steps = None if menu is None else json.dumps([_priced(entry) for entry in menu])
        return Explanation(_engine.smallest_change(self._native, applicant, steps, time_limit))

    def backbone(self, *, time_limit: float | None = None) -> dict[str, Any]:
        """Say what is the same in every optimum, the lot left out, and who is free.

        Parameters
        ----------
        time_limit : float, optional
            Seconds.

        Returns
        -------
        dict
            ``placed`` (applicant to home, or one like it), ``unplaced``, ``free``, the ``levels`` held, and whether it is
            ``complete``. Who is not ready in the round is in none of them.
        """
        backbone: dict[str, Any] = json.loads(_engine.backbone(self._native, time_limit))
        return backbone

    def alternatives(
        self, count: int = 3, tolerances: dict[str, int] | None = None, *, time_limit: float | None = None
    ) -> list[dict[str, Any]]:
        """Find other allocations as good, or nearly, each as different as can be from those before it.

        Parameters
        ----------
        count : int
            How many at most.
        tolerances : dict of str to int, optional
            What each measure may give up, in its own unit; by default nothing. The lot is left out.
        time_limit : float, optional
            Seconds.

        Returns
        -------
        list of dict
            ``placements``, the ``values`` of the levels, and the households for whom it ``differs``.
        """
        within = list((tolerances or {}).items())
        if any(tolerance < 0 for _, tolerance in within):
            raise ValueError("a tolerance is 0 or more")
        found: list[dict[str, Any]] = json.loads(_engine.alternatives(self._native, count, within, time_limit))
        return found


def _priced(entry: object) -> list[Any]:
    """A step of a menu with its price."""
    match entry:
        case (dict() as step, int() as price):
            return [step, price]
    raise TypeError('a menu is made of steps with prices, as in ({"step": "accept_category", "category": "smaahus"}, 1)')


def warn_if_interrupted(interrupted: bool) -> None:
    """Say that Ctrl-C has ended the call that calls this."""
    if interrupted:
        warnings.warn("interrupted: what was not solved says so", InterruptedWarning, stacklevel=3)
