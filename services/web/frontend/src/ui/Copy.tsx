// Copies a text and says so for a moment.
import { useEffect, useState } from "react";
import { t } from "../i18n";
import { IconButton } from "./Button";

const SAYS_SO = 1500; // ms

export function Copy({ text, label }: { text: string; label: string }) {
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(setCopied, SAYS_SO, false);
    return () => clearTimeout(timer);
  }, [copied]);

  const copy = async () => {
    await writeClipboard(text);
    setCopied(true);
  };
  return <IconButton icon={copied ? "check" : "copy"} label={copied ? t.copied : label} onClick={() => void copy()} />;
}

/** Over plain http away from loopback browsers hide the clipboard API; the old command still works there. */
export async function writeClipboard(text: string): Promise<void> {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const area = document.createElement("textarea");
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand("copy");
  area.remove();
}
