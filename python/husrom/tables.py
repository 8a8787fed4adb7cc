"""Tables out: results in ids and names, in whatever form a caller wants them."""

from __future__ import annotations

import datetime
import html
from typing import TYPE_CHECKING, Any, final

from husrom import _native as _engine

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pandas
    import polars
    import pyarrow

__all__ = ["Table"]

_SHOWN = 200


class Frozen:
    """An immutable face of an object of the engine."""

    __slots__ = ("_native",)

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")

    def __delattr__(self, name: str) -> None:
        raise AttributeError(f"{type(self).__name__} is immutable")


@final
class Table(Frozen):
    """An immutable table: ids and names, never indices.

    It has the Arrow C stream, so that anything that speaks Arrow reads it without a copy: ``pyarrow.table(table)``,
    ``polars.DataFrame(table)``, ``duckdb.sql("from table")``.

    Examples
    --------
    >>> import husrom
    >>> table = husrom.presets()
    >>> table
    <Table presets: 9 rows × 3 columns>
    >>> table.rows()[0]["rule"]
    'R16'
    """

    __slots__ = ()
    _native: _engine.Table

    def __init__(self, native: _engine.Table) -> None:
        object.__setattr__(self, "_native", native)

    @property
    def name(self) -> str:
        """What it shows."""
        return self._native.name

    @property
    def columns(self) -> list[str]:
        """Names of the columns."""
        return [name for name, _, _ in self._native.columns()]

    def column(self, name: str) -> list[Any]:
        """The values of a column.

        Parameters
        ----------
        name : str
            Its name.

        Raises
        ------
        KeyError
            If the table has no such column.
        """
        for column, _, values in self._native.columns():
            if column == name:
                return values
        raise KeyError(name)

    def __getitem__(self, name: str) -> list[Any]:
        return self.column(name)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        return iter(self.rows())

    def rows(self) -> list[dict[str, Any]]:
        """The rows as dicts: texts, numbers, booleans, dates, and None for what is missing."""
        columns = self._native.columns()
        names = [name for name, _, _ in columns]
        return [dict(zip(names, row, strict=True)) for row in zip(*(values for _, _, values in columns), strict=True)]

    def to_pandas(self) -> pandas.DataFrame:
        """The table as a pandas frame; whole numbers and booleans with gaps become the nullable kinds."""
        import pandas

        series: dict[str, pandas.Series[Any]] = {}
        for name, kind, values in self._native.columns():
            if kind == "date":
                series[name] = pandas.Series(pandas.to_datetime(pandas.Series(values, dtype="object")))
            else:
                gaps = any(value is None for value in values)
                series[name] = pandas.Series(values, dtype=_PANDAS[kind, gaps])
        return pandas.DataFrame(series)

    def to_polars(self) -> polars.DataFrame:
        """The table as a polars frame."""
        import polars

        return polars.DataFrame(self)

    def to_arrow(self) -> pyarrow.Table:
        """The table as a pyarrow table."""
        import pyarrow

        return pyarrow.table(self)

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        return self._native.__arrow_c_stream__(requested_schema)

    def __arrow_c_schema__(self) -> object:
        return self._native.__arrow_c_schema__()

    def __len__(self) -> int:
        return len(self._native)

    def __eq__(self, other: object) -> bool:
        return self._native == other._native if isinstance(other, Table) else NotImplemented

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        return f"<Table {self.name}: {len(self)} rows × {len(self.columns)} columns>"

    def _repr_html_(self) -> str:
        def cells(tag: str, values: list[Any]) -> str:
            return "".join(f"<{tag}>{html.escape(_shown(value))}</{tag}>" for value in values)

        rows = self.rows()
        body = "".join(f"<tr>{cells('td', list(row.values()))}</tr>" for row in rows[:_SHOWN])
        more = f"<p>… {len(rows) - _SHOWN} more rows</p>" if len(rows) > _SHOWN else ""
        return f"<table><thead><tr>{cells('th', list(self.columns))}</tr></thead><tbody>{body}</tbody></table>{more}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _table, (1, self.name, self._native.columns())


_PANDAS = {
    ("text", False): "str",
    ("text", True): "str",
    ("integer", False): "int64",
    ("integer", True): "Int64",
    ("real", False): "float64",
    ("real", True): "float64",
    ("boolean", False): "bool",
    ("boolean", True): "boolean",
}


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.4g}"
    return value.isoformat() if isinstance(value, datetime.date) else str(value)


def _table(version: int, name: str, columns: list[tuple[str, str, list[Any]]]) -> Table:
    """Read back a pickled table."""
    if version != 1:
        raise ValueError(f"a table pickled by another version of husrom ({version})")
    return Table(_engine.Table.from_columns(name, columns))
