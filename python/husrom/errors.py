"""What can go wrong. Every exception pickles, and carries its parts as data."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Literal

__all__ = [
    "AllocateError",
    "CertificateError",
    "CheckError",
    "Clash",
    "Fault",
    "HusromError",
    "ImpossibleError",
    "InputError",
    "InterruptedWarning",
    "Issue",
    "RecordError",
    "RecordFault",
]

Language = Literal["nb", "en"]


class HusromError(Exception):
    """Base of every error that husrom raises by itself."""


class InterruptedWarning(UserWarning):
    """The work was ended by Ctrl-C; what is returned is the best checked result so far."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One fault of the input.

    Attributes
    ----------
    code : str
        Stable code, such as ``E203``.
    table, column : str
        The table by its canonical name, and the column as the user's heading has it.
    row : int or None
        The row as the user counts: in rows handed over from Python, 1 is the first.
    value : str or None
        The offending value; never a national identity number.
    cause_nb, cause_en, action_nb, action_en : str
        What is wrong, and what to do about it.
    language : {"nb", "en"}
        The language of `cause` and `action`.
    """

    code: str
    table: str
    row: int | None
    column: str | None
    value: str | None
    cause_nb: str
    cause_en: str
    action_nb: str
    action_en: str
    language: Language = "nb"

    @property
    def cause(self) -> str:
        """What is wrong, in the language of the round."""
        return self.cause_en if self.language == "en" else self.cause_nb

    @property
    def action(self) -> str:
        """What to do about it, in the language of the round."""
        return self.action_en if self.language == "en" else self.action_nb


class InputError(HusromError):
    """Everything that is wrong with the input, found in one go; nothing has been changed or skipped.

    Attributes
    ----------
    issues : list of Issue
        The faults, by table and row.
    language : {"nb", "en"}
        The language it is shown in: the round's.

    Examples
    --------
    >>> import husrom
    >>> try:
    ...     husrom.Problem.from_tables(
    ...         sites=[{"id": "Nyhavn", "category": "smahus"}],
    ...         units=[{"id": "Nyhavn 1", "site": "Nyhamn"}],
    ...         applicants=[],
    ...         date="2026-11-24",
    ...         language="en",
    ...     )
    ... except husrom.InputError as error:
    ...     print(error.issues[0].code, error.issues[0].table, error.issues[0].row)
    E302 units 1
    """

    def __init__(self, text_nb: str, text_en: str, language: Language, issues: list[Issue]) -> None:
        super().__init__(text_nb, text_en, language, issues)
        self.language = language
        self.issues = list(issues)

    def text(self, language: Language | None = None) -> str:
        """All of it in a language, by default the round's: a headline, and each fault with its advice."""
        return str(self.args[1 if (language or self.language) == "en" else 0])

    def __str__(self) -> str:
        return self.text()

    def _render_traceback_(self) -> list[str]:
        """What a notebook shows: the faults, no stack."""
        return [f"InputError: {self}"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing an allocation does that it may not.

    Attributes
    ----------
    code : str
        Stable code, such as ``composition`` or ``start``.
    rule, applicant : str or None
        The rule broken and the household concerned, where there is one.
    message : str
        In words.
    """

    code: str
    rule: str | None
    applicant: str | None
    message: str


class AllocateError(HusromError):
    """A round gives no allocation.

    Attributes
    ----------
    kind : {"impossible", "too_large", "not_waiting", "too_soon", "solver", "refused", "other"}
        Why.
    applicants : list of str
        For ``impossible``: a smallest set of pinned or accepted households that cannot hold together.
    faults : list of Fault
        For ``refused``, a bug of the engine: what its own checker found.
    """

    def __init__(
        self, message: str, kind: str = "other", applicants: list[str] | None = None, faults: list[Fault] | None = None
    ) -> None:
        super().__init__(message, kind, applicants, faults)
        self.kind = kind
        self.applicants = list(applicants or [])
        self.faults = list(faults or [])

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class Clash:
    """Why what the office itself has fixed cannot hold together. Printed, it says so in the rules' own words.

    With no rule, resource or chain, there is not room for all, or the home that is fixed is closed in itself; the text says by
    what.

    Attributes
    ----------
    applicants : tuple of str
        A smallest set of pinned or accepted households: without any one of them, the others can be placed.
    rules : tuple of str
        The rules that stand between them, of which none can be left out; ``relation`` for pairs kept apart or together.
    resources : tuple of str
        The resources, likewise.
    longest_chain : int or None
        Most households in one chain of moves, where that stands between them.
    text_nb, text_en : str
        In words.
    language : {"nb", "en"}
        The language it is shown in: the round's.
    """

    applicants: tuple[str, ...]
    rules: tuple[str, ...]
    resources: tuple[str, ...]
    longest_chain: int | None
    text_nb: str
    text_en: str
    language: Language = "nb"

    def text(self, language: Language | None = None) -> str:
        """In words, in a language.

        Parameters
        ----------
        language : {"nb", "en"}, optional
            By default the round's.
        """
        return self.text_en if (language or self.language) == "en" else self.text_nb

    def __str__(self) -> str:
        return self.text()


class ImpossibleError(AllocateError):
    """What the office itself has fixed cannot hold together; `applicants` are a smallest set that clash.

    Attributes
    ----------
    clash : Clash or None
        The same set, with the rules that stand between them; None where it was not looked for, see
        :meth:`Problem.why_impossible`.

    Examples
    --------
    >>> import husrom
    >>> runde = husrom.Problem.from_tables(
    ...     sites=[{"id": "Sandviken", "category": "ordinaer", "age_min": 25}],
    ...     units=[{"id": "Sandviken 1", "site": "Sandviken"}],
    ...     applicants=[{"id": "S-017", "class": 1, "age": 22}],
    ...     date="2026-11-24",
    ... )
    >>> try:
    ...     husrom.allocate(runde.pin("S-017", "Sandviken 1"))
    ... except husrom.ImpossibleError as error:
    ...     print(error)
    S-017 kan ikke få boligen som er fastsatt: regelen «Alderen er utenfor boligens aldersgrenser».
    """

    def __init__(
        self,
        message: str,
        kind: str = "impossible",
        applicants: list[str] | None = None,
        faults: list[Fault] | None = None,
        clash: Clash | None = None,
    ) -> None:
        super().__init__(message, kind, applicants, faults)
        self.args = (*self.args, clash)
        self.clash = clash

    def __str__(self) -> str:
        return super().__str__() if self.clash is None else self.clash.text()


class CheckError(HusromError):
    """An allocation that is not lawful.

    Attributes
    ----------
    faults : list of Fault
        Every fault, never only the first.
    """

    def __init__(self, faults: list[Fault]) -> None:
        super().__init__(faults)
        self.faults = list(faults)

    def __str__(self) -> str:
        lines = [f"{len(self.faults)} faults in the allocation"]
        return "\n  ".join(lines + [f"{fault.code}: {fault.message}" for fault in self.faults])


class CertificateError(HusromError):
    """A proof that does not stand.

    Attributes
    ----------
    faults : list of Fault
        What the placements break, where that is why.
    """

    def __init__(self, message: str, faults: list[Fault] | None = None) -> None:
        super().__init__(message, faults)
        self.faults = list(faults or [])

    def __str__(self) -> str:
        return str(self.args[0])


@dataclass(frozen=True, slots=True)
class RecordFault:
    """One thing in a record that does not stand.

    Attributes
    ----------
    code : str
        Stable code: ``digest``, ``form``, ``seed``, ``unlawful``, ``level``, ``derived``, ``reasons`` or ``certificate``.
    place : str
        Where in the record.
    cause_nb, cause_en, action_nb, action_en : str
        What is wrong, and what to do about it.
    """

    code: str
    place: str
    cause_nb: str
    cause_en: str
    action_nb: str
    action_en: str


class RecordError(HusromError):
    """A record that cannot be read or does not stand, or a view that cannot be drawn.

    Attributes
    ----------
    faults : list of RecordFault
        Everything that does not stand; empty where it cannot be read at all.
    """

    def __init__(
        self,
        text_nb: str,
        text_en: str | None = None,
        language: Language = "nb",
        faults: list[RecordFault] | None = None,
    ) -> None:
        super().__init__(text_nb, text_en, language, faults)
        self.language = language
        self.faults = list(faults or [])

    def text(self, language: Language | None = None) -> str:
        """All of it in a language: a headline, and each fault with its advice.

        Parameters
        ----------
        language : {"nb", "en"}, optional
            By default the round's.
        """
        english = self.args[1] if (language or self.language) == "en" else None
        return str(self.args[0] if english is None else english)

    def __str__(self) -> str:
        return self.text()


_Told = tuple[str, str | None, str | None, str]


def _faults(told: list[_Told]) -> list[Fault]:
    return [Fault(*fault) for fault in told]


def _input_error(text_nb: str, text_en: str, language: Language, issues: str) -> InputError:
    """Called by the binding."""
    read = [
        Issue(
            code=issue["code"],
            table=issue["table"],
            row=issue["row"],
            column=issue["column"],
            value=issue["value"],
            cause_nb=issue["cause"]["nb"],
            cause_en=issue["cause"]["en"],
            action_nb=issue["action"]["nb"],
            action_en=issue["action"]["en"],
            language=language,
        )
        for issue in json.loads(issues)
    ]
    return InputError(text_nb, text_en, language, read)


def _allocate_error(kind: str, message: str, applicants: list[str], faults: list[_Told]) -> AllocateError:
    """Called by the binding."""
    error = ImpossibleError if kind == "impossible" else AllocateError
    return error(message, kind, applicants, _faults(faults))


def _clash(told: str) -> Clash:
    """Read what the binding tells."""
    read = json.loads(told)
    clash = read["clash"]
    return Clash(
        applicants=tuple(clash["households"]),
        rules=tuple(clash["rules"]),
        resources=tuple(clash["resources"]),
        longest_chain=clash["longest_chain"],
        text_nb=read["nb"],
        text_en=read["en"],
        language=read["language"],
    )


def _impossible_error(message: str, applicants: list[str], clash: str) -> ImpossibleError:
    """Called by the binding."""
    return ImpossibleError(message, "impossible", applicants, [], _clash(clash))


def _check_error(faults: list[_Told]) -> CheckError:
    """Called by the binding."""
    return CheckError(_faults(faults))


def _certificate_error(message: str, faults: list[_Told]) -> CertificateError:
    """Called by the binding."""
    return CertificateError(message, _faults(faults))


def _record_error(text_nb: str, text_en: str, language: Language, faults: str) -> RecordError:
    """Called by the binding."""
    read = [
        RecordFault(
            code=fault["code"],
            place=fault["place"],
            cause_nb=fault["cause"]["nb"],
            cause_en=fault["cause"]["en"],
            action_nb=fault["action"]["nb"],
            action_en=fault["action"]["en"],
        )
        for fault in json.loads(faults)
    ]
    return RecordError(text_nb, text_en, language, read)
