// A change in a text, line by line: what went, what came, and a little of what stands around it.

interface UnifiedDiffProps {
  label: string;
  /** From its first "@@" on. */
  diff: string;
}

const KINDS: Record<string, string> = { "+": "came", "-": "went", "@": "place" };

export function UnifiedDiff({ label, diff }: UnifiedDiffProps) {
  return (
    <pre className="command diff" tabIndex={0} aria-label={label}>
      {diff
        .trimEnd()
        .split("\n")
        .map((line, index) => (
          <span key={index} className={`diff-line ${KINDS[line[0] ?? ""] ?? ""}`}>
            {`${line}\n`}
          </span>
        ))}
    </pre>
  );
}
