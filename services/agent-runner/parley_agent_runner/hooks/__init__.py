"""Hooks: what others may see, change and forbid on the way of a turn."""
