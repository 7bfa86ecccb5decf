"""What the procedure costs the citizen, line by line; what is not known is never zero."""

from dataclasses import dataclass

from kiosk.engine.shapes import Channel, Env, FeeRow, FeeTable, Flow, Value


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
        line_of(table, env, today, channel)
        for table in flow.fee
        if table.when is None or table.when.holds(env)
    )
    known = [line.total for line in lines if line.total is not None]
    return Fee(sum(known) if lines and len(known) == len(lines) else None, lines)


def line_of(table: FeeTable, env: Env, today: str, channel: Channel) -> FeeLine:
    for exemption in table.exempt:
        if exemption.when.holds(env):
            return FeeLine(table.name, 0, exemption.why, exemption.source)
    row = next((row for row in table.rows if holds(row, env, today, channel)), None)
    if row is None:
        return FeeLine(table.name, None)
    quantity = table.unit.of(env) if table.unit else 1
    if row.amount is None or not is_count(quantity):
        return FeeLine(table.name, None, row.why, row.source)
    return FeeLine(table.name, row.amount * quantity, row.why, row.source, quantity)


def is_count(quantity: Value) -> bool:
    return isinstance(quantity, int) and not isinstance(quantity, bool) and quantity >= 0


def holds(row: FeeRow, env: Env, today: str, channel: Channel) -> bool:
    in_force = row.start <= today and (row.end is None or today <= row.end)
    return in_force and channel in row.channels and (row.when is None or row.when.holds(env))
