/** Columns as Go's text/tabwriter lays them out, and spans of time as kubectl tells them. */

/**
 * Rows of cells, the last of each row being no cell but the rest of its line. A column is as wide as its widest cell
 * among lines that follow one another and have it. Source: go src/text/tabwriter/tabwriter.go (format).
 */
export function elastic(
  rows: readonly (readonly string[])[],
  { minWidth, padding }: { readonly minWidth: number; readonly padding: number },
): string[] {
  const lines = rows.map((): string[] => []);
  const columns = Math.max(0, ...rows.map((row) => row.length));
  for (let column = 0; column < columns; column += 1) {
    for (let from = 0; from < rows.length;) {
      let to = from;
      while (to < rows.length && (rows[to]?.length ?? 0) > column + 1) to += 1;
      const cells = rows.slice(from, to).map((row) => row[column] ?? '');
      const width = Math.max(minWidth, ...cells.map((cell) => cell.length + padding));
      cells.forEach((cell, at) => lines[from + at]?.push(cell.padEnd(width)));
      if (rows[to]?.length === column + 1) lines[to]?.push(rows[to]?.[column] ?? '');
      from = to + 1;
    }
  }
  return lines.map((cells) => cells.join(''));
}

/** A table of `kubectl get`. Source: cli-runtime pkg/printers/tabwriter.go. */
export function table(rows: readonly (readonly string[])[]): string[] {
  return elastic(rows, { minWidth: 6, padding: 3 });
}

/** A text of `kubectl describe`, cells parted by tabs. Source: kubectl/pkg/describe/describe.go tabbedString. */
export function tabbed(lines: readonly string[]): string[] {
  return elastic(
    lines.map((line) => line.split('\t')),
    { minWidth: 0, padding: 2 },
  );
}

/** How long ago, in the words of apimachinery pkg/util/duration HumanDuration. */
export function humanDuration(ns: number): string {
  const seconds = Math.floor(ns / 1e9);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (seconds < 120) return `${seconds}s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 10) return seconds % 60 === 0 ? `${minutes}m` : `${minutes}m${seconds % 60}s`;
  if (minutes < 180) return `${minutes}m`;
  const hours = Math.floor(minutes / 60);
  if (hours < 8) return minutes % 60 === 0 ? `${hours}h` : `${hours}h${minutes % 60}m`;
  if (hours < 48) return `${hours}h`;
  const days = Math.floor(hours / 24);
  if (hours < 192) return hours % 24 === 0 ? `${days}d` : `${days}d${hours % 24}h`;
  return `${days}d`;
}
