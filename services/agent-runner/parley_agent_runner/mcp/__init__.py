"""Tools of MCP servers: which there are, which a person approved, and how they are called."""
