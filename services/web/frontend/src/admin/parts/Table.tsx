// A table that scrolls sideways by itself where it does not fit.
import type { ReactNode } from "react";

interface TableProps {
  label: string;
  heads: string[];
  /** The columns that hold numbers. */
  numbers?: number[];
  children: ReactNode;
}

export function Table({ label, heads, numbers = [], children }: TableProps) {
  return (
    <div className="table-frame" role="region" aria-label={label} tabIndex={0}>
      <table className="table">
        <thead>
          <tr>
            {heads.map((head, index) => (
              <th key={head} scope="col" className={numbers.includes(index) ? "number" : undefined}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}
