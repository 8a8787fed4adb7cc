"""Tables in: whatever a caller has them in, as what the binding reads."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Protocol, runtime_checkable

__all__ = ["ArrowStream", "GoalLike", "TableLike"]


@runtime_checkable
class ArrowStream(Protocol):
    """Anything with the Arrow C stream: frames of pandas and polars, tables of pyarrow, relations of duckdb."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...


TableLike = ArrowStream | Iterable[Mapping[str, Any]] | Mapping[str, Sequence[Any]]
"""A table: an object with the Arrow C stream, a list of dicts, or a dict of lists."""

GoalLike = str | tuple[str, int] | Mapping[str, Any]
"""A level: a measure, a measure and its tolerance, or a row of the table of goals."""

Rows = tuple[list[str], list[list[Any]]]


class _Stream:
    """An Arrow stream that has been asked for already."""

    def __init__(self, capsule: object) -> None:
        self.capsule = capsule

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self.capsule


def table(name: str, data: TableLike) -> tuple[str, object]:
    """A named table as the binding takes it: an object with the Arrow C stream, or headings and rows."""
    if isinstance(data, ArrowStream):
        try:
            return name, _Stream(data.__arrow_c_stream__())
        except Exception:
            # Pandas without pyarrow, or with a column of mixed kinds: its rows will do.
            if not hasattr(data, "to_dict"):
                raise
            return name, _rows(name, _pandas_rows(data))
    if isinstance(data, Mapping):
        return name, _columns(name, data)
    return name, _rows(name, data)


def _pandas_rows(frame: Any) -> list[dict[str, Any]]:
    named = any(level is not None for level in frame.index.names)
    rows: list[dict[str, Any]] = (frame.reset_index() if named else frame).to_dict(orient="records")
    return rows


def _rows(name: str, rows: Iterable[Mapping[str, Any]]) -> Rows:
    given = list(rows)
    for row in given:
        if not isinstance(row, Mapping):
            raise TypeError(
                f"{name}: expected a table (Arrow C stream, list of dicts or dict of lists), found a list of {type(row).__name__}"
            )
    headings = list(dict.fromkeys(str(heading) for row in given for heading in row))
    return headings, [[row.get(heading) for heading in headings] for row in given]


def _columns(name: str, columns: Mapping[str, Sequence[Any]]) -> Rows:
    lengths = {len(values) for values in columns.values()}
    if len(lengths) > 1:
        raise ValueError(f"{name}: the columns have different lengths")
    return [str(heading) for heading in columns], [list(row) for row in zip(*columns.values(), strict=True)]


def settings(data: Mapping[str, Any] | ArrowStream | Iterable[Mapping[str, Any]]) -> tuple[str, object]:
    """The office's parameters: a table, or a mapping such as ``{"longest_wait": {1: 90}, "hostel_price": 27000}``."""
    if isinstance(data, Mapping) and not isinstance(data, ArrowStream):
        row: dict[str, Any] = {}
        for key, value in data.items():
            if isinstance(value, Mapping):
                row.update({f"{key}({of})": inner for of, inner in value.items()})
            else:
                row[key] = value
        return "settings", _rows("settings", [row])
    return table("settings", data)


def goals(data: Iterable[GoalLike] | ArrowStream) -> tuple[str, object]:
    """The levels as a table."""
    if isinstance(data, ArrowStream | Mapping):
        return table("goals", data)
    if isinstance(data, str):
        raise TypeError(f"goals is a list of measures, as in [{data!r}]")
    rows: list[Mapping[str, Any]] = []
    for goal in data:
        if isinstance(goal, Mapping):
            rows.append(goal)
        else:
            measure, tolerance, permille = level(goal)
            rows.append({"measure": measure, "tolerance": tolerance, "tolerance_permille": permille})
    return "goals", _rows("goals", rows)


def levels(goals: Iterable[GoalLike]) -> list[tuple[str, int, int]]:
    """Levels, most important first."""
    if isinstance(goals, str):
        raise TypeError(f"goals is a list of measures, as in [{goals!r}]")
    return [level(goal) for goal in goals]


def level(goal: GoalLike) -> tuple[str, int, int]:
    """A level as measure, tolerance in its unit, and tolerance in thousandths."""
    if isinstance(goal, str):
        return goal, 0, 0
    if isinstance(goal, Mapping):
        unknown = set(goal) - {"measure", "tolerance", "tolerance_permille"}
        if unknown:
            raise TypeError(f"a goal has measure, tolerance and tolerance_permille, not {', '.join(sorted(unknown))}")
        return goal["measure"], _whole(goal.get("tolerance") or 0), _whole(goal.get("tolerance_permille") or 0)
    measure, tolerance = goal
    return measure, _whole(tolerance), 0


def _whole(tolerance: float) -> int:
    """A tolerance, which is a whole number of the measure's unit."""
    if int(tolerance) != tolerance:
        raise ValueError(f"a tolerance is a whole number, not {tolerance}")
    return int(tolerance)
