// A line icon in the colour of its text.
import { icons, type IconName } from "./icons";

const ROOT = 16; // px of a rem, so that icons grow with the letters
/** These point along the line: from right to left they point the other way. */
const POINTING = new Set<IconName>(["fork", "left", "list", "panel", "right", "signOut"]);

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg
      className={POINTING.has(name) ? "icon pointing" : "icon"}
      viewBox="0 0 20 20"
      width={`${size / ROOT}rem`}
      height={`${size / ROOT}rem`}
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
    >
      <path d={icons[name]} />
    </svg>
  );
}
