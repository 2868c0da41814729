"""The launcher: starts Parley's processes, watches them, and runs its checks and tests."""
