# What stands before Parley on a server: docs/howto/deploy.md says how each is told about it.
FROM debian:bookworm-slim
RUN apt-get update -qq \
 && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends nginx-light caddy > /dev/null \
 && rm -rf /var/lib/apt/lists/*
