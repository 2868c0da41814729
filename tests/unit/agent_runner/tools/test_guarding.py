"""No address leads inside, however it is written and whatever its name says later."""

from collections.abc import Iterable, Sequence

import httpcore
import pytest
from parley_agent_runner.tools.fetching import make_fetch
from parley_agent_runner.tools.guarding import AddressRefused, Guard, is_public


class Network(httpcore.AsyncNetworkBackend):
    """Remembers where connections went, and makes none."""

    def __init__(self) -> None:
        self.reached: list[str] = []

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        self.reached.append(host)
        raise httpcore.ConnectError


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:47020/",
        "http://localhost:47020/",
        "http://127.1:47020/",
        "http://2130706433:47020/",
        "http://0x7f000001:47020/",
        "http://0.0.0.0:47020/",
        "http://[::1]:47020/",
        "http://[::]:47020/",
        "http://[::ffff:127.0.0.1]:47020/",
        "http://[::ffff:7f00:1]:47020/",
        "http://[::ffff:a9fe:a9fe]/",
        "http://[::127.0.0.1]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b:1::7f00:1]/",
        "http://[2002:7f00:1::]/",
        "http://[2001::1]/",
        "http://[fe80::1]/",
        "http://[fc00::1]/",
        "http://[fec0::1]/",
        "http://[ff02::1]/",
        "http://169.254.169.254/latest/meta-data/",
        "http://168.63.129.16/",
        "http://100.100.100.200/",
        "http://10.0.0.1/",
        "http://172.16.0.1/",
        "http://192.168.1.1/",
        "http://198.18.0.1/",
        "http://224.0.0.1/",
        "http://240.0.0.1/",
        "http://255.255.255.255/",
    ],
)
async def test_an_address_inside_is_refused_before_anything_is_sent(url: str) -> None:
    network = Network()

    with pytest.raises(AddressRefused):
        await make_fetch(Guard(network=network))(url, {})

    assert network.reached == []


@pytest.mark.parametrize("host", ["0177.0.0.1", "127.1", "2130706433", "0x7f000001"])
async def test_a_number_written_in_another_way_is_refused(host: str) -> None:
    network = Network()

    with pytest.raises(AddressRefused):
        await Guard(network=network).connect_tcp(host, 80)

    assert network.reached == []


@pytest.mark.parametrize("address", ["93.184.216.34", "8.8.8.8", "2606:4700:4700::1111"])
def test_an_address_of_the_open_internet_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", ["fe80::1%eth0", "example.org", ""])
def test_what_is_no_plain_address_is_not_public(address: str) -> None:
    assert not is_public(address)


async def test_a_name_with_one_address_inside_is_refused() -> None:
    network = Network()

    async def resolve(host: str, port: int) -> Sequence[str]:
        return ["93.184.216.34", "127.0.0.1"]

    with pytest.raises(AddressRefused, match=r"rebind\.test is not on the open internet"):
        await Guard(network=network, resolve=resolve).connect_tcp("rebind.test", 80)

    assert network.reached == []


async def test_a_name_that_changes_its_mind_is_looked_up_once_per_connection() -> None:
    network = Network()
    answers = [["93.184.216.34"], ["127.0.0.1"]]

    async def resolve(host: str, port: int) -> Sequence[str]:
        return answers.pop(0)

    guard = Guard(network=network, resolve=resolve)

    with pytest.raises(httpcore.ConnectError):
        await guard.connect_tcp("rebind.test", 80)
    assert network.reached == ["93.184.216.34"]
    with pytest.raises(AddressRefused):
        await guard.connect_tcp("rebind.test", 80)
    assert network.reached == ["93.184.216.34"]


async def test_a_socket_of_this_machine_is_refused() -> None:
    with pytest.raises(AddressRefused):
        await Guard(network=Network()).connect_unix_socket("/var/run/docker.sock")
