"""Who may write to the bot."""

from datetime import datetime
from typing import Literal

from parley_shared.models import Model
from parley_shared.questions import Done, Question


class Person(Model):
    """Somebody on Telegram. A stranger has written and is not answered."""

    person_id: str  # Telegram's number
    name: str = ""
    role: Literal["paired", "stranger"] = "stranger"
    at: datetime  # paired, or heard of, since then


class People(Model):
    people: tuple[Person, ...]  # the newest first


class ListPeople(Question[People]):
    verb = "telegram.people"
    answer = People


class AllowPerson(Question[Person]):
    """A stranger may write from now on. Raises PersonNotFound."""

    verb = "telegram.allow"
    answer = Person
    person_id: str


class ForgetPerson(Question[Done]):
    """Who is forgotten is a stranger again. Again it changes nothing."""

    verb = "telegram.forget"
    answer = Done
    person_id: str


class KeepCode(Question[Done]):
    """A pairing code that lives for 15 minutes; only its hash travels."""

    verb = "telegram.code"
    answer = Done
    code_hash: str  # sha256, hex


class Pair(Question[Person]):
    """The code is used up. Raises WrongCode, also for the sixth try within an hour."""

    verb = "telegram.pair"
    answer = Person
    code_hash: str
    person_id: str
    name: str = ""
