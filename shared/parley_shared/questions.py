"""A question is a class that knows its subject and its answer."""

from typing import ClassVar, Generic, TypeVar

from parley_shared.models import Model

A = TypeVar("A", bound=Model)


class Question(Model, Generic[A]):
    """A request that is answered by an `A`, or by a ParleyError.

    `verb` is the subject without its service: "thread.fork" is asked as "store.thread.fork" or,
    where the gateway checks it first, as "gateway.thread.fork".
    """

    verb: ClassVar[str]
    service: ClassVar[str] = "store"
    answer: ClassVar[type[Model]]


class Done(Model):
    """Nothing to say but that it is so now."""
