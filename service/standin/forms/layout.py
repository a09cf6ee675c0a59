"""The form page's HTML."""

from __future__ import annotations

_HEAD = """<!doctype html><html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>{{ title or "Biểu mẫu" }}</title>
<style>
body{font:16px/1.45 system-ui,"Segoe UI",Roboto,sans-serif;background:#eef1f6;margin:0;color:#202124}
main{max-width:640px;margin:0 auto;padding:12px}
.card{background:#fff;border:1px solid #dadce0;border-radius:8px;padding:18px;margin:12px 0}
.top{border-top:8px solid #1f4e79}h1{font-size:1.5rem;line-height:1.25;margin:.2rem 0}
h2{font-size:1.15rem;margin:.2rem 0}
fieldset{border:0;margin:0 0 .8rem;padding:0;min-width:0}legend{padding:0}
.title{display:block;font-weight:500;margin-bottom:.4rem;overflow-wrap:anywhere}
.help{color:#5f6368;font-size:.9rem;margin:.1rem 0 .6rem}
.text,textarea,select{width:100%;box-sizing:border-box;font:inherit;padding:.55rem;min-height:2.8rem;
border:1px solid #8d9299;border-radius:6px;background:#fff;color:inherit}textarea{min-height:6rem}
.option{display:flex;gap:.7rem;align-items:center;min-height:2.8rem;margin:0;overflow-wrap:anywhere}
.option input{flex:none;width:1.2rem;height:1.2rem}.option .text{flex:1;width:auto}
.steps,.ends{display:flex;flex-wrap:wrap;justify-content:space-between;gap:.2rem .5rem}
.steps .option{flex-direction:column;gap:.1rem;min-width:2.2rem}
.fault{color:#b3261e;margin:.4rem 0 0}.bad{border-color:#b3261e}.star{color:#b3261e}
img{max-width:100%}button{font:inherit;background:#1f4e79;color:#fff;border:1px solid #1f4e79;
border-radius:6px;padding:.7rem 1.6rem;min-height:2.8rem}.quiet{background:#fff;color:#1f4e79}
.actions{display:flex;gap:.8rem}footer{color:#5f6368;font-size:.85rem;padding:8px 4px 24px}
:focus-visible{outline:3px solid #7aa7d9;outline-offset:2px}
</style></head><body><main>"""

_FOOT = """<footer>Bản giả lập, không phải Google.</footer></main></body></html>"""

CLOSED = (
    _HEAD
    + """<div class="card top"><h1>{{ title }}</h1>
<p>{{ reason or "Không tìm thấy biểu mẫu này." }}</p></div>"""
    + _FOOT
)

THANKS = (
    _HEAD
    + """<div class="card top"><h1>{{ title }}</h1><p>Câu trả lời của bạn đã được ghi lại.</p>
<p><a href="{{ link }}">Sửa câu trả lời</a></p><p><a href="viewform">Gửi câu trả lời khác</a></p></div>"""
    + _FOOT
)

SIGN_IN = (
    _HEAD
    + """<form class="card top" action="/signin" method="get"><h1>Đăng nhập</h1>
<p class="help">Biểu mẫu này chỉ nhận câu trả lời của người đã đăng nhập.</p>
<label class="title" for="email">Thư điện tử</label>
<input class="text" id="email" name="email" type="email" autocomplete="email" required>
<input type="hidden" name="continue" value="{{ goal }}"><p><button>Tiếp tục</button></p></form>"""
    + _FOOT
)

