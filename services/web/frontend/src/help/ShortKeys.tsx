// The keys that work everywhere in the page, none of them the browser's own.
import { useEffect } from "react";
import { useLocation } from "wouter";
import { preferences } from "../core/preferences";
import { open } from "./opened";

export function ShortKeys() {
  const [, go] = useLocation();

  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const action = preferences.get().shortKeys ? actionFor(event) : null;
      if (action === null) return;
      event.preventDefault();
      if (action === "palette" || action === "keys") open(action);
      if (action === "new") go("/");
      if (action === "write") document.querySelector<HTMLElement>(".compose-field")?.focus();
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [go]);

  return null;
}

type Action = "palette" | "new" | "write" | "keys";

function actionFor(event: KeyboardEvent): Action | null {
  if (event.defaultPrevented || event.isComposing) return null;
  const command = event.ctrlKey || event.metaKey;
  if (command && !event.altKey && event.key.toLowerCase() === "k") return "palette";
  if (event.altKey && !command && event.code === "KeyN") return "new";
  if (command || event.altKey || isWriting(event.target)) return null;
  if (event.key === "/") return "write";
  return event.key === "?" ? "keys" : null;
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
