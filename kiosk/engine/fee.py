"""What the procedure costs the citizen, line by line; what is not known is never zero."""

from collections import ChainMap
from dataclasses import dataclass, replace

from kiosk.engine.shapes import Channel, Env, FeeRow, FeeTable, Flow, Value
from kiosk.engine.values import SAFE


@dataclass(frozen=True, slots=True)
class FeeLine:
    """One line; `total` in whole đồng is null when the officer has to be asked."""

    name: str | None
    total: int | None
    why: str | None = None
    source: str | None = None
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Fee:
    total: int | None
    lines: tuple[FeeLine, ...]


def fee(flow: Flow, env: Env, today: str, channel: Channel) -> Fee:
    lines = tuple(
        line
        for table in flow.fee
        if table.when is None or table.when.holds(env)
        for line in lines_of(table, env, today, channel)
    )
    known = [line.total for line in lines if line.total is not None]
    return Fee(exact(sum(known)) if lines and len(known) == len(lines) else None, lines)


def lines_of(table: FeeTable, env: Env, today: str, channel: Channel) -> tuple[FeeLine, ...]:
    """One line, or one for each member of the group that the table is reckoned for."""
    if table.each is None:
        return (line_of(table, env, today, channel),)
    found = env.get(table.each)
    members = found if isinstance(found, list) else []
    return tuple(
        replace(line_of(table, ChainMap(member, dict(env)), today, channel), name=nth(table, n))
        for n, member in enumerate(members, start=1)
        if isinstance(member, dict)
    )


def nth(table: FeeTable, n: int) -> str:
    return f"{table.name or ''} {n}".lstrip()


def line_of(table: FeeTable, env: Env, today: str, channel: Channel) -> FeeLine:
    for exemption in table.exempt:
        if exemption.when.holds(env):
            return FeeLine(table.name, 0, exemption.why, exemption.source)
    row = next((row for row in table.rows if holds(row, env, today, channel)), None)
    if row is None:
        return FeeLine(table.name, None)
    quantity = table.unit.of(env) if table.unit else 1
    total = exact(row.amount * quantity) if row.amount is not None and is_count(quantity) else None
    if total is None:
        return FeeLine(table.name, None, row.why, row.source)
    return FeeLine(table.name, total, row.why, row.source, quantity)


def is_count(quantity: Value) -> bool:
    return isinstance(quantity, int) and not isinstance(quantity, bool) and quantity >= 0


def exact(total: int) -> int | None:
    """None where the twin's doubles no longer hold every whole number."""
    return total if total < SAFE else None


def holds(row: FeeRow, env: Env, today: str, channel: Channel) -> bool:
    in_force = row.start <= today and (row.end is None or today <= row.end)
    return in_force and channel in row.channels and (row.when is None or row.when.holds(env))
