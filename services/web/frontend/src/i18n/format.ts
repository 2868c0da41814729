// Numbers, money, durations and dates the way the reader's language writes them.

const numbers = new Intl.NumberFormat();

export function count(value: number): string {
  return numbers.format(value);
}
