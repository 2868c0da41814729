// What to type at the machine when a service is silent or ends again and again.
import type { Services } from "../../contract.gen";
import { Copy } from "../../ui/Copy";
import { w } from "../words";

const o = w.overview;
const OFTEN = 3; // ends in an hour

type Health = Services["services"][number];

export function MendHint({ service, launched }: { service: Health; launched: boolean }) {
  const { name, ok, process } = service;
  const endsOften = (process?.ends ?? 0) >= OFTEN;
  if (ok && !endsOften) return null;
  const run = launched ? "./parley" : "docker compose";
  const known = name === "nats-server" ? "nats" : name;
  const commands = ok ? ["logs"] : ["logs", "restart"];
  return (
    <div className="mend">
      <p className="service-note">{process?.state === "waiting" ? o.startsAgain : o.mend}</p>
      {commands.map((command) => (
        <p key={command} className="row">
          <code className="mono grow">{`${run} ${command} ${known}`}</code>
          <Copy text={`${run} ${command} ${known}`} label={o.copyCommand} />
        </p>
      ))}
    </div>
  );
}
