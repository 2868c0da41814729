"""Reads a web page."""

from pydantic import Field

from parley_agent_runner.tools.declaration import Output, Tool, ToolArguments
from parley_agent_runner.tools.fetching import Fetch
from parley_agent_runner.tools.reading import Extract, read_page


class Address(ToolArguments):
    url: str = Field(
        pattern=r"^https?://",
        max_length=2000,
        description="The whole address, with https://.",
    )


def make_web_fetch(fetch: Fetch, extract: Extract) -> Tool[Address]:
    async def run(arguments: Address, call_id: str) -> Output:
        page = await fetch(arguments.url, {})
        text = await read_page(page, extract)
        note = "\n\n[The page was too large; this is its beginning.]" if page.is_cut else ""
        return Output(f"{page.url}\n\n{text}{note}", origin=page.host)

    return Tool(
        name="web_fetch",
        title="Read a web page",
        description="Fetches a page of the open internet and gives its readable text.",
        effect="pure",
        timeout=60.0,
        arguments=Address,
        run=run,
        external=True,
    )
