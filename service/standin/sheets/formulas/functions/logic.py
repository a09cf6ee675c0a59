"""IF and its like, and questions about what a value is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from service.standin.sheets.formulas import values
from service.standin.sheets.formulas.calls import Call, Spec
from service.standin.sheets.formulas.values import Argument, Cells, FormulaError, Value, compare


def _if(call: Call) -> Argument:
    if call.truth(0):
        return call.argument(1)
    return call.argument(2) if call.count > 2 else False


def _ifs(call: Call) -> Argument:
    for index in range(0, call.count - 1, 2):
        if call.truth(index):
            return call.argument(index + 1)
    raise FormulaError("N_A", "No match.")


def _switch(call: Call) -> Argument:
    wanted = call.plain(0)
    for index in range(1, call.count - 1, 2):
        if compare(wanted, call.plain(index)) == 0:
            return call.argument(index + 1)
    if call.count % 2 == 0:
        return call.argument(call.count - 1)
    raise FormulaError("N_A", "No match in SWITCH evaluation.")


def _value_or_error(call: Call) -> Value:
    """The first argument as one value, an error as well."""
    try:
        return call.plain(0)
    except FormulaError as error:
        return error


def _if_error(call: Call) -> Argument:
    value = _value_or_error(call)
    if not isinstance(value, FormulaError) or (call.node.name == "IFNA" and value.kind != "N_A"):
        if isinstance(value, FormulaError):
            raise value
        return value
    return call.argument(1) if call.count > 1 else None


def _truths(call: Call) -> Iterator[bool]:
    for index in range(call.count):
        found = call.argument(index)
        if not isinstance(found, Cells):
            yield values.truth(found, call.where(index))
            continue
        for value in found.values():
            if isinstance(value, FormulaError):
                raise value
            if not isinstance(value, str):
                yield bool(value)


def _all_of(test: Callable[[Iterable[bool]], bool]) -> Callable[[Call], bool]:
    def run(call: Call) -> bool:
        found = list(_truths(call))
        if not found:
            raise FormulaError("VALUE", f"Function {call.node.name} has no logical values.")
        return test(found)

    return run


def _question(test: Callable[[Value], bool]) -> Spec:
    return Spec(1, 1, lambda call: test(_value_or_error(call)))


def _fail(call: Call) -> Argument:
    raise FormulaError("N_A", "Result was not available.")


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


LOGIC = {
    "IF": Spec(2, 3, _if),
    "IFS": Spec(2, None, _ifs),
    "SWITCH": Spec(3, None, _switch),
    "IFERROR": Spec(1, 2, _if_error),
    "IFNA": Spec(1, 2, _if_error),
    "AND": Spec(1, None, _all_of(all)),
    "OR": Spec(1, None, _all_of(any)),
    "XOR": Spec(1, None, _all_of(lambda found: sum(found) % 2 == 1)),
    "NOT": Spec(1, 1, lambda call: not call.truth(0)),
    "TRUE": Spec(0, 0, lambda call: True),
    "FALSE": Spec(0, 0, lambda call: False),
    "NA": Spec(0, 0, _fail),
    "ISBLANK": _question(lambda value: value is None),
    "ISNUMBER": _question(_is_number),
    "ISTEXT": _question(lambda value: isinstance(value, str)),
    "ISNONTEXT": _question(lambda value: not isinstance(value, str)),
    "ISLOGICAL": _question(lambda value: isinstance(value, bool)),
    "ISERROR": _question(lambda value: isinstance(value, FormulaError)),
    "ISERR": _question(lambda value: isinstance(value, FormulaError) and value.kind != "N_A"),
    "ISNA": _question(lambda value: isinstance(value, FormulaError) and value.kind == "N_A"),
}
