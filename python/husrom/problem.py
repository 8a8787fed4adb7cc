"""The problem: what a round is about."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping
from os import PathLike
from typing import Any, final

from husrom import _native as _engine
from husrom import frames
from husrom.errors import Clash, HusromError, Language, _clash
from husrom.frames import ArrowStream, GoalLike, TableLike
from husrom.tables import Frozen, Table

__all__ = ["Problem", "json_schema", "presets", "read"]

_MAGIC = b"husrom problem 1\n"


@final
class Problem(Frozen):
    """An allocation problem: consistent, in canonical order, immutable. Every change gives a new one.

    Made by :func:`husrom.read`, :meth:`from_tables` or :meth:`from_json`.

    Examples
    --------
    >>> import husrom
    >>> runde = husrom.Problem.from_tables(
    ...     sites=[{"id": "Sandviken", "category": "ordinaer"}],
    ...     units=[{"id": "Sandviken 2", "site": "Sandviken"}],
    ...     applicants=[{"id": "S-088", "class": 1, "situation": "homeless"}],
    ...     date="2026-11-24",
    ... )
    >>> runde
    <Problem 2026-11-24: 1 applicants, 1 units, 0 residents>
    """

    __slots__ = ()
    _native: _engine.Problem

    def __init__(self, native: _engine.Problem) -> None:
        object.__setattr__(self, "_native", native)

    @classmethod
    def from_tables(
        cls,
        *,
        sites: TableLike,
        units: TableLike,
        applicants: TableLike,
        date: str | datetime.date,
        persons: TableLike | None = None,
        residents: TableLike | None = None,
        relations: TableLike | None = None,
        resources: TableLike | None = None,
        assessments: TableLike | None = None,
        offers: TableLike | None = None,
        fixings: TableLike | None = None,
        rules: TableLike | None = None,
        goals: Iterable[GoalLike] | ArrowStream | None = None,
        settings: Mapping[str, Any] | TableLike | None = None,
        horizon: str | datetime.date | None = None,
        round_id: str | None = None,
        language: Language | None = None,
        allow_national_ids: bool = False,
    ) -> Problem:
        """Build a problem from tables in memory.

        Each table is anything with the Arrow C stream (pandas, polars, pyarrow, duckdb), a list of dicts, or a dict of lists.
        Headings and values may be in Norwegian or English; ``docs/input.md`` lists them all.

        Parameters
        ----------
        sites, units, applicants : table
            The homes, and the households that wait.
        date : str or datetime.date
            The date of the round.
        persons, residents, relations, resources, assessments, offers, fixings, rules : table, optional
            The rest of what the round is about.
        goals : iterable or table, optional
            The levels, most important first: measures such as ``"housed(1)"``, pairs of measure and tolerance, or rows. By
            default the shipped order.
        settings : mapping or table, optional
            The office's parameters, such as ``{"longest_wait": {1: 90, 2: 180}, "hostel_price": 27000}``.
        horizon : str or datetime.date, optional
            The last date that counts; by default the date.
        round_id : str, optional
            The office's id of the round, by default its date. The lot's seed comes from it.
        language : {"nb", "en"}, optional
            The language of texts, by default bokmål.
        allow_national_ids : bool
            Read columns that hold national identity numbers all the same.

        Returns
        -------
        Problem

        Raises
        ------
        InputError
            Every fault of the tables at once.
        """
        this_round = {"id": round_id, "date": date, "horizon": horizon, "language": language}
        tables = [frames.table("round", [this_round])]
        if settings is not None:
            tables.append(frames.settings(settings))
        given = {
            "sites": sites,
            "units": units,
            "applicants": applicants,
            "persons": persons,
            "residents": residents,
            "relations": relations,
            "resources": resources,
            "assessments": assessments,
            "offers": offers,
            "fixings": fixings,
            "rules": rules,
        }
        tables += [frames.table(name, data) for name, data in given.items() if data is not None]
        if goals is not None:
            tables.append(frames.goals(goals))
        return cls(_engine.Problem.from_tables(tables, allow_national_ids))

    @classmethod
    def from_json(cls, text: str, *, allow_national_ids: bool = False) -> Problem:
        """Read a problem from JSON (see :func:`husrom.json_schema`).

        Parameters
        ----------
        text : str
            The JSON text.
        allow_national_ids : bool
            Read columns that hold national identity numbers all the same.

        Returns
        -------
        Problem

        Raises
        ------
        InputError
            Every fault of the text and its tables at once.
        """
        return cls(_engine.Problem.from_json(text, allow_national_ids))

    def to_json(self) -> str:
        """The problem as JSON: the same problem gives the same text.

        Examples
        --------
        >>> import husrom
        >>> runde = husrom.Problem.from_tables(sites=[], units=[], applicants=[], date="2026-11-24")
        >>> husrom.Problem.from_json(runde.to_json()) == runde
        True
        """
        return self._native.to_json()

    @property
    def round_id(self) -> str:
        """The office's id of the round."""
        return self._native.round_id

    @property
    def date(self) -> datetime.date:
        """The date of the round."""
        return datetime.date.fromisoformat(self._native.date)

    @property
    def horizon(self) -> datetime.date:
        """The last date that counts."""
        return datetime.date.fromisoformat(self._native.horizon)

    @property
    def language(self) -> str:
        """The language of texts: ``"nb"`` or ``"en"``."""
        return self._native.language

    @property
    def levels(self) -> list[str]:
        """The goals as levels, most important first, ``housed(2..)`` written out for the classes of those who wait."""
        return self._native.levels

    def pin(self, applicant: str, unit: str | None = None, *, site: str | None = None, category: str | None = None) -> Problem:
        """Fix an applicant to a unit, or to any home of a site or category.

        Parameters
        ----------
        applicant : str
            The household's pseudonym.
        unit, site, category : str
            Where; exactly one of them.

        Returns
        -------
        Problem
            A new problem; this one is left as it is.

        Raises
        ------
        InputError
            The household or home does not exist, or something fixed before says otherwise.

        Examples
        --------
        >>> import husrom
        >>> runde = husrom.Problem.from_tables(
        ...     sites=[{"id": "Sandviken", "category": "ordinaer"}],
        ...     units=[{"id": "Sandviken 1", "site": "Sandviken"}, {"id": "Sandviken 2", "site": "Sandviken"}],
        ...     applicants=[{"id": "S-088", "class": 1, "situation": "homeless"}],
        ...     date="2026-11-24",
        ... )
        >>> husrom.allocate(runde.pin("S-088", "Sandviken 2")).placements["unit"]
        ['Sandviken 2']
        """
        return self._fixed("pin", applicant, unit, site, category)

    def forbid(self, applicant: str, unit: str | None = None, *, site: str | None = None, category: str | None = None) -> Problem:
        """Rule a unit out for an applicant, or every home of a site or category.

        Parameters
        ----------
        applicant : str
            The household's pseudonym.
        unit, site, category : str
            Where; exactly one of them.

        Returns
        -------
        Problem
            A new problem; this one is left as it is.

        Raises
        ------
        InputError
            The household or home does not exist, or something fixed before says otherwise.
        """
        return self._fixed("ban", applicant, unit, site, category)

    def _fixed(self, kind: str, applicant: str, unit: str | None, site: str | None, category: str | None) -> Problem:
        places = {"unit": unit, "site": site, "category": category}
        given = [(place, of) for place, of in places.items() if of is not None]
        if len(given) != 1:
            raise TypeError("give exactly one of unit, site and category")
        return Problem(self._native.fix(kind, applicant, *given[0]))

    def why_impossible(self) -> Clash | None:
        """Say why what the office has fixed cannot hold together.

        Returns
        -------
        Clash or None
            A smallest set of pins and accepted offers that clash, with the rules that stand between them; None where all can be
            placed.

        Examples
        --------
        >>> import husrom
        >>> runde = husrom.Problem.from_tables(
        ...     sites=[{"id": "Sandviken", "category": "bofellesskap", "gender_rule": "single"}],
        ...     units=[{"id": "Sandviken 1", "site": "Sandviken"}, {"id": "Sandviken 2", "site": "Sandviken"}],
        ...     applicants=[{"id": "S-031", "class": 1, "gender": "woman"}, {"id": "S-088", "class": 1, "gender": "man"}],
        ...     date="2026-11-24",
        ... )
        >>> runde.why_impossible() is None
        True
        >>> clash = runde.pin("S-031", "Sandviken 1").pin("S-088", "Sandviken 2").why_impossible()
        >>> clash.applicants, clash.rules
        (('S-031', 'S-088'), ('single',))
        """
        clash = _engine.why_impossible(self._native)
        return None if clash is None else _clash(clash)

    def answer(self, answers: Mapping[str, str | bool]) -> Problem:
        """Take answers to pending offers.

        Parameters
        ----------
        answers : mapping
            For each household ``"ja"`` or ``"nei"``, ``"yes"`` or ``"no"``, ``"accepted"`` or ``"refused"``, or a bool.

        Returns
        -------
        Problem
            A new problem; solved, it changes as few of the remaining offers as it can.

        Raises
        ------
        InputError
            A household has no pending offer, or several.
        """
        words = {True: "accepted", False: "refused"}
        told = [(household, words[word] if isinstance(word, bool) else word) for household, word in answers.items()]
        return Problem(self._native.answer(told))

    def with_goals(self, goals: Iterable[GoalLike]) -> Problem:
        """Take other goals.

        Parameters
        ----------
        goals : iterable
            The levels, most important first: measures such as ``"housed(1)"``, ``"overdue"``, ``"fit"``, pairs of measure and
            tolerance in its unit, or dicts with ``measure``, ``tolerance`` and ``tolerance_permille``.

        Returns
        -------
        Problem

        Raises
        ------
        InputError
            A measure is not known or occurs twice, or there are none.

        Examples
        --------
        >>> import husrom
        >>> runde = husrom.Problem.from_tables(sites=[], units=[], applicants=[], date="2026-11-24")
        >>> runde.with_goals(["housed(1)", ("fit", 2), "lot"]).levels
        ['housed(1)', 'fit', 'lot']
        """
        return Problem(self._native.with_goals(frames.levels(goals)))

    def __eq__(self, other: object) -> bool:
        return self._native == other._native if isinstance(other, Problem) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        applicants, units, residents = self._native.counts
        return f"<Problem {self.round_id}: {applicants} applicants, {units} units, {residents} residents>"

    def __reduce__(self) -> tuple[Any, ...]:
        return _problem, (_MAGIC + self.to_json().encode(),)


