// The door: a token, and what is wrong with it.
import { useState } from "react";
import { signIn, tokenIn, type Session } from "../core/session";
import { t } from "../i18n";
import { Button } from "../ui/Button";

export function Login({ problem }: { problem: Extract<Session, { state: "out" }>["problem"] }) {
  const [token, setToken] = useState("");
  const [busy, setBusy] = useState(false);
  const [unreachable, setUnreachable] = useState(false);

  const submit = async () => {
    setBusy(true);
    setUnreachable(false);
    await signIn(tokenIn(token)).catch(() => setUnreachable(true));
    setBusy(false);
  };
  const wrong = problem === "wrongToken" && !busy && !unreachable;
  return (
    <main className="door">
      <form
        className="door-card"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        <h1 className="door-title">
          <b className="brand-mark" />
          {t.login.title}
        </h1>
        <p>{t.login.lead}</p>
        <label className="field">
          <span>{t.login.token}</span>
          <input
            className="input mono"
            type="password"
            name="token"
            required
            autoFocus
            autoComplete="current-password"
            value={token}
            aria-invalid={wrong}
            aria-describedby="token-hint"
            onChange={(event) => setToken(event.target.value)}
          />
          <small id="token-hint">{t.login.hint}</small>
        </label>
        {(wrong || unreachable) && (
          <p className="problem" role="alert">
            {unreachable ? t.login.unreachable : t.login.wrong}
          </p>
        )}
        <Button type="submit" look="primary" disabled={busy || token.trim() === ""}>
          {t.login.submit}
        </Button>
      </form>
    </main>
  );
}
