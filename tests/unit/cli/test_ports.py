"""Which port NATS gets."""

from parley_cli.ports import OUR_OWN, is_free, listen, pick_port

from tests.ports import free_port


def test_the_port_of_last_time_is_wanted_again() -> None:
    port = free_port()
    assert pick_port(port) == port


def test_if_somebody_else_has_it_by_now_it_is_another_one_that_is_free() -> None:
    port = free_port()
    with listen(port):
        picked = pick_port(port)
    assert picked in OUR_OWN and is_free(picked)
