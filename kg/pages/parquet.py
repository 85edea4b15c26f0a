"""Parquet tables with an article in each row. Needs pyarrow: pip install zhitu[parquet]."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from pathlib import Path
from typing import Any

from kg.model import Problem
from kg.pages import rows
from kg.pages.draft import Draft, Reader, Source, problem
from kg.settings import Settings

# Rows held at once.
_BATCH = 200


def read(source: Source, settings: Settings) -> Iterator[Draft | Problem]:
    """The articles of a file's rows, or of a range of them, a page each. Only the columns that are used are read."""
    try:
        table = _open(source.path)
        names = tuple(table.schema_arrow.names)
        chosen = rows.columns(names, settings)
        missing = [name for name in chosen.values() if name not in names]
        if missing or "body" not in chosen:
            yield rows.no_body(source.name, names, missing)
            return
        first, last = source.part or (0, table.metadata.num_rows)
        for number, values in enumerate(_values(table, sorted(set(chosen.values())), first, last), first + 1):
            yield from rows.draft(values, f"row={number}", f"{source.name}#row={number}", settings)
    except ImportError:
        yield problem("no-reader", "reading Parquet needs pyarrow", source.name, "pip install 'zhitu[parquet]', or write the table as CSV")
    except FileNotFoundError:
        yield problem("unreadable", "no such file", source.name, "check the path")
    except (OSError, ValueError) as error:  # pyarrow's own errors are of these kinds
        yield problem("unreadable", f"not a sound Parquet file: {' '.join(str(error).split())[:200]}", source.name, "write the table again")


def parts(path: Path, settings: Settings) -> Sequence[tuple[int, int]]:
    """The ranges of rows that stand together in the file (row groups); none when there is only one."""
    try:
        table = _open(path)
        sizes = [table.metadata.row_group(i).num_rows for i in range(table.metadata.num_row_groups)]
    except (ImportError, OSError, ValueError):
        return ()
    ends = list(accumulate(sizes))
    return [(end - size, end) for size, end in zip(sizes, ends, strict=True) if size] if len(sizes) > 1 else ()


READER = Reader("parquet", (".parquet", ".pq"), read, parts)


def _open(path: Path) -> Any:
    import pyarrow.parquet

    return pyarrow.parquet.ParquetFile(path)


def _values(table: Any, names: Sequence[str], first: int, last: int) -> Iterator[dict[str, Any]]:
    """The rows [first, last); only row groups that hold some of them are read."""
    at = 0
    for group in range(table.metadata.num_row_groups):
        size = table.metadata.row_group(group).num_rows
        if at < last and at + size > first:
            number = at
            for batch in table.iter_batches(_BATCH, row_groups=[group], columns=list(names), use_threads=False):
                for values in batch.to_pylist():
                    if first <= number < last:
                        yield values
                    number += 1
        at += size
