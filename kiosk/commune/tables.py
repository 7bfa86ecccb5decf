"""What a commune sets for itself."""

from sqlalchemy.orm import Mapped, mapped_column

from kiosk.store.tables import Base


class CommuneSetting(Base):
    """One value by its name; see `kiosk.commune.rules.CommuneSettings`."""

    __tablename__ = "commune_setting"

    commune: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]


class UsualReason(Base):
    """A reason that the desk gives often, in words for citizens, of one `kind` of act."""

    __tablename__ = "usual_reason"

    id: Mapped[str] = mapped_column(primary_key=True)
    commune: Mapped[str] = mapped_column(index=True)
    kind: Mapped[str]
    text: Mapped[str]
