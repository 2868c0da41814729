"""The store: keeps threads, messages, turns, journal, agents and files, and tells what changed."""
