"""Asks the person something and waits, for days if need be, without anything running meanwhile."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from parley_agent_runner.tools.declaration import Asked, Tool, ToolArguments

Choice = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class Question(ToolArguments):
    question: str = Field(min_length=1, max_length=1000, description="One question, in full.")
    kind: Literal["single", "multi", "free"] = Field(
        default="free", description="One of the options, any number of them, or own words."
    )
    options: tuple[Choice, ...] = Field(
        default=(), max_length=8, description="What to choose from; none if kind is free."
    )

    @model_validator(mode="after")
    def check_options(self) -> Self:
        if self.kind == "free" and self.options:
            raise ValueError("a free question has no options")
        if self.kind != "free" and len(self.options) < 2:
            raise ValueError("a choice needs at least two options")
        if len(set(self.options)) < len(self.options):
            raise ValueError("an option is there twice")
        return self


def ask(question: Question) -> Asked:
    return Asked(question.kind, question.question, question.options)


ASK_USER = Tool(
    name="ask_user",
    title="Question to you",
    description=(
        "Asks the person a question and gives the answer. "
        "Use it when you can't go on without knowing, not for politeness."
    ),
    effect="pure",
    timeout=5.0,
    arguments=Question,
    question=ask,
)
