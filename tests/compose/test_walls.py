"""What each container may do and reach, looked at from outside and tried from inside."""

import json
from collections.abc import Iterator

import pytest

from tests.compose.stack import KEY, SERVICES, Json, Stack, run

BESIDE = ("init", "signin", "runner-image", "llama-swap")  # what ends at once, and the models
STORED_KEY = "sk-stored-DO-NOT-LEAK-4711"
SECRET_OF_ANOTHER = "SECRET-OF-ANOTHER-THREAD"
SOCKET = "/var/run/docker.sock"

# Each line that begins with GOT is a hole.
CONNECT = f"""
import socket
for path in ({SOCKET!r}, "/run/docker.sock", "/run/containerd/containerd.sock"):
    try:
        socket.socket(socket.AF_UNIX).connect(path)
        print("GOT", path)
    except OSError as error:
        print("no", path, error)
"""
HOSTILE = """
import glob, os, socket, subprocess

def read(path):
    try:
        return open(path, "rb").read(1 << 20)
    except OSError:
        return b""

words = [b"DO-NOT-" + b"LEAK", b"SECRET-OF-" + b"ANOTHER"]
for path in glob.glob("/proc/*/environ") + glob.glob("/proc/*/cmdline"):
    if any(word in read(path) for word in words):
        print("GOT", path)
for top, folders, names in os.walk("/"):
    folders[:] = [name for name in folders if os.path.join(top, name) not in ("/proc", "/sys")]
    for name in names:
        path = os.path.join(top, name)
        if os.path.isfile(path) and not path.endswith("hostile.py"):
            if any(word in read(path) for word in words):
                print("GOT", path)
for path in ("/volumes", "/var/run/docker.sock", "/run/docker.sock"):
    print("GOT" if os.path.exists(path) else "no", path)
for place in PLACES:
    try:
        socket.create_connection(place, 2)
        print("GOT", place)
    except OSError as error:
        print("no", place, error)
for name in ("nats", "store", "web", "agent-runner", "host.docker.internal", "example.org"):
    try:
        print("GOT", socket.getaddrinfo(name, 80))
    except OSError as error:
        print("no", name, error)
"""


@pytest.fixture(scope="module")
def found(stack: Stack) -> dict[str, Json]:
    """Every container of docker-compose.yml, as the engine describes it."""
    return {service: stack.describe(service) for service in (*SERVICES, *BESIDE)}


@pytest.fixture
def stored_key(stack: Stack) -> Iterator[None]:
    """Beside the one in .env: a key that was entered in the browser."""
    assert stack.client.put("/api/secrets/mistral", json={"value": STORED_KEY}).is_success
    yield
    assert stack.client.put("/api/secrets/mistral", json={"value": ""}).is_success


def test_these_are_all(stack: Stack) -> None:
    assert {*stack.compose("config", "--services").split()} == {*SERVICES, *BESIDE, "bot-api"}


def test_every_container_is_held_tightly(found: dict[str, Json]) -> None:
    for service, each in found.items():
        host = each["HostConfig"]
        assert (host["CapDrop"], host["CapAdd"], host["Privileged"]) == (["ALL"], None, False), (
            service
        )
        assert host["SecurityOpt"] == ["no-new-privileges:true"], service
        assert host["ReadonlyRootfs"], service
        assert each["Config"]["User"] == "10001:10001", service
        assert (host["PidMode"], host["IpcMode"], host["Devices"]) == ("", "private", None), service
        assert host["LogConfig"]["Config"] == {"max-file": "3", "max-size": "10m"}, service


def test_nobody_is_root_and_nobody_can_write_outside_its_volume(stack: Stack) -> None:
    for service in SERVICES:
        own = f"/volumes/{service}/x"
        look = f"id -u; touch /x /usr/x /volumes/x; touch {own} && rm {own} && echo mine"
        said = stack.compose("exec", "-T", service, "sh", "-c", look)
        assert said.split() == ["10001", "mine"], service


def test_each_has_its_own_volume_and_the_sandbox_alone_the_socket(found: dict[str, Json]) -> None:
    mounted = {
        service: sorted(mount["Destination"] for mount in each["Mounts"])
        for service, each in found.items()
    }

    assert mounted.pop("sandbox") == [SOCKET, "/volumes/sandbox"]
    assert mounted.pop("init") == [
        f"/volumes/{name}" for name in sorted({"admin", *SERVICES, "sandbox"})
    ]
    assert mounted.pop("signin") == ["/volumes/admin"]
    assert mounted.pop("runner-image") == []
    assert "/models" in mounted.pop("llama-swap")
    assert mounted == {service: [f"/volumes/{service}"] for service in mounted}


