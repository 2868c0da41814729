"""What the gateway answers: every command, checked and then asked of the store."""

from functools import partial

from parley_shared.bus import Bus
from parley_shared.dead_letters import DiscardDeadLetter, RetryDeadLetter
from parley_shared.gateway import RunCommand
from parley_shared.models import Model
from parley_shared.rpc import Answers
from parley_shared.runner import Transcribe

from parley_gateway.chats import run_command
from parley_gateway.checks import CHECKS, Command, check_command
from parley_gateway.dead_letters import discard_letter, retry_letter
from parley_gateway.speech import transcribe


async def answer_commands(bus: Bus, answers: Answers) -> None:
    for command in CHECKS:
        await answers.add(command, partial(check_and_ask, bus))
    await answers.add(RunCommand, partial(run_command, bus))
    await answers.add(RetryDeadLetter, partial(retry_letter, bus))
    await answers.add(DiscardDeadLetter, partial(discard_letter, bus))
    await answers.add(Transcribe, partial(transcribe, bus))


async def check_and_ask(bus: Bus, command: Command) -> Model:
    """Raises what is wrong with it, or what the store says."""
    check_command(command)
    answer: Model = await bus.ask(command)
    return answer
