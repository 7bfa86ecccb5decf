"""What the tables of lessons are asked, and what is written into them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Select, delete, func, select, update

from kiosk.engine.lesson.events import Event
from kiosk.store.inserts import insert_into
from kiosk.tutor.tables import Attendance, GroupSession, Learner, LearningGroup, Practice

_COLUMNS = [getattr(Practice, name) for name in Event.__struct_fields__]
"""What is an event, in the order of its fields."""
S = TypeVar("S", bound=Select[*tuple[Any, ...]])
_PERSON = (Learner.id, Learner.group_id, Learner.pictures, Learner.nickname)
"""In the order of a `Person`."""


class Person(NamedTuple):
    """A learner who has not left, in a group that is open."""

    id: str
    group_id: str
    pictures: str
    nickname: str | None


class Group(NamedTuple):
    id: str
    name: str


def add(db: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """What is there already stays as it is."""
    if rows:
        db.execute(insert_into(db, Practice).on_conflict_do_nothing(), rows)


def events_of(db: Connection, learner: str) -> Sequence[Any]:
    return db.execute(select(*_COLUMNS).where(Practice.learner == learner)).all()


def events_in(db: Connection, commune: str) -> Sequence[Any]:
    """Of a commune, with the learner's group and nickname, in the order in which they happened."""
    here = (
        select(Learner.id, Learner.nickname, LearningGroup.name)
        .join(LearningGroup, LearningGroup.id == Learner.group_id)
        .where(LearningGroup.commune == commune)
        .subquery()
    )
    return db.execute(
        select(*_COLUMNS, here.c.name.label("group"), here.c.nickname)
        .outerjoin(here, here.c.id == Practice.learner)
        .where(Practice.commune == commune)
        .order_by(Practice.at, Practice.run, Practice.n, Practice.scene, Practice.outcome)
    ).all()


def groups(db: Connection, commune: str) -> tuple[Group, ...]:
    """Those that are open and have somebody in them."""
    learning = select(Learner.group_id).where(Learner.left_at.is_(None))
    return _groups(db, *_here(commune), LearningGroup.id.in_(learning))


def learner(db: Connection, commune: str, id: str) -> Person | None:
    return _person(db, commune, Learner.id == id)


def learners_among(db: Connection, commune: str, ids: Iterable[str]) -> frozenset[str]:
    """Those of the ids that are learners of the commune now."""
    learning = select(Learner.id).where(Learner.id.in_(ids))
    return frozenset(db.scalars(_who_learn(learning, commune)))


def forget_before(db: Connection, before: int) -> int:
    """Deletes what was told before that time; how much."""
    return db.execute(delete(Practice).where(Practice.taken_at < before)).rowcount


def learner_by_pictures(db: Connection, commune: str, group: str, pictures: str) -> Person | None:
    return _person(db, commune, (Learner.group_id == group) & (Learner.pictures == pictures))


def _person(db: Connection, commune: str, which: Any) -> Person | None:
    row = db.execute(_who_learn(select(*_PERSON).where(which), commune)).one_or_none()
    return Person(*row) if row else None


class Member(NamedTuple):
    """A learner as those see them who teach; `group` is its name."""

    person: Person
    household: str | None
    group: str


class Meeting(NamedTuple):
    """`came`: how many were there."""

    id: str
    group_id: str
    at: int
    lesson: str
    ended_at: int | None
    came: int


def members(db: Connection, commune: str, group: str | None = None) -> tuple[Member, ...]:
    """Of a commune's open groups, or of one of them, in the order in which they came."""
    told = select(*_PERSON, Learner.household, LearningGroup.name)
    order = (LearningGroup.name, LearningGroup.id, Learner.made_at, Learner.id)
    rows = db.execute(_who_learn(told, commune, group).order_by(*order))
    return tuple(Member(Person(*row[:4]), row[4], row[5]) for row in rows)


def all_groups(db: Connection, commune: str, group: str | None = None) -> tuple[Group, ...]:
    """Those that are open, also where nobody is in them yet."""
    return _groups(db, *_here(commune, group))


def _groups(db: Connection, *which: Any) -> tuple[Group, ...]:
    rows = db.execute(
        select(LearningGroup.id, LearningGroup.name)
        .where(*which)
        .order_by(LearningGroup.name, LearningGroup.id)
    )
    return tuple(Group(*row) for row in rows)


def pictures_in(db: Connection, group: str) -> frozenset[str]:
    """Those of who left, too: they are never given again."""
    return frozenset(db.scalars(select(Learner.pictures).where(Learner.group_id == group)))


