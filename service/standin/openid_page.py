"""The page on which somebody says who they are."""

PAGE = """<!doctype html>
<html lang="vi"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Đăng nhập thử – bản giả lập, không phải Google</title>
<style>
body { font: 16px/1.5 system-ui, "Segoe UI", "Noto Sans", sans-serif; color: #222; background: #f5f6f8;
  margin: 0; }
main { max-width: 30rem; margin: 3rem auto; padding: 1.5rem 1.75rem; background: #fff;
  border: 1px solid #d8dce1; border-radius: .5rem; }
h1 { font-size: 1.35rem; margin: 0 0 .25rem; }
.quiet { color: #57606a; font-size: .9rem; margin: .25rem 0 1rem; }
ul { list-style: none; margin: 0 0 1rem; padding: 0; max-height: 22rem; overflow: auto;
  border: 1px solid #d8dce1; border-radius: .35rem; }
li + li { border-top: 1px solid #d8dce1; }
li button { width: 100%; padding: .55rem .8rem; border: 0; background: none; font: inherit; text-align: left;
  cursor: pointer; overflow-wrap: anywhere; }
li button:hover, li button:focus-visible { background: #eef3fc; }
label { display: block; font-size: .9rem; color: #57606a; }
input { width: 100%; box-sizing: border-box; padding: .5rem; font: inherit; }
.go { margin-top: .6rem; padding: .5rem 1rem; border: 0; border-radius: .35rem; background: #174ea6;
  color: #fff; font: inherit; cursor: pointer; }
</style></head><body><main>
{% if fault %}
<h1>Không đăng nhập được</h1><p>{{ fault }}</p>
{% else %}
<h1>Chọn tài khoản</h1>
<p class="quiet">Đây là bản giả lập trên máy này, không phải Google: không có mật khẩu, chọn ai là thành
người đó.</p>
<form method="post">
{% if accounts %}<ul>{% for address in accounts %}
<li><button name="account" value="{{ address }}">{{ address }}</button></li>{% endfor %}</ul>{% endif %}
</form>
<form method="post">
<label>Địa chỉ khác{% if domain %} (của {{ domain }}){% endif %}
<input name="account" type="email" value="{{ hint }}" autocomplete="off" required></label>
<button class="go">Tiếp tục</button>
</form>
{% endif %}
</main></body></html>"""
