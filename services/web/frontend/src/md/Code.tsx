// A code block: its language, a copy button, and colours once the highlighter is loaded.
import { memo, useDeferredValue, useEffect, useMemo, useSyncExternalStore, type ReactNode } from "react";
import type { Highlighter } from "./highlight";
import { t } from "../i18n";
import { Copy } from "../ui/Copy";

type Span = ReturnType<Highlighter["highlight"]>["children"][number];

const TOO_LONG = 20_000; // characters; longer code stays uncoloured
const SHORT = 1000; // characters; coloured at once, for drawing it a second time takes longer

let highlighter: Highlighter | null = null;
const waiting = new Set<() => void>();

async function loadHighlighter(): Promise<void> {
  highlighter ??= (await import("./highlight")).highlighter;
  waiting.forEach((tell) => tell());
}

function subscribe(tell: () => void): () => void {
  waiting.add(tell);
  return () => waiting.delete(tell);
}

function useHighlighter(): Highlighter | null {
  const loaded = useSyncExternalStore(subscribe, () => highlighter);
  useEffect(() => {
    // Without it code stays readable, only uncoloured; the next code block asks again.
    if (loaded === null) void loadHighlighter().catch(() => undefined);
  }, [loaded]);
  return loaded;
}

function drawSpan(span: Span, key: number): ReactNode {
  if (span.type === "text") return span.value;
  if (span.type !== "element") return null;
  const names = span.properties.className;
  return (
    <span key={key} className={Array.isArray(names) ? names.join(" ") : undefined}>
      {span.children.map((child, index) => drawSpan(child, index))}
    </span>
  );
}

export const Code = memo(function Code({ language, value }: { language: string | null; value: string }) {
  const loaded = useHighlighter();
  const settled = useDeferredValue(value.length > SHORT ? value : null) ?? value;
  const coloured = useMemo(() => {
    if (loaded === null || language === null || !loaded.registered(language) || settled.length > TOO_LONG) return null;
    return loaded.highlight(language, settled).children.map(drawSpan);
  }, [loaded, language, settled]);

  const name = language ?? t.code.plain;
  return (
    <figure className="code" dir="ltr">
      <figcaption>
        <span>{name}</span>
        <Copy text={value} label={t.code.copy} />
      </figcaption>
      <pre tabIndex={0} role="region" aria-label={t.code.region(name)}>
        <code>{coloured !== null && settled === value ? coloured : colouredWithTail(coloured, settled, value)}</code>
      </pre>
    </figure>
  );
});

// While text streams in faster than it can be coloured, its newest end is shown plain.
function colouredWithTail(coloured: ReactNode[] | null, settled: string, value: string): ReactNode {
  if (coloured === null || !value.startsWith(settled)) return value;
  return (
    <>
      {coloured}
      {value.slice(settled.length)}
    </>
  );
}
