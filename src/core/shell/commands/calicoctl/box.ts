/** Tables in a frame, as olekukonko/tablewriter v0.0.5 draws them for calicoctl. */

/** Longer texts are broken between words. */
const CELL_WIDTH_MAX = 30;
const NUMBER = /^-?\d+(\.\d+)?$/;

/**
 * Words in lines of at most the width, broken where the lines before the last come out as even as can be.
 * Source: tablewriter wrap.go WrapWords.
 */
export function wrapped(text: string): readonly string[] {
  const words = text.split(/\s+/).filter((word) => word !== '');
  const limit = Math.max(CELL_WIDTH_MAX, ...words.map((word) => word.length));
  const widthOf = (from: number, to: number): number => words.slice(from, to).join(' ').length;
  const cost: number[] = words.map(() => Infinity);
  const next: number[] = words.map(() => words.length);
  for (let from = words.length - 1; from >= 0; from -= 1) {
    if (widthOf(from, words.length) <= limit) {
      cost[from] = 0;
      continue;
    }
    for (let to = from + 1; to < words.length && widthOf(from, to) <= limit; to += 1) {
      const own = (limit - widthOf(from, to)) ** 2 + (cost[to] ?? Infinity);
      if (own < (cost[from] ?? Infinity)) {
        cost[from] = own;
        next[from] = to;
      }
    }
  }
  const lines: string[] = [];
  for (let from = 0; from < words.length; from = next[from] ?? words.length) {
    lines.push(words.slice(from, next[from]).join(' '));
  }
  return lines.length === 0 ? [''] : lines;
}

function centred(text: string, width: number): string {
  return text.padStart(text.length + Math.floor((width - text.length) / 2)).padEnd(width);
}

export function box(heads: readonly string[], rows: readonly (readonly string[])[]): readonly string[] {
  const cells = rows.map((row) => row.map(wrapped));
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...cells.flatMap((row) => (row[column] ?? ['']).map(({ length }) => length))),
  );
  const rule = `+${widths.map((width) => '-'.repeat(width + 2)).join('+')}+`;
  const line = (texts: readonly string[]): string => `| ${texts.join(' | ')} |`;
  const body = cells.flatMap((row) => {
    const height = Math.max(...row.map(({ length }) => length));
    return Array.from({ length: height }, (_, i) =>
      line(
        widths.map((width, column) => {
          const text = row[column]?.[i] ?? '';
          return NUMBER.test(text) ? text.padStart(width) : text.padEnd(width);
        }),
      ),
    );
  });
  const head = line(heads.map((text, i) => centred(text.toUpperCase(), widths[i] ?? 0)));
  return [rule, head, rule, ...body, rule];
}
