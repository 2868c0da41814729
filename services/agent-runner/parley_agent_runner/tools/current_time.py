"""What time it is, anywhere."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field

from parley_agent_runner.tools.declaration import Output, Tool, ToolArguments, ToolFailed


class Place(ToolArguments):
    timezone: str = Field(
        default="UTC",
        max_length=64,
        description="An IANA time zone such as Europe/Berlin or America/New_York.",
    )


def describe_time(at: datetime, timezone: str) -> str:
    """Raises ToolFailed if there is no such zone."""
    try:
        zone = ZoneInfo(timezone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ToolFailed(f"There is no time zone {timezone!r}.") from None
    local = at.astimezone(zone)
    return f"{local:%A, %d %B %Y, %H:%M:%S} in {timezone} ({local.isoformat(timespec='seconds')})"


async def _run(arguments: Place, call_id: str) -> Output:
    return Output(describe_time(datetime.now(UTC), arguments.timezone))


CURRENT_TIME = Tool(
    name="current_time",
    title="Current time",
    description="Tells the current date and time in a time zone.",
    effect="pure",
    timeout=5.0,
    arguments=Place,
    run=_run,
)
