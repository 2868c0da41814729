// One MCP server: where it is, what is wrong with it, and its tools.
import { useState } from "react";
import type { McpServer } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { sayFact } from "../../i18n/facts";
import { Button } from "../../ui/Button";
import { adminApi } from "../api";
import { Confirm } from "../../ui/Confirm";
import { Nothing } from "../parts/Page";
import { w } from "../words";
import { McpToolRow } from "./McpToolRow";

const m = w.mcp;

export function McpServerPart({ server, onChanged }: { server: McpServer; onChanged: () => void }) {
  const [asking, setAsking] = useState(false);
  const hasApproved = server.tools.some((tool) => tool.state !== "new" && tool.state !== "unusable");
  const revokeAll = async () => {
    await attempt(m.revokeFailed, () => adminApi.revokeMcpServer(server.name));
    onChanged();
  };
  return (
    <section className="page-section">
      <div className="row mcp-head">
        <h2 className="section-title mono grow">{server.name}</h2>
        <span className={server.error === null ? "chip good" : "chip bad"}>
          <span className="dot" />
          {server.error === null ? m.answers : m.away}
        </span>
        <span className="chip">{m.transports[server.transport]}</span>
        {hasApproved && (
          <Button look="danger" onClick={() => setAsking(true)}>
            {m.revokeAll}
          </Button>
        )}
      </div>
      <p className="mono row-about">{server.place}</p>
      {server.error !== null && <p className="problem row-about">{sayFact(server.error, null, server.error_fact)}</p>}
      {server.tools.length === 0 && server.error === null && <Nothing>{m.noTools}</Nothing>}
      <ul className="rows">
        {server.tools.map((tool) => (
          <McpToolRow key={tool.name} server={server.name} tool={tool} onChanged={onChanged} />
        ))}
      </ul>
      {asking && (
        <Confirm
          title={m.revokeAllTitle(server.name)}
          lead={m.revokeLead}
          yes={m.revokeAll}
          onYes={revokeAll}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  );
}
