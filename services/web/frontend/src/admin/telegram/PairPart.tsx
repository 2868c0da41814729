// How the bot is, and the link that pairs a phone with it.
import { lazy, Suspense, useState } from "react";
import type { Pairing, TelegramState } from "../../contract.gen";
import { attempt } from "../../chat/actions";
import { sayFact } from "../../i18n/facts";
import { Button } from "../../ui/Button";
import { Copy } from "../../ui/Copy";
import { adminApi } from "../api";
import { Nothing } from "../parts/Page";
import { w } from "../words";

const g = w.telegram;

const QrImage = lazy(() => import("./QrImage"));

const TONES: Record<TelegramState["state"], string> = {
  ...{ not_configured: "chip", connecting: "chip" },
  ...{ running: "chip good", degraded: "chip bad", failed: "chip bad" },
};

export function PairPart({ state }: { state: TelegramState }) {
  const [pairing, setPairing] = useState<Pairing | null>(null);
  const pair = async () => setPairing(await attempt(g.pairFailed, adminApi.pairing));
  return (
    <>
      <p className="row">
        <span className={TONES[state.state]}>
          <span className="dot" />
          {g.states[state.state]}
        </span>{" "}
        {state.username !== null && <span className="mono">@{state.username}</span>}
      </p>
      {state.state !== "not_configured" && <p className="section-note">{sayFact(state.text, null, state.fact)}</p>}
      {state.state === "not_configured" ? (
        <Begin />
      ) : (
        <p className="row pair-act">
          <Button icon="telegram" onClick={() => void pair()}>
            {pairing?.link ? g.pairAgain : g.pair}
          </Button>
        </p>
      )}
      {pairing?.link && <PairingLink link={pairing.link} />}
      {pairing !== null && !pairing.link && <Nothing>{g.noLink}</Nothing>}
    </>
  );
}

function Begin() {
  return (
    <ol className="steps-list">
      {g.begin.map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}

function PairingLink({ link }: { link: string }) {
  return (
    <div className="told-once pairing" role="status">
      <Suspense fallback={<span className="qr" />}>
        <QrImage text={link} label={g.qr} />
      </Suspense>
      <div className="grow">
        <p>{g.pairLead}</p>
        <p className="row">
          <a href={link} target="_blank" rel="noopener noreferrer">
            {link}
          </a>
          <Copy text={link} label={g.copy} />
        </p>
      </div>
    </div>
  );
}
