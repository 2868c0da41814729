"""Which Parley this is."""

from importlib.metadata import version

VERSION = version("parley-web")
