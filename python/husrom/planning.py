"""Planning: what a round would come to if homes, rules, teams, prices or demand were others."""

from __future__ import annotations

import dataclasses
import json
import warnings
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, ClassVar, Literal

from husrom import _native as _engine
from husrom.errors import InterruptedWarning
from husrom.problem import Problem
from husrom.progress import Progress, listener, scenario_line
from husrom.tables import Table

__all__ = [
    "AddHomes",
    "Change",
    "CloseHomes",
    "ConvertHomes",
    "Loosen",
    "ScaleDemand",
    "ScalePrice",
    "ScaleResource",
    "Scenario",
    "SetRule",
    "grid",
    "sweep",
]

Strictness = Literal["off", "hard", "soft"]
Price = Literal["hostel", "support", "let", "vacant"]


@dataclass(frozen=True, slots=True)
class Change:
    """One change to a problem: the base of :class:`AddHomes` and its kin."""

    _kind: ClassVar[str] = ""

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON has it.

        Examples
        --------
        >>> import husrom
        >>> husrom.CloseHomes("smaahus", 3).to_dict()
        {'change': 'close_homes', 'category': 'smaahus', 'count': 3}
        """
        return {"change": self._kind, **dataclasses.asdict(self)}


@dataclass(frozen=True, slots=True)
class AddHomes(Change):
    """Add empty homes of a kind.

    Parameters
    ----------
    category : str
        The kind, by its canonical name.
    count : int
        How many.
    like : str, optional
        The unit whose attributes they take; by default the first one, by id, of the kind.
    new_site : bool
        In a new site with the same rules, so that nobody lives there yet; else in that unit's own site.
    """

    _kind: ClassVar[str] = "add_homes"
    category: str
    count: int
    like: str | None = None
    new_site: bool = True


@dataclass(frozen=True, slots=True)
class CloseHomes(Change):
    """Take homes of a kind that nobody lives in out of use.

    Parameters
    ----------
    category : str
        The kind, by its canonical name.
    count : int
        How many.
    """

    _kind: ClassVar[str] = "close_homes"
    category: str
    count: int


@dataclass(frozen=True, slots=True)
class ConvertHomes(Change):
    """Close homes of one kind and add as many of another.

    Parameters
    ----------
    from_category, to_category : str
        The kinds, by their canonical names.
    count : int
        How many.
    like : str, optional
        The unit whose attributes the new ones take.
    """

    _kind: ClassVar[str] = "convert_homes"
    from_category: str
    to_category: str
    count: int
    like: str | None = None

    def to_dict(self) -> dict[str, Any]:
        """The change as JSON has it."""
        told = {"from": self.from_category, "to": self.to_category, "count": self.count, "like": self.like}
        return {"change": self._kind, **told}


@dataclass(frozen=True, slots=True)
class SetRule(Change):
    """Turn a rule, or a preset, off, hard or soft.

    Parameters
    ----------
    id : str
        The rule.
    strictness : {"off", "hard", "soft"}
        How strict it becomes.
    level : str, optional
        For soft: the level it is paid in, ``misplacement`` by default.
    price : int, optional
        For soft: the price of one degree, 1 by default.
    """

    _kind: ClassVar[str] = "rule"
    id: str
    strictness: Strictness
    level: str | None = None
    price: int | None = None


@dataclass(frozen=True, slots=True)
class Loosen(Change):
    """Raise the number of a limit, share or move limit.

    Parameters
    ----------
    id : str
        The rule.
    by : int
        By how many people, per cent or moves; negative tightens.
    """

    _kind: ClassVar[str] = "loosen"
    id: str
    by: int = 1


@dataclass(frozen=True, slots=True)
class ScaleResource(Change):
    """Scale the capacity of a resource.

    Parameters
    ----------
    id : str
        The resource.
    percent : int
        To per cent of what it is.
    """

    _kind: ClassVar[str] = "resource"
    id: str
    percent: int


@dataclass(frozen=True, slots=True)
class ScalePrice(Change):
    """Scale a price.

    Parameters
    ----------
    what : {"hostel", "support", "let", "vacant"}
        A hostel for one household, an hour of support, homes when let, homes when vacant.
    percent : int
        To per cent of what it is.
    category : str, optional
        For homes: only those of this kind.
    """

    _kind: ClassVar[str] = "price"
    what: Price
    percent: int
    category: str | None = None


@dataclass(frozen=True, slots=True)
class ScaleDemand(Change):
    """Scale the number of households that come from outside: by lot some leave, or others like them join.

    Parameters
    ----------
    percent : int
        To per cent of how many they are.
    """

    _kind: ClassVar[str] = "demand"
    percent: int


@dataclass(frozen=True, slots=True, init=False)
class Scenario:
    """A named list of changes, made in order.

    Parameters
    ----------
    name : str
        What it is called in the rows of :func:`husrom.sweep`.
    changes : iterable of Change
        The changes.

    Examples
    --------
    >>> import husrom
    >>> husrom.Scenario("tre småhus", [husrom.AddHomes("smaahus", 3)])
    <Scenario 'tre småhus': 1 change>
    """

    name: str
    changes: tuple[Change, ...]

    def __init__(self, name: str, changes: Iterable[Change] = ()) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "changes", tuple(changes))

    def to_dict(self) -> dict[str, Any]:
        """The scenario as JSON has it."""
        return {"name": self.name, "changes": [change.to_dict() for change in self.changes]}

    def __repr__(self) -> str:
        return f"<Scenario {self.name!r}: {len(self.changes)} {'change' if len(self.changes) == 1 else 'changes'}>"


def _percent(factor: float) -> int:
    percent = round(factor * 100)
    if percent < 0 or abs(percent - factor * 100) > 1e-6:
        raise ValueError(f"{factor} is not a whole number of per cent, 0 or more")
    return percent


_Part = tuple[str, Change | None]


def grid(
    *,
    add: Mapping[str, Iterable[int]] | None = None,
    close: Mapping[str, Iterable[int]] | None = None,
    convert: Mapping[tuple[str, str], Iterable[int]] | None = None,
    team_hours: Mapping[str, Iterable[float]] | None = None,
    rules: Mapping[str, Iterable[Strictness]] | None = None,
    prices: Mapping[Price, Iterable[float]] | None = None,
    demand: Iterable[float] | None = None,
) -> list[Scenario]:
    """Every combination of changes, each with a readable name.

    Parameters
    ----------
    add, close : mapping, optional
        For each category the numbers of homes to add, or to close.
    convert : mapping, optional
        For each pair (from, to) of categories the numbers of homes to convert.
    team_hours : mapping, optional
        For each resource the factors of its capacity.
    rules : mapping, optional
        For each rule how strict it is.
    prices : mapping, optional
        For ``hostel``, ``support``, ``let`` and ``vacant`` the factors of the price.
    demand : iterable, optional
        The factors of how many households come from outside.

    Returns
    -------
    list of Scenario
        The last given varies fastest. A count of 0 and a factor of 1 are no change.

    Examples
    --------
    >>> import husrom
    >>> for scenario in husrom.grid(add={"smaahus": [0, 3]}, team_hours={"HF-teamet": [1.0, 1.25]}):
    ...     print(scenario.name)
    no change
    HF-teamet ×1.25
    smaahus +3
    smaahus +3 · HF-teamet ×1.25
    """
    axes: list[list[_Part]] = []

    def factors(label: str, values: Iterable[float], change: Any) -> None:
        percents = [_percent(value) for value in values]
        axes.append([("", None) if it == 100 else (f"{label} ×{it / 100:g}", change(it)) for it in percents])

    def counts(label: str, values: Iterable[int], change: Any) -> None:
        axes.append([(f"{label}{count}", change(count)) if count else ("", None) for count in values])

    for kind, values in (add or {}).items():
        counts(f"{kind} +", values, lambda count, kind=kind: AddHomes(kind, count))
    for kind, values in (close or {}).items():
        counts(f"{kind} −", values, lambda count, kind=kind: CloseHomes(kind, count))
    for (one, other), values in (convert or {}).items():
        counts(f"{one} → {other} ", values, lambda count, one=one, other=other: ConvertHomes(one, other, count))
    for resource, scales in (team_hours or {}).items():
        factors(resource, scales, lambda percent, resource=resource: ScaleResource(resource, percent))
    for rule, ways in (rules or {}).items():
        axes.append([(f"{rule} {way}", SetRule(rule, way)) for way in ways])
    for what, scales in (prices or {}).items():
        factors(what, scales, lambda percent, what=what: ScalePrice(what, percent))
    if demand is not None:
        factors("demand", demand, ScaleDemand)

    def scenario(parts: tuple[_Part, ...]) -> Scenario:
        name = " · ".join(name for name, _ in parts if name)
        return Scenario(name or "no change", [change for _, change in parts if change is not None])

    return [scenario(parts) for parts in product(*axes)]


def sweep(
    problem: Problem,
    scenarios: Iterable[Scenario],
    *,
    threads: int | None = None,
    time_limit: float | None = None,
    progress: Progress = False,
) -> Table:
    """Solve a problem under many scenarios, in parallel.

    The GIL is free while it runs. Ctrl-C ends the sweep: scenarios not begun say so in their rows.

    Parameters
    ----------
    problem : Problem
        The base.
    scenarios : iterable of Scenario
        See :func:`grid`.
    threads : int, optional
        Scenarios at once, by default as many as the machine has cores. The values are the same on any number.
    time_limit : float, optional
        Seconds for each scenario.
    progress : bool or callable
        True prints a line to stderr for each scenario that is solved; a callable is called with each as a dict.

    Returns
    -------
    Table
        One row a scenario, in the order given. A scenario that fails says why in the column ``error``.

    Examples
    --------
    >>> import husrom
    >>> runde = husrom.Problem.from_tables(
    ...     sites=[{"id": "Nyhavn", "category": "smaahus"}],
    ...     units=[{"id": "Nyhavn 1", "site": "Nyhavn"}],
    ...     applicants=[
    ...         {"id": f"S-{n}", "class": 1, "situation": "homeless"} for n in range(3)
    ...     ],
    ...     date="2026-11-24",
    ... )
    >>> svar = husrom.sweep(runde, husrom.grid(add={"smaahus": range(3)}))
    >>> list(zip(svar["scenario"], svar["placed"]))
    [('no change', 1), ('smaahus +1', 2), ('smaahus +2', 3)]
    """
    given = [scenario.to_dict() for scenario in scenarios]
    table, interrupted = _engine.sweep(
        problem._native,
        json.dumps(given),
        threads=threads,
        time_limit=time_limit,
        progress=listener(progress, scenario_line(len(given), problem.language)),
    )
    if interrupted:
        warnings.warn("interrupted: scenarios not begun have no result", InterruptedWarning, stacklevel=2)
    return Table(table)
