"""A worked example: the same round home by home, beside which the joint round is read."""

from __future__ import annotations

from typing import Any, Literal, final

from husrom import _native as _engine
from husrom.allocation import Allocation
from husrom.errors import Language
from husrom.problem import Problem
from husrom.tables import Frozen, Table

__all__ = ["OneByOne", "one_by_one"]

Scheme = Literal["waiting_time", "priority", "lot"]


@final
class OneByOne(Frozen):
    """A round worked home by home, immutable. It is an example, not claimed to be anyone's practice.

    Examples
    --------
    >>> import husrom
    >>> runde = husrom.Problem.from_tables(
    ...     sites=[{"id": "Nyhavn", "category": "smaahus"}],
    ...     units=[{"id": "Nyhavn 1", "site": "Nyhavn"}],
    ...     applicants=[{"id": "S-104", "class": 1, "situation": "homeless"}],
    ...     date="2026-11-24",
    ... )
    >>> husrom.one_by_one(runde)
    <Regneeksempel, bolig for bolig (ventetid): 1 får bolig>
    """

    __slots__ = ()
    _native: _engine.OneByOne

    def __init__(self, native: _engine.OneByOne) -> None:
        object.__setattr__(self, "_native", native)

    @property
    def problem(self) -> Problem:
        """The problem."""
        return Problem(self._native.problem)

    @property
    def scheme(self) -> str:
        """How the candidates were ranked: ``waiting_time``, ``priority`` or ``lot``."""
        return self._native.scheme

    @property
    def placements(self) -> Table:
        """Who got which home, with the turn of the home and how many candidates it then had; neither for what was fixed."""
        return self.table("placements")

    @property
    def levels(self) -> Table:
        """The goals as levels, with the values that the independent checker derives."""
        return self.table("levels")

    def table(self, name: str, language: Language | None = None) -> Table:
        """One of the tables.

        Parameters
        ----------
        name : str
            ``placements`` or ``levels``.
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

    def compare(self, allocation: Allocation, language: Language | None = None) -> Table:
        """Lay it beside a joint round of the same problem.

        Parameters
        ----------
        allocation : Allocation
            The joint round.
        language : {"nb", "en"}, optional
            The language of the words in it, by default the round's.

        Returns
        -------
        Table
            Households that get a home, then each level in order. `gain` is what deciding jointly gains, in the measure's own
            direction: more than 0 is better.

        Raises
        ------
        CheckError
            The allocation answers another problem, in which these placements are not lawful.
        """
        return Table(self._native.compare(allocation._native, language))

    def __eq__(self, other: object) -> bool:
        return self._native == other._native if isinstance(other, OneByOne) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return self._native.line(None)

    def __repr__(self) -> str:
        return f"<{self._native.line(None)}>"

    def _repr_html_(self) -> str:
        return f"<p>{self._native.line(None)}</p>{self.placements._repr_html_()}"

    def __reduce__(self) -> tuple[Any, ...]:
        # It follows from the problem, and takes less than it would to carry.
        return one_by_one, (self.problem, self.scheme)


def one_by_one(problem: Problem, scheme: Scheme = "waiting_time") -> OneByOne:
    """Work a round home by home: hardest to fill first, best candidate first.

    What the office has fixed or offered comes first. Then the free home that fewest of those who wait are eligible for goes to
    the first of them whom the independent checker lets in, and so on; a home that somebody moves out of joins the others. Soft
    rules stop nobody, and nothing that is given is taken back.

    Parameters
    ----------
    problem : Problem
        The round.
    scheme : {"waiting_time", "priority", "lot"}
        Who is the best candidate: who has waited longest; the most urgent class and then who has waited longest; or the round's
        own lot.

    Returns
    -------
    OneByOne
        Lawful: it has passed the independent checker.

    Raises
    ------
    ImpossibleError
        Pinned and accepted placements cannot hold together.
    ValueError
        There is no such scheme.

    Examples
    --------
    A house for one gender: given to the man, who has waited longest, it has no room for the two women behind him.

    >>> import husrom
    >>> runde = husrom.Problem.from_tables(
    ...     sites=[{"id": "Sandviken", "category": "bofellesskap", "gender_rule": "single"}],
    ...     units=[{"id": f"Sandviken {number}", "site": "Sandviken"} for number in (1, 2)],
    ...     applicants=[
    ...         {"id": id, "class": 1, "gender": gender, "situation": "homeless", "waiting_since": since}
    ...         for id, gender, since in [
    ...             ("S-031", "man", "2025-03-01"),
    ...             ("S-088", "woman", "2026-02-01"),
    ...             ("S-104", "woman", "2026-05-01"),
    ...         ]
    ...     ],
    ...     date="2026-11-24",
    ... )
    >>> eksempel = husrom.one_by_one(runde)
    >>> eksempel.placements["applicant"]
    ['S-031']
    >>> beside = eksempel.compare(husrom.allocate(runde))
    >>> for row in beside.rows()[:3]:
    ...     print(row["measure"], row["one_by_one"], row["joint"], row["gain"])
    placed 1 2 1
    changes 0 0 0
    housed(1) 1 2 1
    """
    return OneByOne(_engine.one_by_one(problem._native, scheme))
