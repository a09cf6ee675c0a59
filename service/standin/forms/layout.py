"""The form page's HTML."""

from __future__ import annotations

_HEAD = """<!doctype html><html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1"><title>{{ title or "Biểu mẫu" }}</title>
<style>
body{font:16px/1.45 system-ui,"Segoe UI",Roboto,sans-serif;background:#eef1f6;margin:0;color:#202124}
main{max-width:640px;margin:0 auto;padding:12px}
.card{background:#fff;border:1px solid #dadce0;border-radius:8px;padding:18px;margin:12px 0}
.top{border-top:8px solid #1f4e79}h1{font-size:1.5rem;margin:.2rem 0}h2{font-size:1.15rem;margin:.2rem 0}
label,.q{display:block;font-weight:500;margin-bottom:.4rem}
.help{color:#5f6368;font-size:.9rem;margin:.1rem 0 .6rem}
input[type=text],input[type=email],input[type=date],textarea,select{width:100%;box-sizing:border-box;font:inherit;
padding:.55rem;border:1px solid #b6bac0;border-radius:6px;background:#fff}textarea{min-height:6rem}
.option{font-weight:400;display:flex;gap:.6rem;align-items:center;min-height:2.4rem;margin:0}
.scale{display:flex;justify-content:space-between;gap:.4rem}.fault{color:#b3261e;margin:.4rem 0 0}
.bad{border-color:#b3261e}.star{color:#b3261e}button{font:inherit;background:#1f4e79;color:#fff;border:0;
border-radius:6px;padding:.7rem 1.6rem}footer{color:#5f6368;font-size:.85rem;padding:8px 4px 24px}
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
<p><a href="{{ link }}">Sửa câu trả lời</a></p></div>"""
    + _FOOT
)

SIGN_IN = (
    _HEAD
    + """<form class="card top" action="/signin" method="get"><h1>Đăng nhập</h1>
<p class="help">Biểu mẫu này ghi lại địa chỉ thư của người gửi.</p>
<label for="email">Thư điện tử</label><input id="email" name="email" type="email" required>
<input type="hidden" name="continue" value="{{ goal }}"><p><button>Tiếp tục</button></p></form>"""
    + _FOOT
)

FORM_PAGE = (
    _HEAD
    + """<form action="{{ action }}" method="post">
<div class="card top"><h1>{{ title }}</h1><p>{{ description }}</p>
{% if setting == "VERIFIED" %}<p class="help">Gửi với tên: {{ account }}</p>{% endif %}
<p class="help"><span class="star">*</span> là câu hỏi bắt buộc</p></div>
{% if setting == "RESPONDER_INPUT" %}<div class="card"><label for="email">Thư điện tử</label>
<input id="email" type="email" name="emailAddress" value="{{ (fields.emailAddress or [''])[0] }}">
</div>{% endif %}
{% for page in pages %}{% if page.title %}<div class="card"><h2>{{ page.title }}</h2>
<p class="help">{{ page.help }}</p></div>{% endif %}
{% for item in page["items"] %}
<div class="card{% if item.questions|selectattr('entry', 'in', faults)|list %} bad{% endif %}">
{% for field in item.questions %}{% set q = field.question %}{% set name = field.entry %}
{% set said = fields.get(name, []) %}
<label for="{{ name }}">{{ item.title or (q.rowQuestion or {}).title }}
{% if q.required %}<span class="star">*</span>{% endif %}</label>
{% if item.help %}<p class="help">{{ item.help }}</p>{% endif %}
{% if q.textQuestion is defined and q.textQuestion.paragraph %}
<textarea id="{{ name }}" name="{{ name }}">{{ said|first or "" }}</textarea>
{% elif q.dateQuestion is defined %}
<input id="{{ name }}" type="date" name="{{ name }}" value="{{ said|first or '' }}">
{% elif q.scaleQuestion is defined %}<div class="scale"><span>{{ q.scaleQuestion.lowLabel }}</span>
{% for n in range(q.scaleQuestion.low or 0, (q.scaleQuestion.high or 5) + 1) %}
<label class="option"><input type="radio" name="{{ name }}" value="{{ n }}"
{% if n|string in said %}checked{% endif %}>{{ n }}</label>{% endfor %}
<span>{{ q.scaleQuestion.highLabel }}</span></div>
{% elif q.choiceQuestion is defined and q.choiceQuestion.type == "DROP_DOWN" %}
<select id="{{ name }}" name="{{ name }}"><option value="">Chọn</option>
{% for option in q.choiceQuestion.options %}
<option{% if option.value in said %} selected{% endif %}>{{ option.value }}</option>{% endfor %}</select>
{% elif q.choiceQuestion is defined %}
{% for option in q.choiceQuestion.options %}<label class="option">
<input type="{{ 'checkbox' if q.choiceQuestion.type == 'CHECKBOX' else 'radio' }}" name="{{ name }}"
value="{{ '__other_option__' if option.isOther else option.value }}"
{% if option.value in said %}checked{% endif %}>{{ "Khác" if option.isOther else option.value }}</label>
{% endfor %}
{% else %}<input id="{{ name }}" type="text" name="{{ name }}" value="{{ said|first or '' }}">{% endif %}
{% if name in faults %}<p class="fault">{{ faults[name] }}</p>{% endif %}
{% endfor %}</div>{% endfor %}{% endfor %}
{% if faults.emailAddress %}<p class="fault">{{ faults.emailAddress }}</p>{% endif %}
<p><button>Gửi</button></p></form>"""
    + _FOOT
)
