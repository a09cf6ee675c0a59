"""Who may do what: the roles of people at a school, and the one table of what each may do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from service.domain.text import fold


class Role(StrEnum):
    """What somebody is to the service; the value is what people read."""

    PRINCIPAL = "Hiệu trưởng"
    SECRETARY = "Văn thư"
    STAFF = "Cán bộ đơn vị"
    VIEWER = "Người xem"


class Action(StrEnum):
    """What a page lets somebody do."""

    #: Deadlines, and what concerns one's own unit.
    SEE_OWN = "see own unit"
    #: What every unit has done, the drafts, the log.
    SEE_SCHOOL = "see the school"
    #: Say something on a draft.
    COMMENT = "comment"
    #: Change what the school keeps: directory, recipients, where a report stands.
    PREPARE = "prepare"
    #: What the principal alone answers for.
    DECIDE = "decide"


#: The table. What is not in it is refused.
MAY: Mapping[Role, frozenset[Action]] = {
    Role.PRINCIPAL: frozenset(Action),
    Role.SECRETARY: frozenset({Action.SEE_OWN, Action.SEE_SCHOOL, Action.COMMENT, Action.PREPARE}),
    Role.STAFF: frozenset({Action.SEE_OWN}),
    Role.VIEWER: frozenset({Action.SEE_OWN, Action.SEE_SCHOOL, Action.COMMENT}),
}

#: One who is listed in several lines has the first of these that any line gives.
STRONGEST_FIRST = (Role.PRINCIPAL, Role.SECRETARY, Role.VIEWER, Role.STAFF)

#: Words of the column «Vai trò» (folded) that give more than a unit's own things. A deputy reads everything
#: and decides nothing, until the school writes another role.
_ROLES = {
    "hieu truong": Role.PRINCIPAL,
    "pho hieu truong": Role.VIEWER,
    "van thu": Role.SECRETARY,
    "nhan vien van thu": Role.SECRETARY,
    "thu ky": Role.SECRETARY,
    "thu ki": Role.SECRETARY,
    "thu ky hoi dong": Role.SECRETARY,
    "thu ki hoi dong": Role.SECRETARY,
    "nguoi xem": Role.VIEWER,
    "chi xem": Role.VIEWER,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is signed in."""

    email: str
    name: str
    role: Role
    #: The units whose things a member of staff sees: a teacher's subject team, and the union.
    units: tuple[str, ...] = ()

    def may(self, action: Action) -> bool:
        """Whether the table lets this person do it."""
        return action in MAY[self.role]

    @property
    def sees_unit_only(self) -> bool:
        """Whether pages have to leave out what other units did."""
        return not self.may(Action.SEE_SCHOOL)


def role_of(words: str) -> Role:
    """The role that the column «Vai trò» gives; anything unknown is a member of a unit, who sees least."""
    return _ROLES.get(fold(words), Role.STAFF)
