"""How far each report is covered, as a picture."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

import pygal
from pygal.style import Style

from service.domain.findings import Status
from service.overview import Deadline

#: Stronger shades of the colours of the review Sheet, so that the bars stand out on white.
COLOURS = {
    Status.DONE: "#4f9d69",
    Status.UNDER_WAY: "#e0b341",
    Status.MISSING: "#df8a63",
    Status.OVERDUE: "#c2524a",
    Status.TO_REVIEW: "#8f7cc0",
    Status.NOT_YET: "#b8c0c6",
    Status.NOTHING: "#7ea6cf",
}
_FONT = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'Liberation Sans', sans-serif"


def coverage_svg(deadlines: Sequence[Deadline]) -> bytes:
    """A bar for each period: how many responsibilities have each status that any has."""
    upwards = tuple(reversed(deadlines))  # pygal draws the first bar at the bottom
    counts = [Counter(row.status for row in deadline.coverage.rows) for deadline in upwards]
    used = [status for status in Status if any(count[status] for count in counts)]
    style = Style(
        background="transparent",
        plot_background="transparent",
        font_family=_FONT,
        label_font_size=14,
        major_label_font_size=14,
        legend_font_size=14,
        opacity=".9",
        guide_stroke_dasharray="0",
        major_guide_stroke_dasharray="0",
        guide_stroke_color="transparent",
        major_guide_stroke_color="transparent",
        colors=tuple(COLOURS[status] for status in used) or ("#b8c0c6",),
    )
    chart = pygal.HorizontalStackedBar(
        style=style,
        js=[],  # pygal would load its tooltips from another server
        width=860,
        height=110 + 52 * max(len(deadlines), 1),
        legend_at_bottom=True,
        legend_at_bottom_columns=4,
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
