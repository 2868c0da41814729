"""What a running launcher leaves for the others to find: its address and how to reach it."""

import json
from dataclasses import asdict, dataclass

from parley_cli.failures import NotRunning
from parley_cli.folder import DataFolder, is_running


@dataclass(frozen=True)
class State:
    pid: int
    web_port: int
    nats_port: int
    control_socket: str
    is_up: bool = False  # everybody has answered once

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.web_port}/"


def keep_state(folder: DataFolder, state: State) -> None:
    draft = folder.state_file.with_suffix(".draft")
    draft.write_text(json.dumps(asdict(state)))
    draft.replace(folder.state_file)


def last_state(folder: DataFolder) -> State | None:
    """Of the launcher that runs, or of the one that ran last."""
    try:
        return State(**json.loads(folder.state_file.read_text()))
    except (FileNotFoundError, ValueError, TypeError):
        return None


def running_state(folder: DataFolder) -> State:
    """Raises NotRunning."""
    state = last_state(folder) if is_running(folder) else None
    if state is None:
        raise NotRunning(folder.path)
    return state


def address_with_token(state: State, token: str) -> str:
    """The token is in the fragment, which no browser sends anywhere."""
    return f"{state.address}#token={token}"
