"""Writing many rows of many tables by COPY, in the order their foreign keys need.

A thread of its own feeds PostgreSQL while the next batch is being made: a database's backend is
another processor. The tables a batch fills are checked (foreign keys, CHECKs) as it goes in.
"""

from __future__ import annotations

import csv
import io
import json
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.contrib.postgres.fields import ArrayField
from django.db import connection, models

if TYPE_CHECKING:
    from types import TracebackType

Row = tuple[Any, ...]
_CHUNK = 1 << 20


@dataclass
class Table:
    """Rows of one model; `columns` are model field names (attname), in the order of the rows.

    None is NULL; dates, numbers and booleans are written as they print. Fields that are not named
    get the model's default. `lines` takes rows that are CSV already, for the tables with the most
    and the longest rows.
    """

    model: type[models.Model]
    columns: tuple[str, ...]
    rows: list[Row] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        fields = {f.attname: f for f in self.model._meta.concrete_fields}
        rest = [f for f in fields.values() if f.attname not in self.columns and _has_default(f)]
        self._defaults = tuple(_written(f) for f in rest)
        chosen = [*(fields[name] for name in self.columns), *rest]
        quote = connection.ops.quote_name
        listed = ", ".join(quote(str(f.column)) for f in chosen)
        texts = [
            quote(str(f.column))
            for f in chosen
            if isinstance(f, models.CharField | models.TextField | models.FileField) and not f.null
        ]
        empty = f", FORCE_NOT_NULL ({', '.join(texts)})" if texts else ""
        self.statement = (
            f"COPY {quote(self.model._meta.db_table)} ({listed}) "
            f"FROM STDIN WITH (FORMAT csv{empty})"
        )

    def take(self) -> str | None:
        """The waiting rows as CSV, taken out of the table; None when there are none."""
        if self._defaults:
            self.rows = [row + self._defaults for row in self.rows]
            end = f",{as_csv(self._defaults)}"
            self.lines = [line + end for line in self.lines]
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(self.rows)
        text.writelines(f"{line}\n" for line in self.lines)
        self.rows, self.lines = [], []
        return text.getvalue() or None


def as_csv(row: Row) -> str:
    """One row, without its end of line."""
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(row)
    return text.getvalue()


def _written(column: Any) -> Any:
    """The field's default as COPY reads it."""
    default = column.get_default()
    if isinstance(column, models.JSONField):
        return json.dumps(default)
    if isinstance(column, ArrayField):
        return "{" + ",".join(str(value) for value in default) + "}"
    return column.get_db_prep_save(default, connection)


def _has_default(column: Any) -> bool:
    given = column.has_default() or (column.blank and column.empty_strings_allowed)
    return given and not column.null and not column.primary_key


class Copier:
    """Sends batches; leaving the block waits for the last one."""

    def __init__(self, tables: list[Table]) -> None:
        self._tables = tables
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._sent: Future[None] | None = None

    def __enter__(self) -> Copier:
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # else their queue grows with N
        self._raw: Any = connection.connection
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        try:
            if kind is None:
                self.flush()
                self._wait()
        finally:
            self._thread.shutdown(wait=True)
        if kind is None:
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")

    def flush(self) -> None:
        """Hand the tables' rows over once the batch before has gone in; raises its error."""
        texts = [(table.statement, table.take()) for table in self._tables]
        self._wait()
        self._sent = self._thread.submit(self._send, texts)

    def _wait(self) -> None:
        if self._sent is not None:
            self._sent.result()
            self._sent = None

    def _send(self, texts: list[tuple[str, str | None]]) -> None:
        with self._raw.cursor() as cursor:
            for statement, text in texts:
                if text is not None:
                    cursor.copy_expert(statement, io.StringIO(text), _CHUNK)


def reserve_ids(model: type[models.Model], count: int) -> range:
    """A block of primary keys nobody else will get."""
    if count == 0:
        return range(0)
    table = connection.ops.quote_name(model._meta.db_table)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(n), max(n) FROM (SELECT nextval(pg_get_serial_sequence(%s, 'id')) AS n "
            "FROM generate_series(1, %s)) AS taken",
            [table, count],
        )
        first, last = cursor.fetchone()
    if last - first + 1 != count:
        raise RuntimeError(f"{model._meta.db_table}: somebody else writes cases at the same time")
    return range(first, last + 1)
