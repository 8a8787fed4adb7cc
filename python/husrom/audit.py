"""The equality audit: offers, waiting and fit by group."""

from __future__ import annotations

import html
import warnings
from collections.abc import Iterable
from typing import Any, final

from husrom import _native as _engine
from husrom.errors import InterruptedWarning, Language
from husrom.progress import Progress, listener, scenario_line
from husrom.tables import Frozen, Table

__all__ = ["Audit"]


@final
class Audit(Frozen):
    """Offers, waiting and fit by group, counted against the households eligible for anything; immutable.

    It counts, and says how sure a share is: 95 % intervals, of which one in twenty misses by chance. Why a difference is there,
    and whether it should be, is for people to judge. Numbers under five are hidden, and those with them that would give them
    away.

    It comes from :meth:`Allocation.audit`.
    """

    __slots__ = ()
    _native: _engine.Audit

    def __init__(self, native: _engine.Audit) -> None:
        object.__setattr__(self, "_native", native)

    @property
    def groupings(self) -> list[str]:
        """What households are grouped by, each a :meth:`table`."""
        return self._native.groupings()

    def table(self, name: str, language: Language | None = None) -> Table:
        """The groups of a grouping, and all households last.

        Parameters
        ----------
        name : str
            ``gender`` of the adults (of several genders: mixed), ``age`` of the oldest adult, ``course`` (the heaviest of the
            adults'), ``district`` or ``situation``.
        language : {"nb", "en"}, optional
            The language of the words in it, by default the round's.

        Returns
        -------
        Table
            Households waiting, eligible for a home in play, offered one; the share offered among the eligible (Wilson's
            interval), its difference and ratio to that of all others (Newcombe's, Katz's); mean days waited by those offered and
            by those eligible and not offered, and mean wish points of those offered (Student's). None: hidden, or nobody to
            count.

        Raises
        ------
        KeyError
            There is no such grouping.
        """
        return Table(self._native.table(name, language))

    def rules(
        self,
        rules: Iterable[str] = (),
        *,
        threads: int | None = None,
        time_limit: float | None = None,
        progress: Progress = False,
        language: Language | None = None,
    ) -> Table:
        """Solve the round without each rule, and count again: which rules cause which difference.

        Each rule is a round to solve. The GIL is free while it runs; Ctrl-C ends it, and rules not begun say so in their rows.

        Parameters
        ----------
        rules : iterable of str, optional
            Rules by id. None named: every rule that is on and may decide something.
        threads : int, optional
            Rounds at once, by default as many as the machine has cores. The values are the same on any number.
        time_limit : float, optional
            Seconds for each round.
        progress : bool or callable
            True prints a line to stderr for each rule that is solved without; a callable is called with each as a dict.
        language : {"nb", "en"}, optional
            The language of the words in it, by default the round's.

        Returns
        -------
        Table
            A row for each rule, grouping and group: the share with the rule and without, how far it moves, and the difference to
            all others both ways. A rule that fails says why in the column ``error``.
        """
        wanted = [str(rule) for rule in rules] or self._native.deciding()
        language_of_lines = language or self._native.allocation.problem.language
        table, interrupted = self._native.rules(
            wanted,
            threads=threads,
            time_limit=time_limit,
            progress=listener(progress, scenario_line(len(wanted), language_of_lines)),
            language_code=language,
        )
        if interrupted:
            warnings.warn("interrupted: rules not begun have no result", InterruptedWarning, stacklevel=2)
        return Table(table)

    def text(self, language: Language | None = None) -> str:
        """What is counted against whom, and each group on a line.

        Parameters
        ----------
        language : {"nb", "en"}, optional
            By default the round's.
        """
        return self._native.text(language)

    def __eq__(self, other: object) -> bool:
        return self._native == other._native if isinstance(other, Audit) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __str__(self) -> str:
        return self.text()

    def __repr__(self) -> str:
        return f"<Audit by {', '.join(self.groupings)}>"

    def _repr_html_(self) -> str:
        return f"<pre>{html.escape(self.text())}</pre>"

    def __reduce__(self) -> tuple[Any, ...]:
        # It follows from the allocation.
        return _audit, (self._native.allocation.to_json(),)


def _audit(allocation: str) -> Audit:
    """Read back a pickled audit."""
    return Audit(_engine.Audit.of(_engine.Allocation.from_json(allocation)))
