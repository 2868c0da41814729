"""Arithmetic, and what only looks like it."""

import pytest
from parley_agent_runner.tools.calculator import calculate
from parley_agent_runner.tools.declaration import ToolFailed

SUMS = {
    "2+2": "4",
    "(2 + 3) * 4 ** 2": "80",
    "2^10": "1024",
    "7 / 2": "3.5",
    "7 // 2": "3",
    "7 % 4": "3",
    "0.1 + 0.2": "0.3",
    "-3 - -4": "1",
    "6 × 7 ÷ 2": "21",  # noqa: RUF001 as people write it
    "sqrt(16)": "4",
    "round(2.345, 2)": "2.35",
    "max(1, 2, 3) + min(4, 5)": "7",
    "2 * pi": "6.28318530717959",
    "10 ** 30": "1" + "0" * 30,
    "1e300": "1e+300",
}
REFUSED = [
    "",
    "two plus two",
    "2 +",
    "__import__('os').system('true')",
    "().__class__",
    "open('x')",
    "[1, 2]",
    "'a' * 10",
    "True + 1",
    "1 if 1 else 2",
    "1 / 0",
    "(-8) ** 0.5",
    "9 ** 9 ** 9",
    "10 ** 100000",
    "2 ** 4095 * 2 ** 4095",
    "round(5, -1000000000)",
    "exp(1000)",
    "1e308 * 10",
    "sqrt(-1)",
    "max()",
    "abs(1, 2)",
    "sqrt(x=4)",
    "-" * 400 + "1" + "(" * 50,
    "(" * 400 + "1" + ")" * 400,
]


@pytest.mark.parametrize("expression", SUMS)
def test_sums_come_out(expression: str) -> None:
    assert calculate(expression) == SUMS[expression]


@pytest.mark.filterwarnings("ignore::SyntaxWarning")
@pytest.mark.parametrize("expression", REFUSED)
def test_all_else_is_refused_with_a_sentence(expression: str) -> None:
    with pytest.raises(ToolFailed, match=r"\.$"):
        calculate(expression)
