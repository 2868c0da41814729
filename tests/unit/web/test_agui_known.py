"""What a client of AG-UI had when it came is kept small, and whole."""

from ag_ui import core as ag
from parley_web.agui_known import pack


def call(id: str) -> ag.ToolCall:
    return ag.ToolCall(id=id, function=ag.FunctionCall(name="calculator", arguments="{}"))


PICTURE = ag.ImagePart(source=ag.DataSource(value="AAAA", mime_type="image/png"))
EARLIER: tuple[ag.Message, ...] = (
    ag.UserMessage(id="u1", content=[ag.TextPart(text="Look"), PICTURE]),
    ag.AssistantMessage(id="a1", content="A pixel.", tool_calls=[call("c1")]),
    ag.ToolMessage(id="t1", tool_call_id="c1", content="4"),
)
NEWEST: tuple[ag.Message, ...] = (
    ag.UserMessage(id="u2", content="And 2+2?"),
    ag.AssistantMessage(id="a2", content="Let me", tool_calls=[call("c2")]),
    ag.ToolMessage(id="t2", tool_call_id="c2", content="4"),
    ag.ReasoningMessage(id="r2", content="Hm."),
)


def test_all_of_it_comes_back_as_it_was() -> None:
    assert pack((*EARLIER, *NEWEST)).unpack() == [*EARLIER, *NEWEST]


def test_only_what_came_since_the_newest_question_is_of_the_answer_that_is_followed() -> None:
    known = pack((*EARLIER, *NEWEST))

    assert known.said == {"a2": "Let me", "r2": "Hm."}
    assert known.called == {"c2": "{}"}
    assert known.answered == {"c2"}


def test_a_long_conversation_takes_little_room() -> None:
    talk = tuple(ag.UserMessage(id=f"u{n}", content="What grows here? " * 500) for n in range(100))

    assert len(pack(talk).packed) < len("What grows here? ") * 500 * 100 / 20
