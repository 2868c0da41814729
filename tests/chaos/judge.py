"""Holds what the store has against what people were told, what they see, and what was counted."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from parley_shared.agent_view import AgentView
from parley_shared.dead_letters import DeadLetter, DeadTurn
from parley_shared.events import (
    MessageCreated,
    SteerAdded,
    TurnCancelled,
    TurnFailed,
    TurnQueued,
    TurnStarted,
)
from parley_shared.models import Message
from parley_store.claiming import TOO_MANY_FAULTS

from tests.chaos.calls import judge_calls, judge_decisions
from tests.chaos.ledger import Ledger, Sent
from tests.chaos.model import MESSAGE, write_answer, write_message
from tests.chaos.truth import KeptThread, Run
from tests.chaos.verdict import Verdict
from tests.grammar import OutOfOrder, check_events


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
        _judge_ends(ledger, thread, verdict)
        _judge_answers(ledger, thread, verdict)
        _judge_keeping(ledger, thread, verdict)
    _judge_places(ledger, threads, verdict)
    _judge_forks(ledger, {thread.thread_id: thread for thread in threads}, verdict)
    judge_calls(threads, runs, verdict)
    judge_decisions(ledger, threads, verdict)
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
    kept = {message.id: message for message in thread.messages}
    for each in sent:
        _judge_message(each, kept.get(each.message_id), verdict)
    for message_id, times in Counter(message.id for message in thread.messages).items():
        if times > 1 or told[message_id] > 1:
            verdict.say("doubled", f"message {message_id} of {thread.thread_id}")
    order = [kept[each.message_id].position for each in sent if each.message_id in kept]
    if order != sorted(set(order)):
        verdict.say("out of order", f"the messages of {thread.thread_id}")
    verdict.counted["messages"] += len(sent)
    verdict.counted["refused"] += sum(bool(each.refused) for each in sent)


def _judge_message(sent: Sent, kept: Message | None, verdict: Verdict) -> None:
    if sent.kept and kept is None:
        verdict.say("lost", f"message {sent.tag} of {sent.thread_id}")
    if sent.refused and kept is not None:
        verdict.say("doubled", f"message {sent.tag} was refused and is there")
    if sent.refused and not sent.stopped:
        verdict.say("lost", f"message {sent.tag} was refused: {sent.refused}")
    if kept is not None and not kept.edited and kept.text != write_message(sent.tag, sent.kind):
        verdict.say("lost", f"the words of message {sent.tag}, which is {kept.text[:40]!r}")


def _judge_places(ledger: Ledger, threads: Sequence[KeptThread], verdict: Verdict) -> None:
    """What was said once is in one thread, once, whatever its id; forks have copies."""
    places: dict[str, list[str]] = defaultdict(list)
    for thread in threads:
        said = [each.text for each in thread.messages if each.role == "user"]
        tags = [found[1] for text in said if (found := MESSAGE.fullmatch(text))]
        if thread.thread_id in ledger.forks:
            tags = [tag for tag, times in Counter(tags).items() if times > 1]
        for tag in tags:
            places[tag].append(thread.thread_id)
    for tag, found_in in places.items():
        if len(found_in) > 1:
            verdict.say("doubled", f"{tag} was said once and is in {' and in '.join(found_in)}")


def _judge_forks(ledger: Ledger, threads: Mapping[str, KeptThread], verdict: Verdict) -> None:
    """A fork begins with all that was said before, in its order."""
    new = {each.message_id for each in ledger.said}
    for fork_id, origin_id in ledger.forks.items():
        fork, origin = threads[fork_id], threads[origin_id]
        copies = [
            (each.role, each.text)
            for each in fork.messages
            if each.id not in new and each.turn_id is None
        ]
        begun = fork.events[0].at
        before = [(e.role, e.text) for e in origin.messages if e.created_at < begun]
        if copies != before:
            many = f"{len(before)} messages of {origin_id}"
            verdict.say("lost", f"{many} are {len(copies)}, or others, in a fork")


def _judge_keeping(ledger: Ledger, thread: KeptThread, verdict: Verdict) -> None:
    """The messages that are kept are those that were told, and somebody answers each."""
    shown = [(each.id, each.text) for each in thread.view.visible_messages]
    if shown != [(each.id, each.text) for each in thread.messages]:
        verdict.say("viewers unequal", f"{thread.thread_id} keeps other messages than it has told")
    joined = {e.message_id for e in thread.events if isinstance(e, SteerAdded | TurnQueued)}
    said = [e for e in thread.events if isinstance(e, MessageCreated) and e.turn_id is None]
    if thread.thread_id in ledger.forks:  # copies are answered already
        new = {each.message_id for each in ledger.said}
        said = [event for event in said if event.message.id in new]
    for event in said:
        if MESSAGE.fullmatch(event.message.text) and event.message.id not in joined:
            verdict.say("lost", f"message {event.message.id}: nobody was to answer it")


def _judge_ends(ledger: Ledger, thread: KeptThread, verdict: Verdict) -> None:
    """A turn ends as somebody wanted it to, or for a reason outside of Parley."""
    stopped = {each.message_id for each in ledger.said if each.stopped}
    failed = [event for event in thread.events if isinstance(event, TurnFailed)]
    verdict.counted.update(f"failed: {event.code}" for event in failed)
    for failure in failed:
        if failure.code == "internal":
            verdict.say("complaints", f"turn {failure.turn_id} failed of itself: {failure.text}")
    for event in [event for event in thread.events if isinstance(event, TurnCancelled)]:
        if event.reason == "stopped" and event.message_id not in stopped:
            verdict.say("wrong decision", f"turn {event.turn_id} was stopped, by nobody")


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