_QUESTION = """{% macro question(item, q) %}
{% set star %}{% if q.is_required %} <span class="star" title="bắt buộc">*</span>{% endif %}{% endset %}
{% set title = q.row or item.title %}
{% if q.kind in ("radio", "checkbox", "steps") %}
<fieldset><legend class="title">{{ title }}{{ star }}</legend>
{% if item.help and not q.row %}<p class="help">{{ item.help }}</p>{% endif %}
{% if q.kind == "steps" %}<div class="ends help"><span>{{ q.low_label }}</span><span>{{ q.high_label }}</span>
</div><div class="steps">{% endif %}
{% for option in q.options %}<label class="option">
<input type="{{ 'checkbox' if q.kind == 'checkbox' else 'radio' }}" name="{{ q.name }}"
value="{{ option.value }}"{% if option.submits %} data-submits{% endif %}
{%- if option.is_chosen %} checked{% endif %}>{{ option.label }}{% if option.is_other %}
<input class="text" type="text" name="{{ q.name }}.other_option_response" aria-label="Nội dung khác"
value="{{ q.other_text }}">{% endif %}</label>{% endfor %}
{% if q.kind == "steps" %}</div>{% endif %}</fieldset>
{% else %}<label class="title" for="{{ q.name }}">{{ title }}{{ star }}</label>
{% if item.help %}<p class="help">{{ item.help }}</p>{% endif %}
{% if q.kind == "paragraph" %}<textarea id="{{ q.name }}" name="{{ q.name }}">
{{ q.value }}</textarea>
{% elif q.kind == "select" %}<select id="{{ q.name }}" name="{{ q.name }}"><option value="">Chọn</option>
{% for option in q.options %}<option{% if option.submits %} data-submits{% endif %}
{%- if option.is_chosen %} selected{% endif %}>{{ option.value }}</option>{% endfor %}</select>
{% else %}<input class="text" id="{{ q.name }}" type="{{ q.kind }}" name="{{ q.name }}" value="{{ q.value }}">
{% endif %}{% endif %}
{% if q.fault %}<p class="fault" role="alert">{{ q.fault }}</p>{% endif %}{% endmacro %}"""

#: The button says «Gửi» as soon as what is chosen ends the form; without a script it says «Tiếp».
_SCRIPT = """<script>
document.querySelector("form").addEventListener("change", function (event) {
  var chosen = event.target.selectedOptions ? event.target.selectedOptions[0] : event.target;
  if (!chosen || !this.querySelector("[data-submits]")) return;
  var button = document.getElementById("go");
  if (event.target.querySelector("[data-submits]") || chosen.hasAttribute("data-submits"))
    button.textContent = chosen.hasAttribute("data-submits") ? "Gửi" : button.dataset.label;
});
</script>"""

FORM_PAGE = (
    _QUESTION
    + _HEAD
    + """<form action="{{ action }}" method="post">
<div class="card top"><h1>{{ title }}</h1>
{% if number == 0 %}<p>{{ description }}</p>{% endif %}
{% if setting == "VERIFIED" %}<p class="help">Gửi với tên: {{ account }}</p>{% endif %}
<p class="help"><span class="star">*</span> là câu hỏi bắt buộc</p></div>
{% if setting == "RESPONDER_INPUT" %}<div class="card{{ ' bad' if faults.emailAddress }}">
<label class="title" for="email">Thư điện tử <span class="star">*</span></label>
<input class="text" id="email" type="email" name="emailAddress"
value="{{ (fields.emailAddress or [''])[0] }}">
{% if faults.emailAddress %}<p class="fault" role="alert">{{ faults.emailAddress }}</p>{% endif %}</div>
{% elif faults.emailAddress %}<p class="fault" role="alert">{{ faults.emailAddress }}</p>{% endif %}
{% if section.title %}<div class="card"><h2>{{ section.title }}</h2>
<p class="help">{{ section.help }}</p></div>{% endif %}
{% for item in cards %}<div class="card{{ ' bad' if item.questions|selectattr('fault')|list }}">
{% if not item.questions or item.questions[0].row %}<h2>{{ item.title }}</h2>
<p class="help">{{ item.help }}</p>{% endif %}
{% if item.image %}<img src="{{ item.image }}" alt="{{ item.title }}">{% endif %}
{% for q in item.questions %}{{ question(item, q) }}{% endfor %}</div>{% endfor %}
{% for name, value in hidden %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}
<input type="hidden" name="pageHistory" value="{{ history|join(',') }}">
<p class="actions">
<button id="go" name="continue" value="1" data-label="{{ label }}">{{ label }}</button>
{% if history|length > 1 %}<button class="quiet" name="back" value="1">Quay lại</button>{% endif %}
</p></form>"""
    + _SCRIPT
    + _FOOT
)
