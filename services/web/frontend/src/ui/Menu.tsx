// A menu behind a button. Its machinery is a quarter of the page: it is loaded when the page has come to rest, and each
// message and thread has one: until it is pressed, there is only the button.
import {
  cloneElement,
  useEffect,
  useState,
  type CSSProperties,
  type KeyboardEvent,
  type ReactElement,
  type ReactNode,
} from "react";
import { Cell, useCell } from "../core/cell";
import type { IconName } from "./icons";

interface ButtonProps {
  onClick: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  "aria-haspopup": "menu";
  "aria-expanded": false;
}

export interface MenuProps {
  trigger: ReactElement<Partial<ButtonProps>>;
  children: ReactNode;
  side?: "top" | "bottom";
  align?: "start" | "end";
}

export interface MenuItemProps {
  icon?: IconName;
  danger?: boolean;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}

export interface Choice {
  value: string;
  label: ReactNode;
  /** What typing letters looks for. */
  text: string;
}

export interface MenuChoicesProps {
  label: string;
  value: string;
  choices: Choice[];
  onChoose: (value: string) => void;
  styleOf?: (choice: Choice) => CSSProperties;
}

const AT_REST = 1500; // ms after the first menu was drawn

const parts = new Cell<typeof import("./MenuParts") | null>(null);
let asked = false;

async function load(): Promise<void> {
  parts.set(await import("./MenuParts"));
}

export function Menu(props: MenuProps) {
  const loaded = useCell(parts);
  const [pressed, setPressed] = useState(false);

  useEffect(() => {
    if (asked) return;
    asked = true;
    setTimeout(() => void load().catch(() => undefined), AT_REST);
  }, []);

  if (loaded !== null && pressed) return <loaded.Whole {...props} />;
  const onClick = () => {
    setPressed(true);
    if (loaded === null) void load().catch(() => setPressed(false));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== "ArrowDown") return;
    event.preventDefault();
    onClick();
  };
  return cloneElement(props.trigger, { onClick, onKeyDown, "aria-haspopup": "menu", "aria-expanded": false });
}

export function MenuItem(props: MenuItemProps) {
  const loaded = useCell(parts);
  return loaded && <loaded.Item {...props} />;
}

export function MenuChoices(props: MenuChoicesProps) {
  const loaded = useCell(parts);
  return loaded && <loaded.Choices {...props} />;
}

export function MenuLine() {
  const loaded = useCell(parts);
  return loaded && <loaded.Line />;
}
