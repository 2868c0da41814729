// Stacked bars over time, drawn by hand; the numbers stand in a table beside them.
import { hueStyle } from "./Glyph";

export interface Stack {
  label: string;
  /** Under the bar; empty for most. */
  tick: string;
  parts: { hue: number; name: string; value: number }[];
}

interface BarsProps {
  label: string;
  stacks: Stack[];
  write: (value: number) => string;
}

const WIDTH = 640;
const HEIGHT = 160;
const LEFT = 52; // room for what the lines mean
const BELOW = 20;

export function Bars({ label, stacks, write }: BarsProps) {
  const top = niceTop(Math.max(...stacks.map(total), 0));
  const step = (WIDTH - LEFT) / Math.max(stacks.length, 1);
  const y = (value: number) => HEIGHT - (value / top) * (HEIGHT - 8);
  return (
    <svg className="bars" viewBox={`0 0 ${WIDTH} ${HEIGHT + BELOW}`} role="img" aria-label={label}>
      {[0, top / 2, top].map((value) => (
        <g key={value}>
          <line x1={LEFT} x2={WIDTH} y1={y(value)} y2={y(value)} className="bars-line" />
          <text x={LEFT - 8} y={y(value) + 4} textAnchor="end">
            {write(value)}
          </text>
        </g>
      ))}
      {stacks.map((stack, index) => (
        <g key={stack.label} transform={`translate(${LEFT + index * step} 0)`}>
          <title>{`${stack.label}: ${write(total(stack))}`}</title>
          <rect width={step} height={HEIGHT} className="bars-ground" />
          <Stacked stack={stack} width={step} y={y} />
          {stack.tick && (
            <text x={step / 2} y={HEIGHT} dy="1.4em" textAnchor="middle">
              {stack.tick}
            </text>
          )}
        </g>
      ))}
    </svg>
  );
}

function Stacked({ stack, width, y }: { stack: Stack; width: number; y: (value: number) => number }) {
  let below = 0;
  const gap = Math.min(width * 0.15, 8);
  return stack.parts.map(({ hue, name, value }) => {
    const from = below;
    below += value;
    const height = Math.max(y(from) - y(below) - (from > 0 ? 1 : 0), 0);
    return (
      <rect
        key={name}
        className="bars-part voice"
        style={hueStyle(hue)}
        x={gap}
        width={Math.max(width - 2 * gap, 1)}
        y={y(below)}
        height={height}
        rx={Math.min(2, height / 2)}
      />
    );
  });
}

function total(stack: Stack): number {
  return stack.parts.reduce((sum, part) => sum + part.value, 0);
}

/** 1, 2 or 5 times a power of ten, so that half of it can be said shortly. */
function niceTop(most: number): number {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return [1, 2, 5, 10].map((times) => times * power).find((value) => value >= most) ?? most;
}
