"""How far each report is covered, as a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pygal
from pygal.style import Style

from service.domain.findings import Status
from service.overview import Deadline

#: Stronger shades of the colours of the review Sheet, light enough for dark figures on them.
COLOURS = {
    Status.DONE: "#7fc397",
    Status.UNDER_WAY: "#f0cd6b",
    Status.MISSING: "#efa482",
    Status.OVERDUE: "#e48f87",
    Status.TO_REVIEW: "#b9a7de",
    Status.NOT_YET: "#c9d0d6",
    Status.NOTHING: "#9cc0e4",
}
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"


def coverage_svg(deadlines: Sequence[Deadline], *, narrow: bool = False) -> bytes:
    """A bar for each period: how many responsibilities have each status that any has.

    `narrow` fits a phone, with letters as large as on a wide screen.
    """
    upwards = tuple(reversed(deadlines))  # pygal draws the first bar at the bottom
    counts = [Counter(row.status for row in deadline.coverage.rows) for deadline in upwards]
    used = [status for status in Status if any(count[status] for count in counts)]
    letters = 12 if narrow else 14
    style = Style(
        background="transparent",
        plot_background="transparent",
        font_family=_FONT,
        label_font_size=letters,
        major_label_font_size=letters,
        legend_font_size=letters,
        value_font_size=15,
        value_colors=("#1f2328",) * len(used),
        opacity="1",
        opacity_hover="1",
        guide_stroke_dasharray="0",
        major_guide_stroke_dasharray="0",
        guide_stroke_color="transparent",
        major_guide_stroke_color="transparent",
        colors=tuple(COLOURS[status] for status in used) or ("#c9d0d6",),
    )
    chart = pygal.HorizontalStackedBar(
        style=style,
        js=[],  # pygal would load its tooltips from another server
        width=380 if narrow else 860,
        height=(120 if narrow else 70) + 46 * max(len(deadlines), 1),
        legend_at_bottom=True,
        legend_at_bottom_columns=2 if narrow else 4,
        legend_box_size=12,
        truncate_legend=-1,
        value_formatter=lambda value: str(value) if value else "",
        spacing=14,
        margin=4,
        show_x_labels=False,
        print_values=True,
        print_values_position="center",
        no_data_text="Chưa có kỳ báo cáo",
        show_x_guides=False,
        show_y_guides=False,
        disable_xml_declaration=True,
        order_min=0,
    )
    chart.x_labels = [deadline.period.label for deadline in upwards]
    for status in used:
        chart.add(status.value, [count[status] or None for count in counts])
    chart.add_xml_filter(_without_scripts)
    svg: bytes = chart.render()
    return svg


def _without_scripts(root: Any) -> Any:
    """The settings that pygal writes for its tooltips even where there are none."""
    for parent in list(root.iter()):
        for script in [child for child in parent if child.tag == "script"]:
            parent.remove(script)
    return root
