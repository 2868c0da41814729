// The MCP servers of this installation: whether each answers, what it offers, what of it was approved.
import type { McpServer } from "../../contract.gen";
import { sayFact } from "../../i18n/facts";
import { Button } from "../../ui/Button";
import { adminApi } from "../api";
import { Nothing, Page } from "../parts/Page";
import { Shown } from "../parts/Shown";
import { useAsked } from "../useAsked";
import { w } from "../words";
import { McpServerPart } from "./McpServerPart";

const m = w.mcp;

export function McpPage() {
  const asked = useAsked(adminApi.mcp);
  const acts = (
    <Button icon="retry" onClick={asked.again}>
      {m.again}
    </Button>
  );
  return (
    <Page title={w.places.mcp} lead={m.lead} acts={acts}>
      <Shown asked={asked}>
        {({ servers, error, error_fact }) => (
          <>
            {error !== null && (
              <p className="trouble" role="alert">
                {sayFact(error, null, error_fact)}
              </p>
            )}
            {servers.length === 0 && error === null && <None />}
            {servers.map((server: McpServer) => (
              <McpServerPart key={server.name} server={server} onChanged={asked.again} />
            ))}
          </>
        )}
      </Shown>
    </Page>
  );
}

const EXAMPLE = `{
  "mcpServers": {
    "files": { "command": "/usr/local/bin/mcp-files", "args": ["/home/me/papers"] },
    "tracker": { "url": "https://tracker.example/mcp" }
  }
}`;

function None() {
  return (
    <>
      <Nothing>{m.none}</Nothing>
      <pre className="command" tabIndex={0} aria-label={m.example}>
        {EXAMPLE}
      </pre>
    </>
  );
}