def _problem(data: bytes) -> Problem:
    """Read back a pickled problem."""
    if not data.startswith(_MAGIC):
        raise HusromError("a problem pickled by another version of husrom")
    return Problem.from_json(data[len(_MAGIC) :].decode(), allow_national_ids=True)


def read(path: str | PathLike[str], *, allow_national_ids: bool = False) -> Problem:
    """Read a round from a folder of CSV files, or a JSON file.

    Parameters
    ----------
    path : path
        The folder or file.
    allow_national_ids : bool
        Read columns that hold national identity numbers all the same.

    Returns
    -------
    Problem

    Raises
    ------
    InputError
        Every fault at once, with its table, row, column and advice. Nothing has been changed or skipped.
    """
    return Problem(_engine.Problem.read(path, allow_national_ids))


def json_schema() -> str:
    """The JSON Schema of a round, for :meth:`Problem.from_json`.

    Examples
    --------
    >>> import husrom, json
    >>> isinstance(husrom.json_schema(), str)
    True
    """
    return _engine.json_schema()


def presets(language: Language = "nb") -> Table:
    """The composition rules that the documents give, all of them off until an office turns them on.

    Parameters
    ----------
    language : {"nb", "en"}
        The language of the sentences.

    Returns
    -------
    Table
        Rule, what it says, and its source.

    Examples
    --------
    >>> import husrom
    >>> husrom.presets("en")["rule"][:3]
    ['R16', 'R51', 'R53']
    """
    return Table(_engine.presets(language))
