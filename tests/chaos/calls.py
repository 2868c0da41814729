"""Holds what the journal says of tool calls and decisions against what the world has seen."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from parley_shared.events import (
    ApprovalDecided,
    ApprovalRequested,
    DurableEvent,
    MessageReady,
    QuestionAnswered,
    QuestionAsked,
    ToolCalled,
    ToolFinished,
    ToolStarted,
    TurnCancelled,
    TurnFailed,
    TurnStarted,
)

from tests.chaos.ledger import Ledger
from tests.chaos.truth import KeptThread, Run
from tests.chaos.verdict import Verdict

COUNTED = "tally_"  # what is named so leaves a line for each time that it is run
SEEN = ("done", "unknown", "error")  # of a call that ran, people see one of these

REFUSED = ("deny", "expired")


@dataclass
class Call:
    """A call of a tool that counts, as its thread's events tell of it."""

    name: str
    effect: str
    turn_id: str
    starts: int = 1  # of its turn, since the call was begun
    state: str = ""  # how it ended, or how the answer shows it
    decision: str = ""
    is_begun: bool = False
    is_cut: bool = False  # its turn was stopped, or given up


def judge_calls(threads: Sequence[KeptThread], runs: Sequence[Run], verdict: Verdict) -> None:
    times = Counter(run.call_id for run in runs)
    known: set[str] = set()
    for thread in threads:
        for call_id, call in read_calls(thread).items():
            known.add(call_id)
            if call.name.startswith(COUNTED):
                for rule, sentence in find_faults(call, times[call_id]):
                    what = f"{call.name} {call_id} ({call.state}) ran {times[call_id]} times"
                    verdict.say(rule, f"{what}: {sentence}")
        finished = (event for event in thread.events if isinstance(event, ToolFinished))
        verdict.counted.update(f"calls {event.state}" for event in finished)
    for call_id in times.keys() - known:
        verdict.say("unknown in vain", f"call {call_id} ran, and no thread says so")


def find_faults(call: Call, times: int) -> Iterator[tuple[str, str]]:
    """Which rules it breaks, and how."""
    yield from _find_wrong_count(call, times)
    if call.state == "unknown" and call.starts == 1 and not call.is_cut:
        yield "unknown in vain", "nothing went wrong meanwhile"
    if call.state == "error":
        yield "wrong answer", "this tool never fails"
    if call.state == "skipped" and call.decision not in REFUSED and not call.is_cut:
        yield "wrong decision", "nobody refused it"


def _find_wrong_count(call: Call, times: int) -> Iterator[tuple[str, str]]:
    if call.effect == "effect" and times > 1:
        yield "effects twice", "it has an effect"
    elif times > call.starts:
        yield "doubled", f"its turn was begun {call.starts} times until it had a result"
    if call.state == "done" and not times:
        yield "lost", "it is done"
    if times and call.decision in REFUSED:
        yield "wrong decision", "it was refused"
    elif times and call.state not in SEEN and not (call.effect == "pure" and call.is_cut):
        yield "unknown in vain", "nobody sees that it ran"


def read_calls(thread: KeptThread) -> dict[str, Call]:
    calls: dict[str, Call] = {}
    for event in thread.events:
        match event:
            case ToolCalled():
                calls[event.call_id] = Call(event.name, event.effect, event.turn_id or "")
            case ToolStarted() | ApprovalDecided() | ToolFinished() if event.call_id in calls:
                _learn(calls[event.call_id], event)
            case MessageReady():
                _learn_shown(calls, event)
            case _:
                _learn_of_turn(calls, event)
    return calls


def _learn(call: Call, event: ToolStarted | ApprovalDecided | ToolFinished) -> None:
    match event:
        case ToolStarted():
            call.is_begun = True
        case ApprovalDecided():
            call.decision = event.decision
        case ToolFinished():
            call.state = event.state


def _learn_of_turn(calls: dict[str, Call], event: DurableEvent) -> None:
    for call in calls.values():
        if call.turn_id == event.turn_id:
            call.starts += isinstance(event, TurnStarted) and call.is_begun and not call.state
            call.is_cut |= isinstance(event, TurnCancelled | TurnFailed)


def _learn_shown(calls: dict[str, Call], event: MessageReady) -> None:
    """A turn that the store itself ends tells only in its answer what became of its calls."""
    for part in event.message.parts:
        if part.kind == "tool" and part.call_id in calls:
            calls[part.call_id].state = calls[part.call_id].state or part.state


def judge_decisions(ledger: Ledger, threads: Sequence[KeptThread], verdict: Verdict) -> None:
    """Whoever clicks, everybody is told one and the same decision, and it is kept once."""
    asked, kept = _read_decisions(threads)
    for ask_id, decisions in ledger.decisions.items():
        if len(decisions) > 1:
            verdict.say("wrong decision", f"{ask_id} was told to be {sorted(decisions)}")
        if not kept.get(ask_id):
            verdict.say("lost", f"{ask_id} was told to be {sorted(decisions)}, and is open")
        elif decisions != {kept[ask_id][0]}:
            verdict.say("wrong decision", f"{ask_id} is {kept[ask_id]}, not {sorted(decisions)}")
    for ask_id, decisions_kept in kept.items():
        if len(decisions_kept) > 1:
            verdict.say("wrong decision", f"{ask_id} was decided {len(decisions_kept)} times")
    for ask_id in asked - kept.keys():
        verdict.say("left open", f"{ask_id} was asked, and nothing was decided")
    verdict.counted["decisions"] += len(ledger.decisions)
    verdict.counted["late clicks"] += ledger.too_late


def _read_decisions(threads: Sequence[KeptThread]) -> tuple[set[str], dict[str, list[str]]]:
    """What was asked, and every decision about it."""
    asked: set[str] = set()
    kept: dict[str, list[str]] = {}
    for thread in threads:
        for event in thread.events:
            match event:
                case ApprovalRequested():
                    asked.add(event.approval.id)
                case QuestionAsked():
                    asked.add(event.question.id)
                case ApprovalDecided():
                    kept.setdefault(event.approval_id, []).append(event.decision)
                case QuestionAnswered():
                    kept.setdefault(event.question_id, []).append(",".join(event.answer))
    return asked, kept
