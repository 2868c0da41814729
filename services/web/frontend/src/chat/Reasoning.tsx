// What an agent thought before it spoke, folded away.
import { t } from "../i18n";
import { seconds } from "../i18n/format";
import { Icon } from "../ui/Icon";

interface ReasoningProps {
  text: string;
  ms: number | null;
  live: boolean;
}

export function Reasoning({ text, ms, live }: ReasoningProps) {
  if (text === "") return null;
  const label = live ? t.reasoning.now : ms === null ? t.reasoning.done : t.reasoning.took(seconds(ms));
  return (
    <details className="thoughts">
      <summary className={live ? "pulse" : undefined}>
        <Icon name="right" size={16} />
        {label}
      </summary>
      <p dir="auto">{text}</p>
    </details>
  );
}
