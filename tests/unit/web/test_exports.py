"""A thread as Markdown."""

from datetime import UTC, datetime

from parley_shared.models import FileRef, Message, TextPart, Thread, ToolPart
from parley_web.exports import write_markdown

AT = datetime(2026, 11, 20, tzinfo=UTC)
THREAD = Thread(id="th1", title="Sums", agent_id="parley", created_at=AT, last_activity_at=AT)


def message(message_id: str, **fields: object) -> Message:
    known = {"id": message_id, "thread_id": "th1", "created_at": AT}
    return Message.model_validate({**known, **fields})


def test_it_reads_as_a_conversation() -> None:
    picture = FileRef(id="f1", name="sum.png", media_type="image/png", size=1, sha256="0")
    tool = ToolPart(step=0, call_id="c1", name="calculator", title="Calculator")
    messages = [
        message("m1", role="user", text="What is 2+2?", attachments=(picture,)),
        message(
            "m2",
            role="assistant",
            agent_id="parley",
            text="**4**",
            parts=(TextPart(step=0, text="Let me see."), tool),
        ),
        message("m3", role="user", sender="Ada", text="Thanks"),
        message("m4", role="assistant", agent_id="gone", text=""),
    ]

    text = write_markdown(THREAD, messages, {"parley": "Parley"})

    assert text == (
        "# Sums\n\n"
        "## You\n\nWhat is 2+2?\n\n📎 sum.png\n\n"
        "## Parley\n\nLet me see.\n\n**4**\n\n"
        "## Ada\n\nThanks\n\n"
        "## gone\n"
    )


def test_a_thread_without_a_title_has_one_here() -> None:
    assert write_markdown(THREAD.model_copy(update={"title": ""}), [], {}) == "# Untitled thread\n"
