"""MCP servers of this installation: what they offer, and the person's word that a tool is good."""

from typing import Annotated

from fastapi import Path
from parley_shared.frames import NewMcpApproval
from parley_shared.questions import Done
from parley_shared.runner import ApproveMcpTool, ListMcpServers, McpServers, RevokeMcpTool

from parley_web.web import Here, make_router

router = make_router("/api", "mcp")

ASKED_WITHIN = 45.0  # seconds; a server may have to be started first
Name = Annotated[str, Path(min_length=1, max_length=80)]


@router.get("/mcp")
async def list_mcp_servers(web: Here) -> McpServers:
    """Every server is asked now; those that are away too, with the reason."""
    return await web.bus.ask(ListMcpServers(), timeout=ASKED_WITHIN)


@router.post("/mcp/{server}/tools/{tool}/approve")
async def approve_mcp_tool(server: Name, tool: Name, new: NewMcpApproval, web: Here) -> Done:
    """Exactly what was read: 409 if it is another one by now."""
    question = ApproveMcpTool(server=server, tool=tool, pin=new.pin)
    return await web.bus.ask(question, timeout=ASKED_WITHIN)


@router.delete("/mcp/{server}/tools/{tool}/approve")
async def revoke_mcp_tool(server: Name, tool: Name, web: Here) -> Done:
    """No agent may call it from now on; the server need not be reached."""
    return await web.bus.ask(RevokeMcpTool(server=server, tool=tool))


@router.delete("/mcp/{server}/approve")
async def revoke_mcp_server(server: Name, web: Here) -> Done:
    """All of its tools are off from now on."""
    return await web.bus.ask(RevokeMcpTool(server=server))
