"""Searches the web, and gives titles, addresses and what is said there in a few words."""

from pydantic import Field

from parley_agent_runner.tools.declaration import Output, Tool, ToolArguments, ToolFailed
from parley_agent_runner.tools.searching import Found, Search

WEB_SEARCH = "web_search"
TEXT = 500  # characters of a hit


class Wanted(ToolArguments):
    query: str = Field(min_length=1, max_length=300, description="What to search for.")
    count: int = Field(default=8, ge=1, le=20, description="How many results at most.")


def make_web_search(search: Search) -> Tool[Wanted]:
    async def run(arguments: Wanted, call_id: str) -> Output:
        found = await search(arguments.query, arguments.count)
        return Output(describe_found(found, arguments.query), origin="pages found in a web search")

    return Tool(
        name=WEB_SEARCH,
        title="Web search",
        description="Searches the web and gives titles, addresses and short descriptions.",
        effect="pure",
        timeout=40.0,
        arguments=Wanted,
        run=run,
    )


def describe_found(found: Found, query: str) -> str:
    """Raises ToolFailed if nothing was found."""
    if not found.hits:
        raise ToolFailed(f"{found.by} found nothing about {query!r}.")
    hits = (f"{each.title}\n{each.url}\n{each.text[:TEXT]}".strip() for each in found.hits)
    return "\n\n".join([f"Found by {found.by}:", *hits])
