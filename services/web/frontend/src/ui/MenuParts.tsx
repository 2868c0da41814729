// What a menu that was pressed is made of; loaded after the page has come to rest, see Menu.tsx.
import { Menu as Base } from "@base-ui/react/menu";
import { Icon } from "./Icon";
import type { MenuChoicesProps, MenuItemProps, MenuProps } from "./Menu";

export function Whole({ trigger, children, side = "bottom", align = "end" }: MenuProps) {
  return (
    <Base.Root modal={false} defaultOpen>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner side={side} align={align} sideOffset={6} collisionPadding={8} className="positioner">
          <Base.Popup className="menu">{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
}

export function Item({ icon, danger = false, disabled, onClick, children }: MenuItemProps) {
  return (
    <Base.Item className={danger ? "menu-item danger" : "menu-item"} disabled={disabled} onClick={onClick}>
      {icon && <Icon name={icon} />}
      {children}
    </Base.Item>
  );
}

export function Choices({ label, value, choices, onChoose, styleOf }: MenuChoicesProps) {
  return (
    <Base.RadioGroup aria-label={label} value={value} onValueChange={onChoose}>
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

export function Line() {
  return <Base.Separator className="menu-line" />;
}
