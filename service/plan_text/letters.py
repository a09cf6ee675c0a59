"""Vietnamese letters as character classes; a range such as À-Ỹ has both capitals and small letters in it."""

_MARKED = "ÀÁÂÃÈÉÊÌÍÒÓÔÕÙÚÝĂĐĨŨƠƯẠẢẤẦẨẪẬẮẰẲẴẶẸẺẼẾỀỂỄỆỈỊỌỎỐỒỔỖỘỚỜỞỠỢỤỦỨỪỬỮỰỲỴỶỸ"

#: For use inside [ ].
UPPER = f"A-Z{_MARKED}"
LOWER = f"a-z{_MARKED.lower()}"
