/** Rows of a benchmark and how they are shown. */

export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** What the number is to be compared with, '' when there is no bar. */
  readonly bar: string;
}

export interface Group {
  readonly title: string;
  readonly rows: readonly Row[];
}

/** A table in fixed columns, numbers with at most three digits after the point. */
export function tableOf({ title, rows }: Group): string {
  const width = Math.max(...rows.map((row) => row.name.length));
  const lines = rows.map(
    ({ name, value, unit, bar }) =>
      `  ${name.padEnd(width)}  ${textOf(value).padStart(12)} ${unit.padEnd(12)} ${bar}`,
  );
  return [title, ...lines.map((line) => line.trimEnd())].join('\n');
}

/** 1234567.8 → 1,234,568; 0.01234 → 0.012 */
export function textOf(value: number): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 1 ? 1 : 3;
  const [whole = '', fraction] = value.toFixed(digits).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** The middle one of several measurements: one disturbed run does not count. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}
