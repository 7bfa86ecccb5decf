"""What a browser would do with the protocol, done in Node: see tools/twin_sync.mjs."""

from typing import Any

from kiosk.cli.twin import Twin


class Device:
    """What a browser would do, done in Node."""

    def __init__(self, node: Twin) -> None:
        self._node = node

    def all(self, name: str, *calls: tuple[Any, ...], module: str | None = None) -> list[Any]:
        """One call for each tuple of values."""
        return [
            answer["refuses"] if "refuses" in answer else _read(answer["gives"])
            for answer in self._node.ask_all([
                {"do": "sync", "module": module, "name": name, "values": _spelt(list(values))}
                for values in calls
            ])
        ]  # fmt: skip

    def one(self, name: str, *values: Any, module: str | None = None) -> Any:
        """What it gives, or the kind of problem that it refuses with."""
        return self.all(name, values, module=module)[0]


def _spelt(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"hex": value.hex()}
    if isinstance(value, dict):
        return {name: _spelt(one) for name, one in value.items()}
    return [_spelt(one) for one in value] if isinstance(value, list) else value


def _read(value: Any) -> Any:
    if isinstance(value, dict):
        if set(value) == {"hex"}:
            return bytes.fromhex(value["hex"])
        return {name: _read(one) for name, one in value.items()}
    return value
