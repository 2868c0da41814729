// Links to the parts of a long page, always within reach.
import { w } from "../words";

export function PageParts({ parts }: { parts: readonly (readonly [id: string, name: string])[] }) {
  return (
    <nav className="page-parts" aria-label={w.onThisPage}>
      <ul>
        {parts.map(([id, name]) => (
          <li key={id}>
            <a
              href={`#${id}`}
              onClick={(event) => {
                event.preventDefault();
                show(id);
              }}
            >
              {name}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Unfolded, and where the reader is; the address stays, for it names pages. */
function show(id: string): void {
  const part = document.getElementById(id);
  if (!part) return;
  const folds = [part, ...part.querySelectorAll("details.fold")];
  for (const each of folds) if (each instanceof HTMLDetailsElement) each.open = true;
  part.scrollIntoView({ block: "start" });
  part.querySelector<HTMLElement>("summary, input, textarea, select, button")?.focus({ preventScroll: true });
}
