"""Holds what the store has against what people were told, what they see, and what was counted."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from parley_shared.agent_view import AgentView
from parley_shared.dead_letters import DeadLetter, DeadTurn
from parley_shared.events import (
    ApprovalDecided,
    MessageCreated,
    ToolCalled,
    ToolFinished,
    TurnFailed,
    TurnStarted,
)
from parley_shared.models import Message
from parley_store.claiming import TOO_MANY_FAULTS

from tests.chaos.ledger import Ledger
from tests.chaos.model import MESSAGE, write_answer
from tests.chaos.truth import KeptThread, Run
from tests.grammar import OutOfOrder, check_events

RULES = (
    "lost",
    "doubled",
    "out of order",
    "effects twice",
    "viewers unequal",
    "left open",
    "wrong decision",
    "wrong answer",
    "secrets",
    "complaints",
)


@dataclass
class Verdict:
    """What was found against each rule, in sentences, and what was only counted."""

    found: dict[str, list[str]] = field(default_factory=lambda: {rule: [] for rule in RULES})
    counted: Counter[str] = field(default_factory=Counter)

    @property
    def is_clean(self) -> bool:
        return not any(self.found.values())

    def lines(self) -> list[str]:
        counts = [f"{name:<28}{count:>8}" for name, count in sorted(self.counted.items())]
        found = [f"{rule}: {each}" for rule, sentences in self.found.items() for each in sentences]
        return [*counts, *found, "clean" if self.is_clean else "NOT CLEAN"]

    def say(self, rule: str, sentence: str) -> None:
        self.found[rule].append(sentence)


def judge(
    ledger: Ledger,
    threads: Sequence[KeptThread],
    runs: Sequence[Run],
    seen: Iterable[tuple[str, AgentView]],
) -> Verdict:
    """`seen` are the views of the viewers, with their names."""
    verdict = Verdict()
    for complaint in ledger.complaints:
        verdict.say("complaints", complaint)
    for thread in threads:
        _judge_messages(ledger, thread, verdict)
        _judge_events(thread, verdict)
        _judge_answers(ledger, thread, verdict)
    _judge_tools(threads, runs, verdict)
    _judge_decisions(ledger, threads, verdict)
    _judge_views({thread.thread_id: thread for thread in threads}, seen, verdict)
    return verdict


def judge_letters(
    threads: Sequence[KeptThread], letters: Sequence[DeadLetter], verdict: Verdict
) -> None:
    """What was given up, and not asked anew since, waits for a person."""
    waiting = {each.about.turn_id for each in letters if isinstance(each.about, DeadTurn)}
    for thread in threads:
        starts = [event for event in thread.events if isinstance(event, TurnStarted)]
        newest = {start.message_id: start.turn_id for start in starts}
        failed = [event for event in thread.events if isinstance(event, TurnFailed)]
        given_up = {event.turn_id for event in failed if event.code == TOO_MANY_FAULTS.code}
        for turn_id in given_up & set(newest.values()) - waiting:
            verdict.say("lost", f"turn {turn_id} was given up, and no dead letter says so")
    verdict.counted["dead letters"] += len(letters)


def _judge_messages(ledger: Ledger, thread: KeptThread, verdict: Verdict) -> None:
    """Every message a person was told is there, is there once, and in their order."""
    sent = [each for each in ledger.said if each.thread_id == thread.thread_id]
    told = Counter(e.message.id for e in thread.events if isinstance(e, MessageCreated))
    ids = [message.id for message in thread.messages]
    for each in sent:
        if each.kept and each.message_id not in ids:
            verdict.say("lost", f"message {each.tag} of {thread.thread_id}")
        if each.refused and each.message_id in ids:
            verdict.say("doubled", f"message {each.tag} was refused and is there")
    for message_id, times in Counter(ids).items():
        if times > 1 or told[message_id] > 1:
            verdict.say("doubled", f"message {message_id} of {thread.thread_id}")
    kept = {message.id: message.position for message in thread.messages}
    order = [kept[each.message_id] for each in sent if each.message_id in kept]
    if order != sorted(order):
        verdict.say("out of order", f"the messages of {thread.thread_id}")
    verdict.counted["messages"] += len(sent)
    verdict.counted["refused"] += sum(bool(each.refused) for each in sent)


def _judge_events(thread: KeptThread, verdict: Verdict) -> None:
    """Gapless, in the one order there is, every turn ended."""
    try:
        states = check_events(thread.events)
    except OutOfOrder as error:
        verdict.say("out of order", f"{thread.thread_id}: {error}")
        return
    for turn_id, state in states.items():
        if state != "ended":
            verdict.say("left open", f"turn {turn_id} of {thread.thread_id} is {state}")
    if thread.open_turns:
        verdict.say("left open", f"{thread.open_turns} turns wait in {thread.thread_id}")
    for event in thread.events:
        if isinstance(event, TurnFailed):
            verdict.counted[f"failed: {event.code}"] += 1
    starts = [event for event in thread.events if isinstance(event, TurnStarted)]
    verdict.counted["turns"] += len(states)
    verdict.counted["resumptions"] += len(
        {(e.turn_id, e.attempt) for e in starts if (e.attempt or 0) > 1}
    )


def _judge_answers(ledger: Ledger, thread: KeptThread, verdict: Verdict) -> None:
    """One of each turn, whole, in the order of the questions."""
    answers = sorted(
        (each for each in thread.messages if each.role == "assistant" and each.turn_id),
        key=lambda each: each.position,
    )
    for turn_id, times in Counter(answer.turn_id for answer in answers).items():
        if times > 1:
            verdict.say("doubled", f"turn {turn_id} has {times} answers")
    asked = {message.id: message for message in thread.messages}
    pairs = [(asked[a.reply_to], a) for a in answers if a.reply_to in asked]
    # Asked anew, or joining a turn that then ended, a message has another place in the queue.
    plain = [(q, a) for q, a in pairs if not q.edited and not q.text.endswith(" steer")]
    for question, answer in plain:
        _judge_words(question, answer, verdict)
    places = [question.position for question, _ in plain]
    if places != sorted(places):
        verdict.say("out of order", f"the answers of {thread.thread_id}")
    stopped = {each.message_id for each in ledger.said if each.stopped}
    verdict.counted["answers"] += len(answers)
    verdict.counted["stopped"] += len(stopped & {answer.reply_to for answer in answers})


def _judge_words(question: Message, answer: Message, verdict: Verdict) -> None:
    found = MESSAGE.search(question.text)
    if found is None or answer.stop_reason != "end":
        return
    if answer.text != write_answer(found[1], found[2]):
        verdict.say("wrong answer", f"{answer.text[:80]!r} to {found[0]!r}")


def _judge_tools(threads: Sequence[KeptThread], runs: Sequence[Run], verdict: Verdict) -> None:
    """What the journal says of each call is what the world has seen of it."""
    times = Counter(run.call_id for run in runs)
    for thread in threads:
        called = {e.call_id: e for e in thread.events if isinstance(e, ToolCalled)}
        for event in thread.events:
            if isinstance(event, ToolFinished):
                effect, count = called[event.call_id].effect, times[event.call_id]
                _judge_call(event, effect, count, called[event.call_id].name, verdict)


def _judge_call(event: ToolFinished, effect: str, count: int, name: str, verdict: Verdict) -> None:
    what = f"{name} {event.call_id} ({event.state}) ran {count} times"
    verdict.counted[f"calls {event.state}"] += 1
    if not name.startswith("tally_"):
        return
    if effect == "effect" and count > 1:
        verdict.say("effects twice", what)
    if event.state == "done" and count < 1:
        verdict.say("lost", what)
    if event.state == "skipped" and effect == "effect" and count:
        verdict.say("wrong decision", what)


def _judge_decisions(ledger: Ledger, threads: Sequence[KeptThread], verdict: Verdict) -> None:
    """Whoever clicks, everybody is told one and the same decision."""
    kept = {
        event.approval_id: event.decision
        for thread in threads
        for event in thread.events
        if isinstance(event, ApprovalDecided)
    }
    for ask_id, decisions in ledger.decisions.items():
        if len(decisions) > 1:
            verdict.say("wrong decision", f"{ask_id} was told to be {sorted(decisions)}")
        if ask_id in kept and decisions != {kept[ask_id]}:
            verdict.say("wrong decision", f"{ask_id} is {kept[ask_id]}, not {sorted(decisions)}")
    verdict.counted["decisions"] += len(ledger.decisions)
    verdict.counted["late clicks"] += ledger.too_late


def _judge_views(
    threads: dict[str, KeptThread], seen: Iterable[tuple[str, AgentView]], verdict: Verdict
) -> None:
    truth = {thread_id: without_cache(thread.view) for thread_id, thread in threads.items()}
    for name, view in seen:
        verdict.counted["views"] += 1
        if without_cache(view) != truth[view.thread_id]:
            verdict.say("viewers unequal", f"{name} in {view.thread_id} at {view.seq}")


def without_cache(view: AgentView) -> AgentView:
    """What is only of the way the view was made is left out."""
    blank = AgentView(thread_id=view.thread_id).metadata
    return view.model_copy(update={"metadata": blank})
