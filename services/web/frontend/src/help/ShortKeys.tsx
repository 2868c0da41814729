// The keys that work everywhere in the page, none of them the browser's own.
import { useEffect, useState, type RefObject } from "react";
import { useLocation } from "wouter";
import { railOpen } from "../rail/RailButton";
import { KeysLater } from "../ui/Later";

export function ShortKeys({ searchField }: { searchField: RefObject<HTMLInputElement | null> }) {
  const [sheet, showSheet] = useState(false);
  const [, go] = useLocation();

  useEffect(() => {
    const search = () => {
      if (searchField.current) return searchField.current.select();
      railOpen.set(true); // on a phone the field is in the drawer
      requestAnimationFrame(() => searchField.current?.select());
    };
    const onKey = (event: KeyboardEvent) => {
      const action = actionFor(event);
      if (action === null) return;
      event.preventDefault();
      if (action === "search") search();
      if (action === "new") go("/");
      if (action === "write") document.querySelector<HTMLElement>(".compose-field")?.focus();
      if (action === "help") showSheet(true);
    };
    addEventListener("keydown", onKey);
    return () => removeEventListener("keydown", onKey);
  }, [go, searchField]);

  return <KeysLater open={sheet} onClose={() => showSheet(false)} />;
}

type Action = "search" | "new" | "write" | "help";

function actionFor(event: KeyboardEvent): Action | null {
  if (event.defaultPrevented || event.isComposing) return null;
  const command = event.ctrlKey || event.metaKey;
  if (command && !event.altKey && event.key.toLowerCase() === "k") return "search";
  if (event.altKey && !command && event.code === "KeyN") return "new";
  if (command || event.altKey || isWriting(event.target)) return null;
  if (event.key === "/") return "write";
  return event.key === "?" ? "help" : null;
}

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}
