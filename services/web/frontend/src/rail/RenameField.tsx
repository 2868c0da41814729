// A title that is being written.
import { useEffect, useRef } from "react";
import { t } from "../i18n";

interface RenameFieldProps {
  title: string;
  onDone: (title: string) => void;
  onCancel: () => void;
}

const LONGEST = 200; // characters of a title

export function RenameField({ title, onDone, onCancel }: RenameFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const over = useRef(false); // Escape blurs the field too, and must not save

  useEffect(() => {
    // The menu that led here gives the focus back to its button first.
    const frame = requestAnimationFrame(() => field.current?.select());
    return () => cancelAnimationFrame(frame);
  }, []);

  const end = (finish: () => void) => {
    if (over.current) return;
    over.current = true;
    const menu = field.current?.parentElement?.querySelector<HTMLElement>(".thread-menu");
    finish();
    menu?.focus();
  };
  return (
    <input
      ref={field}
      className="input rename"
      defaultValue={title}
      maxLength={LONGEST}
      aria-label={t.thread.title}
      onBlur={(event) => {
        const next = event.target.value.trim();
        end(() => onDone(next));
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") end(onCancel);
        if (event.key !== "Enter" || event.nativeEvent.isComposing) return;
        event.preventDefault(); // else the button that has the focus next is pressed by the same key
        event.currentTarget.blur();
      }}
    />
  );
}
