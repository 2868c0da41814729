"""The web service: HTTP API, browser UI, relay of events to websockets; it only translates."""
