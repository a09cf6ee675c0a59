"""Figures that must agree: what came in and what became of it, parts and whole, one period and the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from service.domain.checks.stocks import Stock, stock_kind
from service.domain.compose.claims import claim
from service.domain.compose.inputs import ReportInputs
from service.domain.compose.measures import Measure, Measures, Reading
from service.domain.compose.phrasing import listed
from service.domain.compose.units import named
from service.domain.compose.wording import Wording
from service.domain.dates import count
from service.domain.indicators import CarryOver, Identity, Indicator, Origin, Relation
from service.domain.records import SourceRef
from service.domain.report import Block, BlockKind, ClaimKind
from service.domain.text import slug

#: The rule that figures must agree.
RULE = "figures.must-agree"
_DAY = dt.timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class IdentityFault:
    """Figures that do not agree."""

    #: Stable: "Đơn thư", "don.nhan:parts".
    key: str
    #: The figures with their numbers and who reported them, in Vietnamese, without a full stop.
    said: str
    sources: tuple[SourceRef, ...] = ()


def identity_faults(
    inputs: ReportInputs, wording: Wording, measures: Measures | None = None
) -> tuple[IdentityFault, ...]:
    """Everything that does not agree; a figure that is not reported in full is not judged."""
    checker = _Checker(inputs, wording, measures or Measures(inputs))
    return tuple(checker.faults())


def figure_notices(inputs: ReportInputs, wording: Wording, measures: Measures) -> Iterator[Block]:
    """What does not agree, on the first page, for the principal."""
    label = wording.say("ghi_chu.nhan")
    for fault in identity_faults(inputs, wording, measures):
        text = wording.say("ghi_chu.khong_khop", nhan=label, loi=fault.said)
        kind = ClaimKind.COUNTED if fault.sources else ClaimKind.DECISION
        said = claim(text, kind, fault.sources, basis=RULE)
        yield Block(key=f"notice.figures.{slug(fault.key)}", kind=BlockKind.NOTICE, claims=(said,))


class _Checker:
    def __init__(self, inputs: ReportInputs, wording: Wording, measures: Measures) -> None:
        self._inputs, self._wording, self._measures = inputs, wording, measures

    def faults(self) -> Iterator[IdentityFault]:
        catalogue = self._inputs.catalogue
        for identity in catalogue.identities:
            yield from self._identity(identity)
        for indicator in catalogue.indicators:
            yield from self._parts(indicator)
            yield from self._growing(indicator)
        for carried in catalogue.carried:
            yield from self._carried(carried)

    def _identity(self, identity: Identity) -> Iterator[IdentityFault]:
        left, right = self._side(identity.left, identity), self._side(identity.right, identity)
        if left is None or right is None:
            return
        one, other = _sum(left), _sum(right)
        holds = one == other if identity.relation is Relation.EQUAL else one <= other
        if not holds:
            key = "bang" if identity.relation is Relation.EQUAL else "khong_qua"
            yield self._fault(identity.name, key, identity.name, left, right)

    def _side(self, keys: Sequence[str], identity: Identity) -> list[Measure] | None:
        """One side, without what nobody is asked for if it may be left out; None if it cannot be judged."""
        found = [self._measures.of(item) for key in keys if (item := self._inputs.catalogue.find(key))]
        asked = [m for m in found if m.indicator.key not in identity.optional or _is_known(m)]
        if not asked or any(m.now.value is None or m.now.missing_from for m in asked):
            return None
        return asked

    def _parts(self, indicator: Indicator) -> Iterator[IdentityFault]:
        """Where a total and all its parts are asked for, they agree."""
        if not indicator.parts or indicator.origin is Origin.SHARE:
            return
        whole = self._measures.of(indicator)
        parts = [self._measures.of(item) for key in indicator.parts if (item := self._find(key))]
        every = [whole, *parts]
        is_full = all(m.is_asked and m.now.value is not None and not m.now.missing_from for m in every)
        if is_full and _sum([whole]) != _sum(parts):
            yield self._fault(f"{indicator.key}:parts", "bang", indicator.name, [whole], parts)

    def _growing(self, indicator: Indicator) -> Iterator[IdentityFault]:
        """What is added up over the year is no less than over the period."""
        measure = self._measures.of(indicator)
        now, year = measure.now.value, measure.year.value
        if indicator.origin is not Origin.FIGURE or stock_kind(indicator.name) is not Stock.FLOW:
            return
        if now is not None and year is not None and year < now:
            said = self._say("luy_ke", ten=indicator.name, ky=count(now), nam=count(year))
            yield IdentityFault(key=f"{indicator.key}:year", said=said, sources=measure.sources)

    def _carried(self, carried: CarryOver) -> Iterator[IdentityFault]:
        previous = self._inputs.previous
        if previous is None or previous.data_to + _DAY != self._inputs.period.data_from:
            return  # A longer report over the same months begins with the same leftovers.
        opening, closing = self._find(carried.opening), self._find(carried.closing)
        if opening is None or closing is None:
            return
        now, before = self._measures.of(opening).now, self._measures.of(closing).before
        if before is None or None in (now.value, before.value) or now.missing_from or before.missing_from:
            return
        if now.value != before.value:
            said = self._say(
                "noi_ky",
                ten=carried.name,
                so=count(now.value or 0),
                cuoi=closing.name,
                ky=previous.label,
                so_truoc=count(before.value or 0),
                don_vi=self._units([now, before]),
            )
            yield IdentityFault(
                key=f"{opening.key}:carried", said=said, sources=(*now.sources, *before.sources)
            )

    def _fault(
        self, key: str, relation: str, name: str, left: Sequence[Measure], right: Sequence[Measure]
    ) -> IdentityFault:
        readings = [measure.now for measure in (*left, *right)]
        said = self._say(
            relation,
            ten=name,
            trai=self._told(left),
            phai=self._told(right),
            don_vi=self._units(readings),
        )
        refs = dict.fromkeys(ref for reading in readings for ref in reading.sources)
        return IdentityFault(key=key, said=said, sources=tuple(refs))

    def _told(self, side: Sequence[Measure]) -> str:
        """«đơn đã giải quyết 01 và đơn còn lại 01, cộng là 02»."""
        said = listed([f"{_small(m.indicator.name)} {count(m.now.value or 0)}" for m in side])
        return said if len(side) == 1 else self._say("cong_la", ten=said, tong=count(_sum(side)))

    def _units(self, readings: Sequence[Reading]) -> str:
        units = dict.fromkeys(unit for reading in readings for unit in reading.units)
        return named(units, self._inputs.profile, self._wording) or self._say("nha_truong")

    def _find(self, key: str) -> Indicator | None:
        return self._inputs.catalogue.find(key)

    def _say(self, name: str, **values: str) -> str:
        return self._wording.say(f"dang_thuc.{name}", **values)


def _is_known(measure: Measure) -> bool:
    return measure.is_asked or measure.now.value is not None


def _sum(measures: Sequence[Measure]) -> int:
    return sum(measure.now.value or 0 for measure in measures)


def _small(name: str) -> str:
    return name[:1].lower() + name[1:]
