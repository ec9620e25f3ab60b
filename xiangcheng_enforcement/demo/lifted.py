"""Foreign keys and search indexes taken off tables for a large load, and put back checked.

Checking millions of rows one by one takes longer than checking them together, and a trigram index
is built faster than it is extended. Everything happens in the caller's transaction: when the load
fails, nothing was ever taken off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.db import connection

_FOREIGN_KEYS = """
    SELECT conrelid::regclass::text, quote_ident(conname), pg_get_constraintdef(oid)
    FROM pg_constraint WHERE contype = 'f' AND conrelid::regclass::text = ANY(%s)
    ORDER BY 1, 2
"""
_SEARCH_INDEXES = """
    SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid)
    FROM pg_index JOIN pg_class ON pg_class.oid = indexrelid
    JOIN pg_am ON pg_am.oid = relam
    WHERE amname = 'gin' AND indrelid::regclass::text = ANY(%s)
    ORDER BY 1
"""


@contextmanager
def lifted(tables: Sequence[str]) -> Iterator[None]:
    """Inside the block the tables have neither; leaving it raises IntegrityError if rows offend."""
    with connection.cursor() as cursor:
        cursor.execute(_FOREIGN_KEYS, [list(tables)])
        keys = cursor.fetchall()
        cursor.execute(_SEARCH_INDEXES, [list(tables)])
        indexes = cursor.fetchall()
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # what is still to be checked
        for table, name, _ in keys:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        for name, _ in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        for _, definition in indexes:
            cursor.execute(definition)
        for table, name, definition in keys:
            cursor.execute(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
