"""Finds what is to be read in an HTML page; a program of its own, for some pages take minutes.

It is given the page's address in a line and then the page, and writes what it found.
"""

import resource
import sys

import trafilatura

LONGEST = 30  # seconds of a processor: it ends also when nobody is left to end it


def extract(html: str, url: str) -> str:
    """The title and the article; empty if there is nothing to read."""
    document = trafilatura.bare_extraction(
        html, url=url, include_links=True, include_tables=True, with_metadata=True
    )
    title = getattr(document, "title", None) or ""
    text = getattr(document, "text", None) or trafilatura.html2txt(html)
    return f"{title}\n\n{text}".strip()


def main() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
    url = sys.stdin.buffer.readline().decode().strip()
    html = sys.stdin.buffer.read().decode()
    sys.stdout.buffer.write(extract(html, url).encode(errors="replace"))


if __name__ == "__main__":
    main()
