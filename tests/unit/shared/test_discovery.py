"""What a process says of itself, to whoever looks."""

from parley_shared.discovery import STATE, TROUBLE, Service, say_of_oneself
from parley_shared.facts import fact_of, phrase
from parley_shared.models import Fact

FULL = phrase("disk_full", "the disk is full: nothing can be kept until there is space")
TROUBLED = phrase(
    "store_troubled", "{why}; the store goes on trying, and its log says why", why=FULL
)


def service(metadata: dict[str, str]) -> Service:
    return Service(name="store", id="s1", version="0", metadata=metadata)


def test_it_is_said_with_the_fact_within_it() -> None:
    store = service(say_of_oneself(TROUBLE, TROUBLED))

    assert store.trouble == TROUBLED
    assert fact_of(store.trouble) == Fact(
        name="store_troubled", values={"why": Fact(name="disk_full")}
    )
    assert store.said(STATE) == ""


def test_who_is_well_says_nothing() -> None:
    assert say_of_oneself(TROUBLE, "") == {}


def test_another_version_may_tell_no_fact_or_one_that_cannot_be_read() -> None:
    for metadata in ({"trouble": "full"}, {"trouble": "full", "trouble_fact": "{"}):
        store = service(metadata)

        assert store.trouble == "full"
        assert fact_of(store.trouble) is None
