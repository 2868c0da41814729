"""Who looks and who types, here and elsewhere."""

from datetime import UTC, datetime, timedelta

from parley_shared.models import Viewer
from parley_shared.presence import FORGET, RETELL, Present
from parley_web.presence import TYPING_LASTS, TYPING_PAUSE, Presence

AT = datetime(2026, 11, 20, tzinfo=UTC)


def viewer(viewer_id: str, minutes: int = 0) -> Viewer:
    joined = AT + timedelta(minutes=minutes)
    return Viewer(id=viewer_id, name=viewer_id.title(), surface="web", joined_at=joined)


ADA, BOB = viewer("ada"), viewer("bob", minutes=1)


def elsewhere(*viewers: Viewer, typing: tuple[str, ...] = ()) -> Present:
    return Present(thread_id="th1", relay="other", viewers=viewers, typing=typing)


def test_viewers_here_and_elsewhere_are_one_list_in_the_order_of_joining() -> None:
    presence = Presence("me")
    presence.join("th1", BOB)

    presence.hear(elsewhere(ADA), now=0.0)

    assert presence.viewers("th1") == (ADA, BOB)
    assert presence.viewers("th2") == ()


def test_who_leaves_is_gone_and_leaving_again_changes_nothing() -> None:
    presence = Presence("me")
    presence.join("th1", ADA)

    assert presence.leave("th1", "ada")
    assert not presence.leave("th1", "ada")
    assert presence.viewers("th1") == ()


def test_a_list_from_elsewhere_replaces_the_one_before() -> None:
    presence = Presence("me")
    presence.hear(elsewhere(ADA, BOB), now=0.0)

    presence.hear(elsewhere(BOB), now=1.0)
    assert presence.viewers("th1") == (BOB,)
    presence.hear(elsewhere(), now=2.0)
    assert presence.viewers("th1") == ()


def test_a_process_we_did_not_know_is_told_who_is_here() -> None:
    presence = Presence("me")
    presence.join("th1", ADA)

    assert presence.hear(elsewhere(BOB), now=0.0)
    assert not presence.hear(elsewhere(BOB), now=1.0)


def test_what_we_told_ourselves_is_not_heard() -> None:
    presence = Presence("me")
    presence.join("th1", ADA)

    assert not presence.hear(presence.describe("th1", 0.0), now=0.0)
    assert presence.viewers("th1") == (ADA,)


def test_who_is_not_heard_of_is_forgotten() -> None:
    presence = Presence("me")
    presence.hear(elsewhere(ADA), now=0.0)

    assert presence.pass_time(FORGET - 1) == set()
    assert presence.viewers("th1") == (ADA,)
    assert presence.pass_time(FORGET) == {"th1"}
    assert presence.viewers("th1") == ()


def test_viewers_here_are_told_again_in_time() -> None:
    presence = Presence("me")
    presence.join("th1", ADA)
    presence.describe("th1", now=100.0)

    assert presence.find_due(100.0 + RETELL - 1) == []
    assert presence.find_due(100.0 + RETELL) == ["th1"]


def test_typing_is_told_at_once_and_then_not_for_every_key() -> None:
    presence = Presence("me")
    presence.join("th1", ADA)

    assert presence.type("th1", "ada", now=10.0)
    assert not presence.type("th1", "ada", now=11.0)
    assert presence.type("th1", "ada", now=10.0 + TYPING_PAUSE)
    assert presence.typists("th1") == (ADA,)
    assert presence.describe("th1", now=11.0).typing == ("ada",)


def test_typing_ends_by_itself() -> None:
    presence = Presence("me")
    presence.join("th1", ADA)
    presence.type("th1", "ada", now=10.0)

    assert presence.pass_time(10.0 + TYPING_LASTS - 1) == set()
    assert presence.pass_time(10.0 + TYPING_LASTS) == {"th1"}
    assert presence.typists("th1") == ()


def test_who_only_watches_elsewhere_can_type_too() -> None:
    presence = Presence("me")

    presence.hear(elsewhere(ADA, BOB, typing=("bob",)), now=0.0)

    assert presence.typists("th1") == (BOB,)


def test_whoever_does_not_watch_does_not_type() -> None:
    presence = Presence("me")

    assert not presence.type("th1", "ada", now=0.0)
    assert presence.typists("th1") == ()