def test_nobody_else_reaches_docker(stack: Stack) -> None:
    for service in {*SERVICES} - {"sandbox", "nats"}:
        said = stack.compose("exec", "-T", service, "python", "-c", CONNECT)
        assert "no" in said and "GOT" not in said, service
    # nats has no Python: there is no socket it could connect to.
    sockets = stack.compose("exec", "-T", "nats", "sh", "-c", "find / -type s 2>/dev/null; true")
    assert sockets == ""
    assert "GOT" in stack.compose("exec", "-T", "sandbox", "python", "-c", CONNECT)


def test_only_the_web_has_a_port_and_only_on_the_loopback(found: dict[str, Json]) -> None:
    published = {
        service: [
            door for doors in each["NetworkSettings"]["Ports"].values() for door in doors or ()
        ]
        for service, each in found.items()
        if each["State"]["Running"]
    }

    assert [service for service, doors in published.items() if doors] == ["web"]
    assert [door["HostIp"] for door in published["web"]] == ["127.0.0.1"]


def test_those_who_need_no_internet_have_none(stack: Stack) -> None:
    networks = {
        name.removeprefix(f"{stack.name}_"): json.loads(run("docker", "network", "inspect", name))[
            0
        ]
        for name in run("docker", "network", "ls", "--format", "{{.Name}}").split()
        if name.startswith(f"{stack.name}_")
    }
    prefix = f"{stack.name}-"
    inside = {
        name: sorted(
            each["Name"].removeprefix(prefix)[:-2] for each in network["Containers"].values()
        )
        for name, network in networks.items()
    }

    assert {name for name, network in networks.items() if network["Internal"]} == {"bus", "models"}
    assert inside["bus"] == sorted(SERVICES)
    assert inside["models"] == ["agent-runner", "llama-swap"]
    assert inside["outside"] == ["agent-runner", "bot-api", "telegram", "web"]


def test_only_the_runner_knows_the_keys(stack: Stack, stored_key: None) -> None:
    look = (
        "(cat /proc/*/environ; find /volumes /tmp -type f -exec cat {} +) 2>/dev/null "
        "| tr '\\0' '\\n' | grep -ao 'sk-.*DO-NOT-LEAK-4711' | sort -u; true"
    )

    knowing = {
        service: stack.compose("exec", "-T", service, "sh", "-c", look).split()
        for service in SERVICES
    }

    assert knowing.pop("agent-runner") == [KEY, STORED_KEY]
    assert knowing == {service: [] for service in knowing}
    assert "DO-NOT-LEAK" not in stack.compose("logs")


def test_a_hostile_program_finds_no_key_no_file_of_others_and_no_network(
    stack: Stack, stored_key: None, found: dict[str, Json]
) -> None:
    note = f"```python\nopen('secret.txt', 'w').write({SECRET_OF_ANOTHER!r})\n```"
    stack.answer_to("another", stack.say("another", note, "toolbox"))
    addresses = [
        network["IPAddress"]
        for each in found.values()
        for network in each["NetworkSettings"]["Networks"].values()
        if network["IPAddress"]
    ]
    gateways = [each["NetworkSettings"]["Networks"] for each in found.values()]
    places = [(address, port) for address in addresses for port in (4222, 8080, 8222, 8800)]
    places += [
        (each["Gateway"], stack.port)
        for networks in gateways
        for each in networks.values()
        if each["Gateway"]
    ]
    code = HOSTILE.replace("PLACES", repr(sorted({*places, ("169.254.169.254", 80)})))
    stack.until_taken("/api/threads", {"id": "hostile"})
    file = stack.client.post("/api/files?name=hostile.py", content=code.encode()).json()
    place = {"path": "hostile.py", "file_id": file["id"]}
    stack.until_taken("/api/threads/hostile/workspace", place)

    run_it = "```sh\npython3 hostile.py\n```"
    answer = stack.answer_to("hostile", stack.say("hostile", run_it, "toolbox"))

    assert "Exit code 0" in answer["text"]
    assert "no ('169.254.169.254', 80)" in answer["text"]
    assert "GOT" not in answer["text"]
