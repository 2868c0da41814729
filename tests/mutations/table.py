"""Which safeguard is turned off how, and which test cannot let that pass."""

from dataclasses import dataclass

STORE, RUNNER = "services/store/parley_store", "services/agent-runner/parley_agent_runner"
SHARED, WEB = "shared/parley_shared", "services/web/parley_web"


@dataclass(frozen=True)
class Mutation:
    """In `file` of `package`, `was` stands once and becomes `becomes`."""

    name: str
    package: str
    file: str
    was: str
    becomes: str
    test: str


MUTATIONS = (
    Mutation(
        "the fence",
        STORE,
        "turns.py",
        "kept is None or kept.turn.fence != fence or ",
        "kept is None or ",
        "tests/integration/store/test_claiming.py"
        "::test_a_lapsed_lease_is_taken_over_and_the_old_holder_is_stale[sqlite]",
    ),
    Mutation(
        "the fence at the end of a turn",
        STORE,
        "ending.py",
        "if kept is None or kept.turn.fence != question.fence:",
        "if kept is None:",
        "tests/integration/store/test_claiming.py"
        "::test_a_lapsed_lease_is_taken_over_and_the_old_holder_is_stale[sqlite]",
    ),
    Mutation(
        "the lease",
        STORE,
        "claiming.py",
        "if (wait := _find_wait(session, head.turn, question.runner)) is not None:",
        "if (wait := None) is not None:",
        "tests/integration/store/test_claiming.py::test_another_runner_is_told_when_the_lease_ends[sqlite]",
    ),
    Mutation(
        "the inbound deduplication",
        STORE,
        "messages.py",
        'if "message" in seen or ',
        "if ",
        "tests/integration/store/test_appending.py"
        "::test_the_same_message_again_gives_the_first_answer[sqlite]",
    ),
    Mutation(
        "the order of the outbox",
        STORE,
        "outbox.py",
        "here.order_by(outbox.c.id)",
        "here.order_by(outbox.c.id.desc())",
        "tests/integration/store/test_publishing.py"
        "::test_more_than_it_holds_in_memory_is_told_from_the_outbox[sqlite]",
    ),
    Mutation(
        "the unknown policy",
        RUNNER,
        "calls.py",
        'again = call.effect != "effect" and ',
        "again = ",
        "tests/unit/agent_runner/test_calls.py::test_a_call_with_an_effect_is_never_run_twice",
    ),
    Mutation(
        "the look for wake-ups that nobody heard of",
        SHARED,
        "wakeups.py",
        "for thread_id in self._elsewhere:",
        "for thread_id in ():",
        "tests/integration/shared/test_wakeups.py::test_work_from_before_the_start_is_found",
    ),
    Mutation(
        "the second look at a thread that is woken meanwhile",
        SHARED,
        "wakeups.py",
        "if thread_id not in self._again:",
        "if True:",
        "tests/integration/shared/test_wakeups.py"
        "::test_a_thread_woken_while_its_pull_ends_in_vain_is_looked_at_again",
    ),
    Mutation(
        "the first decision",
        STORE,
        "approvals.py",
        "if approval.decision is not None:",
        "if False:",
        "tests/integration/store/test_approvals.py"
        "::test_the_second_decision_hears_who_decided_first[sqlite]",
    ),
    Mutation(
        "the hash of what was approved",
        RUNNER,
        "calls.py",
        "if approval.binding != bind(self._tools[call.name], call.arguments):",
        "if False:",
        "tests/unit/agent_runner/test_calls.py"
        "::test_an_approval_of_a_tool_that_has_changed_since_counts_for_nothing",
    ),
    Mutation(
        "the relay's patience behind a gap",
        WEB,
        "watched.py",
        "if view is self.view or view.metadata.gap:",
        "if view is self.view:",
        "tests/unit/web/test_watched.py::test_behind_a_gap_nothing_is_told_until_it_is_filled",
    ),
    Mutation(
        "the gap",
        SHARED,
        "view.py",
        "if event.seq != view.seq + 1:",
        "if False:",
        "tests/unit/shared/test_view.py::test_a_gap_is_seen_and_changes_nothing",
    ),
)
