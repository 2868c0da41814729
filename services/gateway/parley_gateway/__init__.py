"""The gateway: what a person sent becomes a message of a thread, for an agent, or a command."""
