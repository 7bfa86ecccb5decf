"""How data is kept: `Store` to read and write, `Base` for tables, `upgrade` for migrations."""

from kiosk.store.store import Store
from kiosk.store.tables import Base

__all__ = ["Base", "Store"]
