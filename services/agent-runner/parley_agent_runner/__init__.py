"""The agent-runner: takes turns in order per thread, calls model and tools, journals each step."""
