"""Answers as Telegram takes them: none is refused, none loses a word."""

import random
from collections.abc import Sequence

import pytest
from parley_telegram.chunks import ENTITIES, LIMIT, render
from parley_telegram.styled import Entity, Styled, units

from tests.fakes.telegram_checks import check_text

FENCE = "```"

PIECES = (
    *("**bold**", "*italic*", "_it_", "~~gone~~", "`code`", "``a ` b``", "__init__", "***both***"),
    *("[link](https://e.com/a_b)", "[bad](./x.md)", "[js](javascript:alert(1))", "<b>tag</b>"),
    *(
        "![image](https://e.com/i.png)",
        "<https://auto.link/_a_>",
        "https://e.com/a_(b)",
        "a < b > c",
    ),
    *(
        "**open",
        "*open",
        "`open",
        "[open](",
        "||spoiler||",
        "vector<int>",
        "$x_1 + x_2$",
        "\\*",
        "&amp;",
    ),
    *(
        "👨‍👩‍👧‍👦",
        "🤦🏽‍♂️",
        "🇩🇪",
        "\U0001d573\U0001d58a",
        "日本語",
        "مرحبا",
        "e\u0301",
        "\u200b",
        "\x00",
        "\ud83d",
    ),
)
LINES = (
    *("# Head *one*", "## Two", "---", "> quote", ">> deeper", "- item", "  - nested", "1. first"),
    *("- [ ] open", "- [x] done", "| a | b |", "|---|:-:|", "| 1 | **2** |", "    indented"),
    *(f"{FENCE}python", FENCE, "~~~", "", "", "plain words here", "[ref]: https://e.com"),
)

SHAPES = (
    "{}",
    "**{}**",
    "- {}",
    "> {}",
    "# {}",
    "`{}`",
    "1. {}",
    "<i>{}</i>",
    "| {} |",
    "[{}](https://e.com)",
)


def write_document(rng: random.Random) -> str:
    lines = []
    for _ in range(rng.randint(1, 30)):
        words = [rng.choice(PIECES) for _ in range(rng.randint(0, 6))]
        lines.append(" ".join((rng.choice(LINES), *words)))
    if rng.random() < 0.1:
        lines.append("long " * rng.randint(500, 3_000))
    if rng.random() < 0.05:
        lines.append(rng.choice(("x", "🚀", "é")) * rng.randint(4_000, 9_000))
    return "\n".join(lines)


def judge(messages: Sequence[Styled], limit: int = LIMIT, most: int = ENTITIES) -> None:
    for message in messages:
        assert message.size <= limit
        assert len(message.entities) <= most
        assert message.text == message.text.strip()
        check_text(message.text, [write(entity) for entity in message.entities])


def write(entity: Entity) -> dict[str, object]:
    return {
        "type": entity.style,
        "offset": entity.offset,
        "length": entity.length,
        "url": entity.url,
    }


def check_marked(rng: random.Random, limit: int = LIMIT, most: int = ENTITIES) -> int:
    """Writes an answer with words that are marked, and looks for each; how many there were."""
    lines = write_document(rng).split("\n")
    marks = [f"w{number}x" for number in range(len(lines))]
    marked = [rng.choice(SHAPES).format(mark) for mark in marks]
    gap = rng.choice(("\n", "\n\n"))
    messages = render(
        gap.join(each for pair in zip(lines, marked, strict=True) for each in pair), limit, most
    )

    judge(messages, limit, most)
    shown = " ".join(message.text for message in messages)
    assert [mark for mark in marks if mark not in shown] == []
    return len(marks)


@pytest.mark.parametrize("seed", range(4))
def test_no_answer_is_refused_and_none_loses_a_word(seed: int) -> None:
    rng = random.Random(seed)

    for _ in range(8):
        check_marked(rng)
        check_marked(rng, 200, 10)
        judge(render(write_document(rng)[:500], 60, 3), 60, 3)


def test_text_and_entities_are_as_they_are_read() -> None:
    (message,) = render("# Title\n\nSee **bold _both_** and [docs](https://e.com/x) or `x = 1`.")

    assert message.text == "Title\nSee bold both and docs or x = 1."
    assert message.entities == (
        Entity("bold", 0, 5),
        Entity("bold", 10, 9),
        Entity("italic", 15, 4),
        Entity("text_link", 24, 4, url="https://e.com/x"),
        Entity("code", 32, 5),
    )


def test_offsets_count_utf_16_units() -> None:
    (message,) = render("🚀 **go**")

    assert message.entities == (Entity("bold", 3, 2),)


def test_what_looks_like_a_tag_stays() -> None:
    (message,) = render("A vector<int> and <details>x</details>")

    assert message.text == "A vector<int> and <details>x</details>"


def test_a_name_with_underscores_is_no_emphasis() -> None:
    (message,) = render("Call __init__ of my_file_name")

    assert message.text == "Call __init__ of my_file_name"


def test_a_link_that_telegram_would_refuse_is_written_out() -> None:
    (message,) = render("[a](./b.md) [c](http://localhost:8080/x) [d](javascript:alert)")

    assert message.text == "a (./b.md) c (http://localhost:8080/x) d (javascript:alert)"
    assert message.entities == ()


def test_lists_have_marks_and_boxes() -> None:
    (message,) = render("1. one\n   - deeper\n2. two\n\n- [x] done\n- [ ] open")

    assert message.text == "1. one\n   • deeper\n2. two\n\n☑ done\n☐ open"


def test_a_narrow_table_is_aligned_and_a_wide_one_becomes_cards() -> None:
    narrow, wide = (
        "| a | bb |\n|---|---|\n| 1 | 日本 |",
        "| "
        + " | ".join(f"column {n}" for n in range(9))
        + " |\n"
        + "|---" * 9
        + "|\n"
        + "| v " * 9
        + "|",
    )

    assert render(narrow)[0].text == "a │ bb\n──┼─────\n1 │ 日本"
    assert render(wide)[0].text.splitlines()[:2] == ["column 0: v", "column 1: v"]


def test_code_that_is_cut_is_code_again_in_its_language() -> None:
    code = "\n".join(f"line_{n} = compute({n})" for n in range(400))

    messages = render(f"Intro\n{FENCE}python\n{code}\n{FENCE}\nOutro")

    pieces = [
        (message, entity)
        for message in messages
        for entity in message.entities
        if entity.style == "pre"
    ]
    assert len(pieces) >= 3
    assert {entity.language for _, entity in pieces} == {"python"}
    shown = "\n".join(
        message.text.encode("utf-16-le")[entity.offset * 2 : entity.end * 2].decode("utf-16-le")
        for message, entity in pieces
    )
    assert shown.split() == code.split()


def test_a_heading_goes_with_what_it_stands_over() -> None:
    messages = render("word " * 750 + "\n\n## Next\n\n" + "more " * 100)

    assert [message.text.startswith("Next") for message in messages] == [False, True]


def test_a_long_quote_is_folded() -> None:
    (message,) = render("> " + "long " * 100)

    assert [entity.style for entity in message.entities] == ["expandable_blockquote"]


def test_an_emoji_of_several_signs_is_not_cut() -> None:
    family = "👨‍👩‍👧‍👦"

    for message in render(family * 900):
        assert set(message.text.split(family)) == {""}


def test_nothing_seen_gives_no_message() -> None:
    assert [render(text) for text in ("", " \n\t\n", f"{FENCE}\n{FENCE}")] == [[], [], []]


def test_units_count_as_utf_16_does() -> None:
    for text in ("", "abc", "🚀x", "日本"):
        assert units(text) == len(text.encode("utf-16-le")) // 2
