"""What people teach agents in files: https://agentskills.io."""
