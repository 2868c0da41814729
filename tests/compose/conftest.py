"""These need a Docker engine with compose, and minutes to build: they run when they are named."""

import os

# No helper of its own that would be handed Docker's socket, and no guess at where Docker is.
os.environ.setdefault("TESTCONTAINERS_RYUK_DISABLED", "true")
os.environ.setdefault("TESTCONTAINERS_CONNECTION_MODE", "docker_host")
