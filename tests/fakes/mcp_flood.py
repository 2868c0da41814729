"""An MCP server that says a hundred times that its tools changed, and then waits with its answers.

It tells each listing that it is asked for in the file that MCP_TOLD names.
"""

import json
import os
import sys
from pathlib import Path

TOLD = Path(os.environ["MCP_TOLD"])
PING = "ping"
VERSION = "2025-06-18"
waiting: list[object] = []
listed = 0
is_over = False


def tell(what: str) -> None:
    with TOLD.open("a") as file:
        file.write(f"{what}\n")


def send(**said: object) -> None:
    print(json.dumps({"jsonrpc": "2.0", **said}), flush=True)


def answer_list(request: object) -> None:
    send(id=request, result={"tools": [{"name": "greet", "inputSchema": {"type": "object"}}]})


def flood() -> None:
    for _ in range(100):
        send(method="notifications/tools/list_changed")
    send(id=PING, method="ping")  # answered when all of that was read


for line in sys.stdin:
    message = json.loads(line)
    match message.get("method"):
        case "initialize":
            about = {"name": "flood", "version": "1"}
            capabilities = {"tools": {"listChanged": True}}
            result = {"protocolVersion": VERSION, "capabilities": capabilities, "serverInfo": about}
            send(id=message["id"], result=result)
        case "tools/list":
            listed += 1
            tell("listed")
            if listed == 1:
                answer_list(message["id"])
                flood()
            elif is_over:
                answer_list(message["id"])
            else:
                waiting.append(message["id"])
        case None if message.get("id") == PING:
            is_over = True
            for request in waiting:
                answer_list(request)
            tell("over")
        case method if method is not None and "id" in message:
            send(id=message["id"], error={"code": -32601, "message": "Method not found"})
