"""The calculator: arithmetic read from a syntax tree, never run as code."""

import ast
import math
import operator
from collections.abc import Callable

from pydantic import Field

from parley_agent_runner.tools.declaration import Output, Tool, ToolArguments, ToolFailed

Number = int | float

LARGEST = 4096  # bits of a whole number, about 1,200 digits
LONGEST = 500  # characters of an expression

BINARY: dict[type[ast.operator], Callable[[Number, Number], Number]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
}
UNARY: dict[type[ast.unaryop], Callable[[Number], Number]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
}
CONSTANTS: dict[str, Number] = {"pi": math.pi, "e": math.e, "tau": math.tau}
AS_WRITTEN = str.maketrans({"×": "*", "·": "*", "÷": "/", "−": "-"})  # noqa: RUF001 as people do


class Calculation(ToolArguments):
    expression: str = Field(
        min_length=1,
        max_length=LONGEST,
        description="An arithmetic expression such as (2 + 3) * 4 ** 2 or sqrt(2) * pi.",
    )


def calculate(expression: str) -> str:
    """Raises ToolFailed with a sentence that says what is wrong."""
    try:
        tree = ast.parse(expression.translate(AS_WRITTEN).replace("^", "**").strip(), mode="eval")
        return _write(_value(tree.body))
    except ToolFailed:
        raise
    except SyntaxError:
        raise ToolFailed(f"{expression!r} is no arithmetic expression.") from None
    except ZeroDivisionError:
        raise ToolFailed("That divides by zero.") from None
    except (RecursionError, MemoryError):
        raise ToolFailed("The expression is nested too deeply.") from None
    except (ArithmeticError, ValueError, TypeError) as error:
        raise ToolFailed(f"That can't be calculated: {error}.") from None


def _value(node: ast.expr) -> Number:
    match node:
        case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
            return _checked(number)
        case ast.Name(id=name) if name in CONSTANTS:
            return CONSTANTS[name]
        case ast.UnaryOp(op=sign, operand=inner) if type(sign) in UNARY:
            return UNARY[type(sign)](_value(inner))
        case ast.BinOp(left=left, op=sign, right=right) if type(sign) in BINARY:
            return _combine(sign, _value(left), _value(right))
        case ast.Call(func=ast.Name(id=name), args=given, keywords=[]) if name in FUNCTIONS:
            return _checked(FUNCTIONS[name](*(_value(each) for each in given)))
    raise ToolFailed(f"{ast.unparse(node)[:80]!r} is nothing the calculator knows.")


def _combine(sign: ast.operator, left: Number, right: Number) -> Number:
    if isinstance(sign, ast.Pow):
        _check_power(left, right)
    return _checked(BINARY[type(sign)](left, right))


def _check_power(left: Number, right: Number) -> None:
    """Before it is raised: a tower of powers would take all memory."""
    whole = isinstance(left, int) and isinstance(right, int) and right > 0
    if whole and abs(left) > 1 and int(left).bit_length() * right > LARGEST * 2:
        raise ToolFailed("The result is too large.")


def _round(number: Number, digits: int = 0) -> Number:
    if abs(digits) > 300:  # round() would build ten to that power
        raise ToolFailed("That is more digits than a number has.")
    return round(number, digits) if digits else round(number)


def _checked(number: Number) -> Number:
    if isinstance(number, complex):
        raise ToolFailed("The result is no real number.")
    if isinstance(number, int) and number.bit_length() > LARGEST:
        raise ToolFailed("The result is too large.")
    if isinstance(number, float) and not math.isfinite(number):
        raise ToolFailed("The result is no finite number.")
    return number


def _write(number: Number) -> str:
    if isinstance(number, int):
        return str(number)
    return str(int(number)) if number.is_integer() and abs(number) < 1e15 else f"{number:.15g}"


FUNCTIONS: dict[str, Callable[..., Number]] = {  # each takes numbers only
    "abs": abs,
    "ceil": math.ceil,
    "cos": math.cos,
    "exp": math.exp,
    "floor": math.floor,
    "log": math.log,
    "log10": math.log10,
    "log2": math.log2,
    "max": max,
    "min": min,
    "round": _round,
    "sin": math.sin,
    "sqrt": math.sqrt,
    "tan": math.tan,
}


async def _run(arguments: Calculation, call_id: str) -> Output:
    return Output(calculate(arguments.expression))


CALCULATOR = Tool(
    name="calculator",
    title="Calculator",
    description="Calculates an arithmetic expression exactly. Use it for any sum that matters.",
    effect="pure",
    timeout=5.0,
    arguments=Calculation,
    run=_run,
)
