"""What of an answer a terminal has not shown yet: text is only ever added to it."""

from collections.abc import Iterator

from parley_shared.agent_view import AgentView
from parley_shared.models import Approval, Arguments, Message, Query, TextPart, ToolPart

from parley_cli.readable import harmless

SHOWN = 200  # characters of what a tool is given or gives
BEGUN_AGAIN = "\n↻ "  # a fault came in between, and the model says it in other words


class Growing:
    """One answer. `more` gives what to print next."""

    def __init__(self) -> None:
        self._printed: dict[str, str] = {}  # by piece
        self._ends_line = True

    def more(self, answer: Message) -> str:
        return "".join(self._add(name, text) for name, text in _cut(answer))

    def _add(self, name: str, text: str) -> str:
        before = self._printed.get(name)
        if before == text or not text:
            return ""
        self._printed[name] = text
        if before is None:
            added = text if self._ends_line else f"\n{text}"
        elif text.startswith(before):
            added = text[len(before) :]
        else:
            added = BEGUN_AGAIN + text
        self._ends_line = added.endswith("\n")
        return added


def _cut(answer: Message) -> Iterator[tuple[str, str]]:
    """An answer's pieces in their order, with names that stay while they grow.

    A step's text is the answer's own until a tool call follows it, so it goes by its place.
    """
    texts = 0
    for part in answer.parts:
        if isinstance(part, TextPart):
            yield f"text {texts}", read_lines(part.text)
            texts += 1
        else:
            yield f"call {part.call_id}", describe_call(part)
            yield f"result {part.call_id}", describe_result(part)
    yield f"text {texts}", read_lines(answer.text)


def describe_call(part: ToolPart) -> str:
    return f"· {_in_line(part.title)} {_in_line(describe_arguments(part.arguments))}\n"


def describe_result(part: ToolPart) -> str:
    """Nothing while it runs."""
    if part.state in ("called", "waiting", "started"):
        return ""
    files = [f"[{_in_line(each.name)}]" for each in part.artifacts]
    done = "" if part.state == "done" else f"({part.state})"
    return f"  → {' '.join(filter(None, (done, _in_line(part.summary), *files)))}\n"


def describe_arguments(arguments: Arguments) -> str:
    return ", ".join(f"{name}={value}" for name, value in arguments.items())


def describe_approval(approval: Approval) -> str:
    reason = f" ({_in_line(approval.reason)})" if approval.reason else ""
    return f"May {_in_line(approval.tool)} run?{reason}\n{_list(approval)}\n"


def describe_question(question: Query) -> str:
    options = [f"  {n}. {_in_line(each.label)}" for n, each in enumerate(question.options, 1)]
    return "\n".join([read_lines(question.text), *options, ""])


def find_answer(view: AgentView, message_id: str) -> Message | None:
    """The newest answer to it, finished or not."""
    streaming = view.streaming_message
    if streaming is not None and streaming.reply_to == message_id:
        return streaming
    answers = (each for each in reversed(view.visible_messages) if each.reply_to == message_id)
    return next(answers, None)


def has(view: AgentView, message_id: str) -> bool:
    return any(each.id == message_id for each in view.visible_messages)


def is_quiet(view: AgentView) -> bool:
    """Whether nothing runs or waits in it."""
    return view.runtime_context.turn is None and not view.runtime_context.queue


def read_lines(text: str) -> str:
    """Without what a terminal would obey."""
    return "\n".join(harmless(line) for line in text.split("\n"))


def _list(approval: Approval) -> str:
    """Whole, for it is what is decided about; a line of a value can't pass for a name."""
    given = ((name, f"{value}".split("\n")) for name, value in approval.arguments.items())
    return "\n".join(harmless(f"  {name}: {'⏎ '.join(lines)}") for name, lines in given)


def _in_line(text: str) -> str:
    line = harmless(" ".join(text.split()))
    return line if len(line) <= SHOWN else f"{line[:SHOWN]} …"
