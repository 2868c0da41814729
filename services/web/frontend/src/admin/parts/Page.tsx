// One admin page: its title, a sentence about it, what can be done, and the rest.
import type { ReactNode } from "react";
import { useTitle } from "../../chat/useTitle";

interface PageProps {
  title: string;
  lead?: ReactNode;
  acts?: ReactNode;
  children: ReactNode;
}

export function Page({ title, lead, acts, children }: PageProps) {
  useTitle(title);
  return (
    <>
      <header className="page-head">
        <div className="grow">
          <h1 className="page-title">{title}</h1>
          {lead && <p className="page-lead">{lead}</p>}
        </div>
        {acts && <div className="row">{acts}</div>}
      </header>
      {children}
    </>
  );
}

interface SectionProps {
  title: string;
  note?: ReactNode;
  id?: string;
  children: ReactNode;
}

export function Section({ title, note, id, children }: SectionProps) {
  return (
    <section className="page-section" id={id}>
      <h2 className="section-title">{title}</h2>
      {note && <p className="section-note">{note}</p>}
      {children}
    </section>
  );
}

/** What stands where a list would be. */
export function Nothing({ children }: { children: ReactNode }) {
  return <p className="nothing">{children}</p>;
}
