"""The rules of checks and of the report, as people read them."""

from __future__ import annotations

#: Id of a rule → what it says. An id is for the store and for machines; it never changes.
RULE_NAMES = {
    "done.enough": "đủ số hoạt động được tính và đủ minh chứng",
    "under-way.some": "có hoạt động đang thực hiện hoặc chưa đủ số hoạt động",
    "missing.none": "chưa có hoạt động nào được tính, chưa đến hạn của đơn vị",
    "missing.not-asked-for": "chưa có báo cáo, kỳ này không bắt buộc phải có hoạt động",
    "overdue.after-due": "đã qua hạn của đơn vị mà chưa đủ",
    "review.contradicted-by-feedback": "đơn vị báo hoàn thành nhưng có góp ý chưa hài lòng",
    "review.done-without-evidence": "đơn vị báo hoàn thành nhưng thiếu minh chứng bắt buộc",
    "not-yet.window-ahead": "kỳ số liệu chưa bắt đầu",
    "nothing.reported": "đơn vị báo không phát sinh trong kỳ",
    "nothing.unit-closed": "đơn vị đã kết thúc hoạt động trước ngày ký báo cáo",
    "nothing.not-in-force": "nhiệm vụ không áp dụng trong kỳ",
    "assessment.every-owner-done": "mọi đơn vị được giao đã hoàn thành",
    "assessment.all-done-all-proven": "hoàn thành mọi nhiệm vụ được giao, mọi hoạt động có minh chứng",
    "assessment.owner-owes-report": "còn đơn vị chưa gửi báo cáo",
    "assessment.evidence-or-feedback-against": "thiếu minh chứng, hoặc góp ý trái với báo cáo",
    "assessment.unhappy-feedback": "góp ý ở mức chưa hài lòng",
    "occasions.joint-told-once": "việc chung của nhiều đơn vị (cùng tên, cùng ngày) được kể và đếm một lần",
    "figures.must-agree": "các số liệu phải khớp nhau",
    "complaints": "góp ý ở mức chưa hài lòng",
}


def rule_name(rule: str) -> str:
    """What a rule says; anything that is no rule's id as it is."""
    return RULE_NAMES.get(rule, rule)
