"""A thief with the tables and no key: everything that can be seen of each response, and a guess at each choice made of that.

What is seen is not named here, column by column, but found: a row belongs to a response if anything in it leads there (a
number, an id, the hash of an account), and every row, value, length and moment is a feature. So whatever is added to the store
is looked at too.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import Engine, MetaData, Table, select, text

Row = Mapping[str, Any]
Features = Mapping[str, Sequence[Any]]
# A feature is worth a guess if it would have been right so much more often among those the thief knows already; below that
# it may be luck, as there are many features.
WORTH = 0.08
FOLDS = 4
# Of a value that fewer people share nothing can be learnt; numbers with so many values are put in as many groups.
SHARED, GROUPS = 5, 4


def stolen(engine: Engine) -> dict[str, list[Row]]:
    """Return all rows of all tables, in the order in which they lie in the database."""
    known = MetaData()
    known.reflect(engine)
    with engine.connect() as connection:
        return {table.name: _rows(connection, table) for table in known.sorted_tables}


def _rows(connection: Any, table: Table) -> list[Row]:
    order = text("rowid" if connection.dialect.name == "sqlite" else "ctid")
    return [dict(row) for row in connection.execute(select(table).order_by(order)).mappings()]


def seen(tables: Mapping[str, list[Row]]) -> tuple[list[int], Features]:
    """Return the responses, and for each feature its value for each of them."""
    ways = _ways(tables)
    features: dict[str, dict[int, Any]] = defaultdict(dict)
    for name, rows in tables.items():
        theirs: dict[int, list[tuple[int, Row]]] = defaultdict(list)
        for place, row in enumerate(rows):
            for response in _owners(row, ways, is_response=name == "response"):
                theirs[response].append((place, row))
        for response, mine in theirs.items():
            for feature, value in _features(name, mine):
                features[feature][response] = value
    responses = [row["id"] for row in tables["response"]]
    return responses, {f: [of.get(r) for r in responses] for f, of in features.items()}


def _ways(tables: Mapping[str, list[Row]]) -> dict[tuple[str, Any], int]:
    """Return what leads to each response: its number, its invitation, its review, its account by number and by hash."""
    ways: dict[tuple[str, Any], int] = {}
    reviews = {row["id"]: row["review_id"] for row in tables["invitation"]}
    lookups = {row["id"]: row["lookup"] for row in tables["account"]}
    for row in tables["response"]:
        ways["id", row["invitation_id"]] = ways["id", reviews[row["invitation_id"]]] = row["id"]
        ways["id", bytes(lookups[row["account_id"]]).hex()] = row["id"]
        ways["response", row["id"]] = ways["account", row["account_id"]] = row["id"]
    return ways


def _owners(row: Row, ways: Mapping[tuple[str, Any], int], *, is_response: bool) -> set[int]:
    if is_response:
        return {row["id"]}
    found = set()
    for column, value in row.items():
        if isinstance(value, str | bytes):
            parts = value.split(":") if isinstance(value, str) else [value.hex()]
            found |= {ways["id", part] for part in parts if ("id", part) in ways}
        elif isinstance(value, int) and (kind := column.removesuffix("_id")) in {"response", "account"}:
            found |= {ways[kind, value]} if (kind, value) in ways else set()
    return found


def _features(table: str, mine: Sequence[tuple[int, Row]]) -> Iterator[tuple[str, Any]]:
    """Yield what can be seen of one response in one table."""
    rows = [row for _, row in mine]
    yield f"{table}: rows", len(rows)
    yield f"{table}: apart", mine[-1][0] - mine[0][0]
    for column in rows[0]:
        values = [row[column] for row in rows if row[column] is not None]
        yield f"{table}.{column}: there", len(values)
        yield from _of_column(f"{table}.{column}", values)
        for other in rows[0]:
            for word, lengths in _by_word(rows, column, other):
                yield f"{table}.{other} of {column} {word}: length", lengths
    yield from _spans(table, rows)


def _of_column(name: str, values: Sequence[Any]) -> Iterator[tuple[str, Any]]:
    if not values:
        return
    if isinstance(values[0], bytes | memoryview):
        lengths = [len(v) for v in values]
        yield f"{name}: longest", max(lengths)
        yield f"{name}: length of all", sum(lengths)
        return
    if isinstance(values[0], str | bool | date) and not isinstance(values[0], datetime):
        for word, number in Counter(map(str, values)).items():
            yield f"{name}: {word}", number
    if isinstance(values[0], int) and not isinstance(values[0], bool):
        yield f"{name}: span", max(values) - min(values)
        yield f"{name}: highest", max(values)


def _by_word(rows: Sequence[Row], column: str, other: str) -> Iterator[tuple[str, int]]:
    """Yield how long a sealed value is beside each word in the clear."""
    for row in rows:
        if isinstance(row[column], str) and isinstance(row[other], bytes | memoryview):
            yield row[column], len(row[other])


def _spans(table: str, rows: Sequence[Row]) -> Iterator[tuple[str, Any]]:
    """Yield how long it took from the first moment of any kind to the last."""
    moments = {c: [row[c] for row in rows if isinstance(row[c], datetime)] for c in rows[0]}
    for column, those in moments.items():
        if those:
            yield f"{table}.{column}: seconds", (max(those) - min(those)).total_seconds()
    every = [moment for those in moments.values() for moment in those]
    if every:
        yield f"{table}: seconds", (max(every) - min(every)).total_seconds()


def gains(responses: Sequence[int], features: Features, choices: Mapping[str, Mapping[int, str]]) -> dict[str, float]:
    """Return for each choice by how much it is guessed more often than by naming its commonest code.

    A choice is of those who were asked. The thief knows what three quarters of them chose, and guesses the others'.
    """
    parted = _parted(features)
    place = {response: n for n, response in enumerate(responses)}
    found = {}
    for choice, codes in choices.items():
        those = [(place[r], code) for r, code in codes.items()]
        right = sum(_guessed(those, fold, parted) for fold in range(FOLDS))
        found[choice] = (right - Counter(code for _, code in those).most_common(1)[0][1]) / len(those)
    return found


def _guessed(those: Sequence[tuple[int, str]], fold: int, parted: Sequence[Sequence[int]]) -> int:
    """Return how many of one fold are guessed rightly, by the feature that would have done best among the others."""
    known = [one for n, one in enumerate(those) if n % FOLDS != fold]
    asked = [one for n, one in enumerate(those) if n % FOLDS == fold]
    usual = Counter(code for _, code in known).most_common(1)[0]
    best, most = None, usual[1] + WORTH * len(known)
    for groups in parted:
        told = Counter((groups[p], code) for p, code in known)
        top: dict[int, int] = {}
        for (group, _), number in told.items():
            top[group] = max(top.get(group, 0), number)
        # A group of one says nothing of another.
        right = sum(number for number in top.values() if number > 1)
        if right > most:
            best, most = groups, right
    if best is None:
        return sum(code == usual[0] for _, code in asked)
    by_group: dict[int, Counter[str]] = defaultdict(Counter)
    for p, code in known:
        by_group[best[p]][code] += 1
    return sum(code == (by_group[best[p]].most_common(1) or [usual])[0][0] for p, code in asked)


def _parted(features: Features) -> list[tuple[int, ...]]:
    """Return the different ways in which features put the responses into groups."""
    found = {_grouped(values) for values in features.values()}
    return [groups for groups in found if _tells(groups)]


def _grouped(values: Sequence[Any]) -> tuple[int, ...]:
    different = sorted({v for v in values if v is not None}, key=lambda v: (str(type(v)), v))
    if len(different) > max(GROUPS, len(values) // SHARED) and isinstance(different[0], int | float):
        different = different[:: max(1, len(different) // GROUPS)]
        return tuple(-1 if v is None else sum(v >= edge for edge in different) for v in values)
    number = {v: n for n, v in enumerate(different)}
    return tuple(-1 if v is None else number[v] for v in values)


def differing(features: Features) -> set[str]:
    """Return what tells some responses from others: not what names a single one, nor what is another for each."""
    return {name for name, values in features.items() if _tells(_grouped(values))}


def _tells(groups: Sequence[int]) -> bool:
    """Tell whether at least two groups have more than one member."""
    return sum(number > 1 for number in Counter(groups).values()) > 1


def named(found: Mapping[str, float], more: float) -> Iterable[str]:
    """Return the choices that are guessed better than that, the best first."""
    best = sorted(found.items(), key=lambda one: -one[1])
    return [f"{choice} {gain:+.0%}" for choice, gain in best if gain > more]
