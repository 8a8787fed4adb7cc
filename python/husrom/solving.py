"""Solving a round."""

from __future__ import annotations

import warnings
from collections.abc import Iterable

from husrom import _native as _engine
from husrom.allocation import Allocation
from husrom.errors import InterruptedWarning
from husrom.frames import GoalLike
from husrom.problem import Problem
from husrom.progress import Progress, level_line, listener

__all__ = ["allocate", "verify"]

_INTERRUPTED = {
    "nb": "avbrutt: dette er det beste kontrollerte forslaget så langt",
    "en": "interrupted: this is the best checked proposal so far",
}


def allocate(
    problem: Problem,
    *,
    goals: Iterable[GoalLike] | None = None,
    time_limit: float | None = None,
    work_limit: int | None = None,
    gap: float = 0.0,
    seed: int | None = None,
    threads: int | None = None,
    progress: Progress = False,
    second_solver: bool = False,
    near: Allocation | None = None,
) -> Allocation:
    """Solve a round: who should live where.

    The GIL is free while it runs. Ctrl-C ends the run with the best checked allocation so far and an
    :class:`~husrom.InterruptedWarning`; a second Ctrl-C raises.

    Parameters
    ----------
    problem : Problem
        The round.
    goals : iterable, optional
        Other goals than the problem's, as in :meth:`Problem.with_goals`.
    time_limit : float, optional
        Seconds in all. The result is checked, but need not repeat.
    work_limit : int, optional
        Branch-and-bound nodes for each level: the same input then gives the same result.
    gap : float
        Relative gap at which a level counts as solved.
    seed : int, optional
        Another seed of the lot than the problem's.
    threads : int, optional
        By default as many as the machine has; where every goal is proved the result is the same on any number. On two or
        more each search is a race of two seeds of the solver.
    progress : bool or callable
        True prints a line to stderr for each level that is solved; a callable is called with each as a dict.
    second_solver : bool
        Let a second, independent solver confirm what no certificate proves (slow).
    near : Allocation, optional
        An allocation of nearly the same problem, such as the one before a change: the result is the same where all is
        proved, only sooner.

    Returns
    -------
    Allocation
        Lawful: it has passed the independent checker.

    Raises
    ------
    InputError
        The goals are faulty.
    ImpossibleError
        Pinned and accepted placements cannot hold together.
    AllocateError
        Any other reason why there is no allocation.

    Examples
    --------
    >>> import husrom
    >>> runde = husrom.Problem.from_tables(
    ...     sites=[{"id": "Sandviken", "category": "ordinaer"}],
    ...     units=[{"id": "Sandviken 2", "site": "Sandviken"}],
    ...     applicants=[{"id": "S-088", "class": 1, "situation": "homeless"}],
    ...     date="2026-11-24",
    ... )
    >>> forslag = husrom.allocate(runde, goals=["housed(1)", "lot"])
    >>> forslag.levels["value"][0], forslag.check()
    (1, True)
    """
    if not isinstance(problem, Problem):
        raise TypeError("allocate takes a Problem: husrom.read, Problem.from_json or Problem.from_tables make one")
    if not 0 <= gap < 1:
        raise ValueError("gap is a share from 0 up to, but not, 1")
    if threads is not None and threads < 1:
        raise ValueError("threads is at least 1")
    if goals is not None:
        problem = problem.with_goals(goals)
    native = _engine.allocate(
        problem._native,
        time_limit=time_limit,
        work_limit=work_limit,
        gap=gap,
        seed=seed,
        threads=threads,
        second_solver=second_solver,
        progress=listener(progress, level_line(problem.language)),
        near=None if near is None else near._native,
    )
    if native.stopped == "interrupted":
        warnings.warn(_INTERRUPTED[problem.language], InterruptedWarning, stacklevel=2)
    return Allocation(native)


def verify(allocation: Allocation, problem: Problem | None = None) -> int:
    """Check every certificate of an allocation in exact integers, without any solver.

    Parameters
    ----------
    allocation : Allocation
        The allocation.
    problem : Problem, optional
        The problem it shall answer, such as the office's own copy; by default the one it carries.

    Returns
    -------
    int
        How many levels are certified.

    Raises
    ------
    CertificateError
        The first thing that does not stand.

    Examples
    --------
    >>> import husrom
    >>> runde = husrom.Problem.from_tables(sites=[], units=[], applicants=[], date="2026-11-24")
    >>> forslag = husrom.allocate(runde)
    >>> husrom.verify(forslag, runde) == len(forslag.levels)
    True
    """
    return _engine.verify((allocation.problem if problem is None else problem)._native, allocation._native)
