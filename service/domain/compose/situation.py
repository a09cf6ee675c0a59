"""Section I from what the school has filled in of itself in the tab «Số liệu trường»."""

from __future__ import annotations

from collections.abc import Iterator

from service.domain.compose.claims import claim, line, paragraph, present
from service.domain.compose.inputs import ReportInputs
from service.domain.compose.phrasing import bare, ended, inside, listed
from service.domain.compose.wording import Wording, capital
from service.domain.dates import count, short_date
from service.domain.indicators import Indicator, Origin
from service.domain.report import Block, BlockKind, Claim, ClaimKind
from service.domain.settings import BaseFigure

#: Keys of the catalogue that section I speaks of.
STAFF, WOMEN, PARTY = "truong.cbgvnv", "truong.nu", "truong.dang_vien"
KINDS_OF_STAFF = ("truong.cbql", "truong.gv", "truong.nv")
CLASSES, PUPILS = "truong.lop", "truong.hs"
STRONG, HARD = "truong.thuan_loi", "truong.kho_khan"
TOLD = (STAFF, WOMEN, PARTY, *KINDS_OF_STAFF, CLASSES, PUPILS)
VALUE_COLUMN = "Số liệu trường · Giá trị"


def situation(inputs: ReportInputs, wording: Wording) -> tuple[Block, ...]:
    """Section I: what is known of the school, and a notice that asks for the rest."""
    units = [unit.name for unit in inputs.profile.units]
    known: list[Claim] = []
    if units:
        text = wording.say(
            "dac_diem.don_vi", truong=inputs.profile.name, so=count(len(units)), ten=listed(units)
        )
        known.append(claim(text, ClaimKind.PLAN, basis="Danh bạ"))
    wanted = [f"“{item.name}”" for item in still_wanted(inputs)]
    notice = wording.say("ghi_chu.dac_diem", nhan=wording.say("ghi_chu.nhan"), ten=", ".join(wanted))
    return present(
        line("I", BlockKind.HEADING_1, wording.say("tieu_de.i")),
        paragraph("I.base", base_claims(inputs, wording)),
        paragraph("I.units", known),
        paragraph("I.strong", words_claims(inputs, wording, STRONG, "dac_diem.thuan_loi")),
        paragraph("I.hard", words_claims(inputs, wording, HARD, "dac_diem.kho_khan")),
        line("I.notice", BlockKind.NOTICE, notice) if wanted else None,
    )


def base_claims(inputs: ReportInputs, wording: Wording) -> Iterator[Claim]:
    """Staff, classes and pupils, as of the day that the school gives."""
    teller = _Teller(inputs, wording)
    yield from teller.staff()
    yield from teller.size()
    yield from teller.more()


def words_claims(inputs: ReportInputs, wording: Wording, key: str, phrase: str) -> Iterator[Claim]:
    """What the school has written of what helps (STRONG) or hinders it (HARD)."""
    found = next((item for item in inputs.base if item.key == key and item.words), None)
    if found is not None:
        text = wording.say(phrase, cau=ended(inside(found.words, inputs.profile)))
        yield claim(text, ClaimKind.DECISION, basis=_basis(found))


def still_wanted(inputs: ReportInputs) -> tuple[Indicator, ...]:
    """What the school has yet to fill in."""
    given = {item.key for item in inputs.base if item.value is not None or item.words}
    return tuple(item for item in inputs.catalogue.of_school if item.key not in given)


class _Teller:
    def __init__(self, inputs: ReportInputs, wording: Wording) -> None:
        self._inputs, self._wording = inputs, wording
        self._known = {item.key: item for item in inputs.base if item.value is not None}

    def staff(self) -> Iterator[Claim]:
        total = self._known.get(STAFF)
        if total is None:
            return
        more = ""
        if WOMEN in self._known:
            more += self._say("nu", so=self._count(WOMEN))
        kinds = [self._counted(key) for key in KINDS_OF_STAFF if key in self._known]
        if kinds:
            more += self._say("gom", ten=listed(kinds))
        if PARTY in self._known:
            more += self._say("dang_vien", so=self._count(PARTY))
        text = self._say("doi_ngu", luc=self._when(total), so=self._count(STAFF), them=more)
        yield claim(capital(text), ClaimKind.DECISION, basis=_basis(total))

    def size(self) -> Iterator[Claim]:
        found = [key for key in (CLASSES, PUPILS) if key in self._known]
        if found:
            text = self._say("quy_mo", ten=listed([self._counted(key) for key in found]))
            yield claim(text, ClaimKind.DECISION, basis=_basis(self._known[found[0]]))

    def more(self) -> Iterator[Claim]:
        """What a school has added to the catalogue."""
        added = [
            item
            for item in self._inputs.catalogue.of_school
            if item.origin is Origin.SCHOOL and item.key not in TOLD and item.key in self._known
        ]
        if added:
            text = self._say("them", ten=listed([self._counted(item.key) for item in added]))
            yield claim(text, ClaimKind.DECISION, basis=_basis(self._known[added[0].key]))

    def _when(self, figure: BaseFigure) -> str:
        return self._say("den_ngay", ngay=short_date(figure.as_of)) if figure.as_of else ""

    def _count(self, key: str) -> str:
        return count(self._known[key].value or 0)

    def _counted(self, key: str) -> str:
        indicator = self._inputs.catalogue.find(key)
        name = indicator.name if indicator else key
        return f"{self._count(key)} {inside(bare(name), self._inputs.profile)}"

    def _say(self, name: str, **values: str) -> str:
        return self._wording.say(f"dac_diem.{name}", **values)


def _basis(figure: BaseFigure) -> str:
    return f"{VALUE_COLUMN} ({figure.entered_by})" if figure.entered_by else VALUE_COLUMN
