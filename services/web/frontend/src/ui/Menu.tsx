// A menu behind a button.
import { Menu as Base } from "@base-ui/react/menu";
import type { CSSProperties, ReactElement, ReactNode } from "react";
import { Icon } from "./Icon";
import type { IconName } from "./icons";

interface MenuProps {
  trigger: ReactElement;
  children: ReactNode;
  side?: "top" | "bottom";
  align?: "start" | "end";
  onOpenChange?: (open: boolean) => void;
}

export function Menu({ trigger, children, side = "bottom", align = "end", onOpenChange }: MenuProps) {
  return (
    <Base.Root modal={false} onOpenChange={onOpenChange}>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} collisionPadding={8} className="positioner">
          <Base.Popup className="menu">{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

interface MenuItemProps {
  icon?: IconName;
  danger?: boolean;
  disabled?: boolean;
  onClick: () => void;
  children: ReactNode;
}

export function MenuItem({ icon, danger = false, disabled, onClick, children }: MenuItemProps) {
  return (
    <Base.Item className={danger ? "menu-item danger" : "menu-item"} disabled={disabled} onClick={onClick}>
      {icon && <Icon name={icon} />}
      {children}
    </Base.Item>
  );
}

export interface Choice {
  value: string;
  label: ReactNode;
  /** What typing letters looks for. */
  text: string;
}

interface MenuChoicesProps {
  value: string;
  choices: Choice[];
  onChoose: (value: string) => void;
  styleOf?: (choice: Choice) => CSSProperties;
}

export function MenuChoices({ value, choices, onChoose, styleOf }: MenuChoicesProps) {
  return (
    <Base.RadioGroup value={value} onValueChange={onChoose}>
      {choices.map((choice) => (
        <Base.RadioItem
          key={choice.value}
          value={choice.value}
          label={choice.text}
          closeOnClick
          className="menu-item voice"
          style={styleOf?.(choice)}
        >
          {choice.label}
          <Base.RadioItemIndicator className="menu-check">
            <Icon name="check" size={16} />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

export function MenuLine() {
  return <Base.Separator className="menu-line" />;
}