def events_of_members(db: Connection, commune: str, group: str | None = None) -> Iterable[Any]:
    ids = _who_learn(select(Learner.id), commune, group)
    return db.execute(select(*_COLUMNS).where(Practice.learner.in_(ids)))


def events_between(db: Connection, commune: str, since: int, until: int) -> Iterable[Any]:
    """Of learners who said who they are."""
    return db.execute(
        select(*_COLUMNS).where(
            Practice.commune == commune,
            Practice.at >= since,
            Practice.at <= until,
            Practice.learner.is_not(None),
        )
    )


def devices(db: Connection, commune: str, since: int) -> Sequence[Any]:
    """`device`, `learner`, and `heard`: when it last told of that learner."""
    return db.execute(
        select(Practice.device, Practice.learner, func.max(Practice.taken_at).label("heard"))
        .where(Practice.commune == commune, Practice.at >= since)
        .group_by(Practice.device, Practice.learner)
    ).all()


def add_group(db: Connection, row: Mapping[str, Any]) -> None:
    db.execute(insert_into(db, LearningGroup).values(row).on_conflict_do_nothing())


def add_learner(db: Connection, row: Mapping[str, Any]) -> None:
    db.execute(insert_into(db, Learner).values(row).on_conflict_do_nothing(index_elements=["id"]))


def close_group(db: Connection, group: str, now: int) -> None:
    db.execute(update(LearningGroup).where(LearningGroup.id == group).values(closed_at=now))


def take_out(db: Connection, group: str, learner: str, now: int) -> bool:
    """Who leaves keeps no name here. False: nobody was there to leave."""
    done = db.execute(
        update(Learner)
        .where(Learner.id == learner, Learner.group_id == group, Learner.left_at.is_(None))
        .values(left_at=now, nickname=None, household=None)
    )
    return done.rowcount == 1


def meetings(
    db: Connection, commune: str, group: str | None = None, id: str | None = None
) -> tuple[Meeting, ...]:
    """The newest first."""
    came = select(func.count()).where(Attendance.session_id == GroupSession.id).scalar_subquery()
    rows = db.execute(
        select(
            GroupSession.id,
            GroupSession.group_id,
            GroupSession.at,
            GroupSession.lesson,
            GroupSession.ended_at,
            came,
        )
        .join(LearningGroup, LearningGroup.id == GroupSession.group_id)
        .where(*_here(commune, group), *([GroupSession.id == id] if id else []))
        .order_by(GroupSession.at.desc(), GroupSession.id.desc())
    )
    return tuple(Meeting(*row) for row in rows)


def add_meeting(db: Connection, id: str, group: str, lesson: str, at: int) -> bool:
    """False: there is one with this id."""
    new = insert_into(db, GroupSession).values(id=id, group_id=group, at=at, lesson=lesson)
    return db.execute(new.on_conflict_do_nothing(index_elements=["id"])).rowcount == 1


def end_meeting(db: Connection, id: str, at: int) -> None:
    """A second time changes nothing."""
    db.execute(
        update(GroupSession)
        .where(GroupSession.id == id, GroupSession.ended_at.is_(None))
        .values(ended_at=at)
    )


def end_meetings(db: Connection, group: str, now: int) -> None:
    """Those that are still going on."""
    db.execute(
        update(GroupSession)
        .where(GroupSession.group_id == group, GroupSession.ended_at.is_(None))
        .values(ended_at=now)
    )


def present(db: Connection, meeting: str) -> frozenset[str]:
    which = Attendance.session_id == meeting
    return frozenset(db.scalars(select(Attendance.learner_id).where(which)))


def attend(db: Connection, meeting: str, learner: str) -> None:
    row = {"session_id": meeting, "learner_id": learner}
    db.execute(insert_into(db, Attendance).values(row).on_conflict_do_nothing())


def miss(db: Connection, meeting: str, learner: str) -> None:
    db.execute(
        delete(Attendance).where(Attendance.session_id == meeting, Attendance.learner_id == learner)
    )


def _who_learn(told: S, commune: str, group: str | None = None) -> S:
    """Of learners only those who have not left, in open groups of the commune or in one of them."""
    joined = told.join(LearningGroup, LearningGroup.id == Learner.group_id)
    return joined.where(*_here(commune, group), Learner.left_at.is_(None))


def _here(commune: str, group: str | None = None) -> tuple[Any, ...]:
    """Open groups of the commune, or the one of this id if it is such a one."""
    open_here = (LearningGroup.commune == commune, LearningGroup.closed_at.is_(None))
    return (*open_here, LearningGroup.id == group) if group else open_here
