// A tool of an MCP server: read it word for word, then approve it; or take the approval back.
import { useState, type ReactNode } from "react";
import type { McpTool } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { sayFact } from "../../i18n/facts";
import { Button } from "../../ui/Button";
import { notify } from "../../ui/notify";
import { adminApi } from "../api";
import { w } from "../words";

const m = w.mcp;
const SHORT = 12; // characters of a pin that tell it apart

const TONES: Record<McpTool["state"], string> = {
  ...{ new: "chip wait", changed: "chip wait" },
  ...{ approved: "chip good", unusable: "chip bad", gone: "chip bad" },
};

interface McpToolRowProps {
  server: string;
  tool: McpTool;
  onChanged: () => void;
}

export function McpToolRow({ server, tool, onChanged }: McpToolRowProps) {
  const [busy, setBusy] = useState(false);
  const settle = async (what: string, act: () => Promise<unknown>, said: string) => {
    setBusy(true);
    const done = await attempt(what, () => act().then(() => true));
    setBusy(false);
    if (done) notify({ text: said, timeout: 3000 });
    onChanged();
  };
  const approve = () =>
    settle(m.approveFailed, () => adminApi.approveMcpTool(server, tool.name, tool.pin), m.approved(tool.tool));
  const revoke = () => settle(m.revokeFailed, () => adminApi.revokeMcpTool(server, tool.name), m.revoked(tool.tool));
  const canApprove = tool.state === "new" || tool.state === "changed";
  return (
    <li className="row-item mcp-tool">
      <details className="grow" open={canApprove}>
        <summary>
          <span className="row-title mono">{tool.tool}</span>{" "}
          <span className={TONES[tool.state]}>{m.states[tool.state]}</span>{" "}
          <span className="chip">{m.effects[tool.effect]}</span>{" "}
          <code className="mono dim" title={tool.pin}>
            {tool.pin.slice(0, SHORT)}
          </code>
        </summary>
        {tool.problem !== null && <p className="problem row-about">{sayFact(tool.problem, null, tool.problem_fact)}</p>}
        {tool.state === "changed" && (
          <Words title={m.was} description={tool.approved_description ?? ""} parameters={tool.approved_parameters} />
        )}
        {tool.state !== "gone" && (
          <Words
            title={tool.state === "changed" ? m.isNow : m.says}
            description={tool.description}
            parameters={tool.parameters}
          />
        )}
        {canApprove && (
          <Act>
            <Button icon="check" disabled={busy} onClick={() => void approve()}>
              {m.approve}
            </Button>
          </Act>
        )}
      </details>
      {!canApprove && tool.state !== "unusable" && (
        <Button disabled={busy} aria-label={m.revokeOne(tool.tool)} onClick={() => void revoke()}>
          {m.revoke}
        </Button>
      )}
    </li>
  );
}

function Act({ children }: { children: ReactNode }) {
  return <p className="row mcp-act">{children}</p>;
}

interface WordsProps {
  title: string;
  description: string;
  parameters: McpTool["parameters"] | null;
}

/** All that a model would read of it. */
function Words({ title, description, parameters }: WordsProps) {
  return (
    <div className="mcp-words">
      <h3 className="small-title">{title}</h3>
      <p className="mcp-said" dir="auto">
        {description || m.silent}
      </p>
      {parameters !== null && (
        <pre className="command prompt-part" tabIndex={0} aria-label={m.parameters}>
          {JSON.stringify(parameters, null, 2)}
        </pre>
      )}
    </div>
  );
}
