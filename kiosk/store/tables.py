"""The base of every table. Times are INTEGER unix milliseconds UTC, ids text, JSON text."""

from typing import ClassVar

from sqlalchemy import BigInteger, Integer, MetaData
from sqlalchemy.orm import DeclarativeBase

# Names that do not depend on the database, so that a migration can drop what another one made.
NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMES)
    # 64 bits on PostgreSQL (milliseconds need them); on SQLite INTEGER is as wide as the value.
    type_annotation_map: ClassVar = {int: BigInteger().with_variant(Integer(), "sqlite")}
