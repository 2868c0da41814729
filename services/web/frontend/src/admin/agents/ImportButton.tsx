// Makes an agent from a file that was exported, here or in another Parley.
import { useRef } from "react";
import type { Agent } from "../../contract.gen";
import { Button } from "../../ui/Button";
import { w } from "../words";
import { importAgent } from "./creating";

export function ImportButton({ onImported }: { onImported: (agent: Agent | null) => void }) {
  const field = useRef<HTMLInputElement>(null);
  const take = async (input: HTMLInputElement) => {
    const [file] = input.files ?? [];
    input.value = ""; // so that the same file can be chosen again
    if (file) onImported(await importAgent(file));
  };
  return (
    <>
      <input
        ref={field}
        type="file"
        accept="application/json,.json"
        hidden
        aria-label={w.agents.import}
        onChange={(event) => void take(event.currentTarget)}
      />
      <Button onClick={() => field.current?.click()}>{w.agents.import}</Button>
    </>
  );
}
