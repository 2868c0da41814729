// Says below a long text that only its beginning is shown, and offers the rest.
import { t } from "../i18n";
import { Button } from "./Button";

export function CutNote({ shown, of, onWhole }: { shown: number; of: number; onWhole: () => void }) {
  return (
    <p className="more-text">
      {t.markdown.cut(shown, of)}
      <Button onClick={onWhole}>{t.markdown.showAll}</Button>
    </p>
  );
}
