"""What a terminal prints of an answer that grows: each word once, unless it was written anew."""

from datetime import UTC, datetime

from parley_cli.chat import read_answers
from parley_cli.export import name_file
from parley_cli.growing import Growing, describe_approval
from parley_shared.models import Approval, Message, Option, Part, Query, TextPart, ToolPart

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def answer(text: str = "", *parts: Part) -> Message:
    return Message(id="a", thread_id="t", role="assistant", text=text, parts=parts, created_at=NOW)


def call(state: str = "started", summary: str = "") -> ToolPart:
    return ToolPart.model_validate(
        {
            "step": 0,
            "call_id": "c",
            "name": "calculator",
            "title": "Calculator",
            "arguments": {"expression": "1 + 1"},
            "state": state,
            "summary": summary,
        }
    )


def print_all(*answers: Message) -> list[str]:
    growing = Growing()
    return [growing.more(each) for each in answers]


def test_of_a_text_that_grows_only_what_is_new_is_printed() -> None:
    assert print_all(answer("Hel"), answer("Hello"), answer("Hello")) == ["Hel", "lo", ""]


def test_a_text_that_moves_before_a_call_is_not_printed_again() -> None:
    said = TextPart(step=0, text="Let me see.")

    printed = print_all(
        answer("Let me"),
        answer("", said, call()),
        answer("", said, call("done", "2")),
        answer("It is 2", said, call("done", "2")),
    )

    assert printed == ["Let me", " see.\n· Calculator expression=1 + 1\n", "  → 2\n", "It is 2"]


def test_a_text_that_is_written_in_other_words_is_printed_whole_with_a_mark() -> None:
    assert print_all(answer("It is th"), answer("It was three")) == [
        "It is th",
        "\n↻ It was three",
    ]


def test_how_a_call_ended_is_said_unless_it_is_done() -> None:
    assert print_all(answer("", call("unknown", "nobody knows")))[0].endswith(
        "  → (unknown) nobody knows\n"
    )


def test_nothing_that_a_terminal_would_obey_is_printed() -> None:
    assert print_all(answer("a\x1b[2Jb\nc\td")) == ["a?[2Jb\nc\td"]


def test_what_is_to_be_approved_is_shown_whole_and_no_value_passes_for_another_name() -> None:
    approval = Approval(
        id="p",
        thread_id="t",
        turn_id="u",
        call_id="c",
        tool="send\x1b[2J",
        arguments={"to": "ann\n  to: bob", "text": "x" * 500},
        created_at=NOW,
    )

    lines = describe_approval(approval).splitlines()

    assert lines == ["May send?[2J run?", "  to: ann⏎   to: bob", f"  text: {'x' * 500}"]


def question(kind: str, *values: str) -> Query:
    options = tuple(Option(label=each, value=each) for each in values)
    return Query.model_validate(
        {
            "id": "q",
            "thread_id": "t",
            "turn_id": "u",
            "call_id": "c",
            "kind": kind,
            "text": "Which?",
            "options": options,
            "created_at": NOW,
        }
    )


def test_answers_are_read_by_number() -> None:
    assert read_answers(question("single", "tea", "milk"), " 2 ") == ["milk"]
    assert read_answers(question("single", "tea", "milk"), "1, 2") == ["tea"]
    assert read_answers(question("multi", "tea", "milk"), "1, 2") == ["tea", "milk"]
    assert read_answers(question("free"), " both ") == ["both"]


def test_what_is_no_option_is_no_answer() -> None:
    assert read_answers(question("single", "tea"), "3") == []
    assert read_answers(question("multi", "tea"), "1, x") == []
    assert read_answers(question("free"), "  ") == []


def test_the_name_of_an_exported_file_leaves_its_folder_never() -> None:
    thread = {
        "title": "../../etc/pass wd?",
        "created_at": NOW.isoformat(),
        "id": "0123456789abcdef",
    }

    assert name_file(thread) == "2026-01-01 etc-pass-wd 89abcdef"
    assert name_file({**thread, "title": "//"}) == "2026-01-01 untitled 89abcdef"
