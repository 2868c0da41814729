// What is left when the page itself breaks.
import { t } from "./i18n";
import { Button } from "./ui/Button";

export function Crash() {
  return (
    <main className="door">
      <div className="door-card" role="alert">
        <h1 className="door-title">{t.crash.title}</h1>
        <p>{t.crash.lead}</p>
        <Button look="primary" onClick={() => location.reload()}>
          {t.crash.reload}
        </Button>
      </div>
    </main>
  );
}
