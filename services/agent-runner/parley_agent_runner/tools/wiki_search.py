"""Looks something up in Wikipedia."""

from pydantic import BaseModel, Field

from parley_agent_runner.tools.declaration import Output, Tool, ToolArguments, ToolFailed
from parley_agent_runner.tools.fetching import Fetch, fetch_as

MOST = 3  # articles
EXTRACT = 3000  # characters of an article's beginning


class Lookup(ToolArguments):
    query: str = Field(min_length=1, max_length=200, description="What to look up.")
    language: str = Field(
        default="en",
        pattern=r"^[a-z]{2,3}(-[a-z]{2,10})?$",
        description="Which Wikipedia, such as en or de.",
    )


class Article(BaseModel):
    title: str
    index: int = 0  # its place among what was found
    extract: str = ""
    fullurl: str = ""


class Articles(BaseModel):
    pages: list[Article] = []


class Found(BaseModel):
    query: Articles = Articles()


def make_wiki_search(fetch: Fetch) -> Tool[Lookup]:
    async def run(arguments: Lookup, call_id: str) -> Output:
        host = f"{arguments.language}.wikipedia.org"
        url, query = f"https://{host}/w/api.php", write_query(arguments.query)
        found = await fetch_as(fetch, Found, url, query)
        return Output(describe_found(found, arguments.query), origin=host)

    return Tool(
        name="wiki_search",
        title="Wikipedia",
        description="Finds articles of Wikipedia and gives their beginnings with their addresses.",
        effect="pure",
        timeout=20.0,
        arguments=Lookup,
        run=run,
    )


def write_query(words: str) -> dict[str, str]:
    return {
        "action": "query",
        "format": "json",
        "formatversion": "2",
        "generator": "search",
        "gsrsearch": words,
        "gsrlimit": str(MOST),
        "prop": "extracts|info",
        "exintro": "1",
        "explaintext": "1",
        "exlimit": "max",
        "inprop": "url",
        "redirects": "1",
    }


def describe_found(found: Found, words: str) -> str:
    """Raises ToolFailed if nothing was found."""
    articles = sorted(found.query.pages, key=lambda article: article.index)
    if not articles:
        raise ToolFailed(f"Wikipedia has nothing about {words!r}.")
    return "\n\n".join(
        f"{each.title}\n{each.fullurl}\n{each.extract[:EXTRACT]}".strip() for each in articles
    )
