"""A question that is only asked in tests, and ears that remember."""

from parley_shared.bus import Bus
from parley_shared.models import Model
from parley_shared.questions import Question
from parley_shared.rpc import Answers

from tests.waiting import Heard


class Said(Model):
    text: str


class Echo(Question[Said]):
    verb = "test.echo"
    answer = Said
    text: str


async def echo(question: Echo) -> Said:
    return Said(text=question.text)


def answers_of(bus: Bus) -> Answers:
    return Answers(bus, service="store", version="0.1.0")


async def listen(bus: Bus, subject: str, *, queue: str = "") -> Heard[bytes]:
    heard: Heard[bytes] = Heard()

    async def hear(_: str, body: bytes) -> None:
        heard.add(body)

    await bus.listen(subject, hear, queue=queue)
    return heard
