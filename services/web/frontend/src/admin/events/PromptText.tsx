// Everything that a model is sent: each message as it stands, and the tools.
import { w } from "../words";

const p = w.events.prompt;

interface PromptTextProps {
  messages: Record<string, unknown>[];
  tools: unknown[];
}

export function PromptText({ messages, tools }: PromptTextProps) {
  return (
    <>
      {messages.map((message, index) => (
        <section key={index}>
          <h3 className="small-title">{String(message["role"] ?? "")}</h3>
          <pre className="command prompt-part" tabIndex={0}>
            {typeof message["content"] === "string" && !message["tool_calls"]
              ? message["content"]
              : JSON.stringify(message, null, 2)}
          </pre>
        </section>
      ))}
      <details>
        <summary>{p.tools(tools.length)}</summary>
        <pre className="command prompt-part" tabIndex={0}>
          {JSON.stringify(tools, null, 2)}
        </pre>
      </details>
    </>
  );
}
