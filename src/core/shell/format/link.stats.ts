/** Counters as `ip -s` prints them. Source: iproute2 6.1 ip/ipaddress.c `print_stats64`, `size_columns`. */
import type { LinkStats } from '../../model/link';

/** Widths of the columns as long as no number is wider: of the longest word in them (`*X errors:`, `heartbt`, …). */
const WIDTHS = [10, 7, 6, 7, 7, 7] as const;
/** The column of compressed packets, which has no heading where there are none. */
const COMPRESSED = 10;

/** `errors`: by kind as well (`-s -s`), of which there are none. `human`: as `-h` (`k`) and `-iec` (`ki`) shorten numbers. */
export function statsLines(
  stats: LinkStats,
  errors = false,
  human: 'k' | 'ki' | null = null,
): readonly string[] {
  const rx = [stats.rxBytes, stats.rxPackets, 0, stats.rxDropped, 0, 0];
  const tx = [stats.txBytes, stats.txPackets, 0, stats.txDropped, 0, 0];
  const widths = WIDTHS.map((width, i) => Math.max(width, String(rx[i]).length, String(tx[i]).length));
  const heading = (way: string, names: readonly string[]): string =>
    `    ${way}: ${names.map((name, i) => name.padStart((widths[i] ?? 0) - (i === 0 ? 4 : 0))).join(' ')} ${' '.repeat(COMPRESSED)}`;
  const numbers = (values: readonly number[]): string =>
    `    ${values.map((value, i) => `${shortened(value, human).padStart(widths[i] ?? 0)} `).join('')}`;
  const kinds = (way: string, names: readonly string[]): readonly string[] => {
    if (!errors) return [];
    const [first = 0, ...others] = widths;
    const cells = (texts: readonly string[]): readonly string[] =>
      texts.map((text, i) => text.padStart(others[i] ?? 0));
    return [
      `    ${way} errors:${' '.repeat(Math.max(0, first - 10))} ${cells(names).join(' ')}`,
      `    ${' '.repeat(first)} ${cells(names.map(() => '0')).join(' ')} `,
    ];
  };
  return [
    heading('RX', ['bytes', 'packets', 'errors', 'dropped', 'missed', 'mcast']),
    numbers(rx),
    ...kinds('RX', ['length', 'crc', 'frame', 'fifo', 'overrun']),
    heading('TX', ['bytes', 'packets', 'errors', 'dropped', 'carrier', 'collsns']),
    numbers(tx),
    ...kinds('TX', ['aborted', 'fifo', 'window', 'heartbt', 'transns']),
  ];
}

/** Source: iproute2 6.1 ip/ipaddress.c print_num. */
function shortened(count: number, human: 'k' | 'ki' | null): string {
  const base = human === 'ki' ? 1024 : 1000;
  if (human === null || count < base) return String(count);
  let power = 1;
  let unit = base;
  while (count >= unit * base && power < 6) {
    unit *= base;
    power += 1;
  }
  const value = count / unit;
  const precision = value < 10 ? 2 : value < 100 ? 1 : 0;
  return `${value.toFixed(precision)}${'kMGTPE'.charAt(power - 1)}${human === 'ki' ? 'i' : ''}`;
}
