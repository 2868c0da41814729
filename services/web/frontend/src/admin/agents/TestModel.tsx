// One short call to a model, and what came of it.
import { useState } from "react";
import type { ModelTest } from "../../contract.gen";
import { api } from "../../core/api";
import { ApiError } from "../../core/http";
import { sayFact } from "../../i18n/facts";
import { duration } from "../../i18n/format";
import { Button } from "../../ui/Button";
import { w } from "../words";

interface TestModelProps {
  model: string;
  apiBase: string;
  apiKey: string;
}

type State = { state: "idle" | "asking" } | { state: "done"; result: ModelTest } | { state: "failed"; why: string };

export function TestModel({ model, apiBase, apiKey }: TestModelProps) {
  const [now, setNow] = useState<State>({ state: "idle" });
  const run = async () => {
    setNow({ state: "asking" });
    const test = { model: model.trim(), api_base: apiBase.trim() || null, api_key: apiKey || null, secret: null };
    try {
      setNow({ state: "done", result: await api.testModel(test) });
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setNow({ state: "failed", why: error.message });
    }
  };
  const asking = now.state === "asking";
  return (
    <div className="row">
      <Button disabled={asking || model.trim() === ""} aria-description={model.trim()} onClick={() => void run()}>
        {asking ? w.agents.test.asking : w.agents.test.button}
      </Button>
      <div role="status" className="test-result">
        {now.state === "failed" && <Failure why={now.why} />}
        {now.state === "done" && (now.result.ok ? <Success result={now.result} /> : <Failure why={now.result.error && sayFact(now.result.error, now.result.code, now.result.error_fact)} />)}
      </div>
    </div>
  );
}

function Success({ result: { text, ttft_ms: took, tools } }: { result: ModelTest }) {
  return (
    <>
      <span className="chip good">{w.agents.test.said}</span> <q>{text.slice(0, 120)}</q>{" "}
      <span className="dim">
        {took !== null && w.agents.test.took(duration(took))}
        {tools !== null && `, ${tools ? w.agents.test.calls : w.agents.test.callsNot}`}
      </span>
    </>
  );
}

function Failure({ why }: { why: string | null }) {
  return (
    <span className="problem">
      {w.agents.test.failed} {why}
    </span>
  );
}
