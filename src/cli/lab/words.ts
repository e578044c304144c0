/** Places, times, packets and changes as one line of text each. */
import type { PacketView, TableChange } from '../../core/views/contract';
import type { PlainTexts } from '../../i18n/plain';

/** `dev:pod-a/eth0` → `pod-a/eth0`. */
export function placeText({ t }: PlainTexts, element: string): string {
  const at = element.indexOf(':');
  const name = element.slice(at + 1);
  return element.slice(0, at) === 'routing' ? t('cli.routing', { netns: name }) : name;
}

/** `1.000113 s`: simulated time since the start. */
export function secondsText(ns: number): string {
  const micros = Math.floor(ns / 1000);
  return `${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')} s`;
}

/**
 * The headers, outermost first: `ETH … | IPv4 … | ICMP …`. What the step put on bears a plus, what it took off a minus,
 * what it rewrote a tilde; rewritten fields that the summary does not show are named with both values.
 */
export function packetText({ layers, removed }: PacketView): string {
  const words = [
    ...removed.map(({ tag, summary }) => `-${tag} ${summary}`),
    ...layers.map(({ tag, summary, status, fields }) => {
      if (status !== 'changed') return `${status === 'added' ? '+' : ''}${tag} ${summary}`;
      const rewritten = fields.filter(
        ({ was, note }) => was !== null && note?.key !== 'field.checksumFollows',
      );
      const named = rewritten.filter(({ text }) => !summary.includes(text));
      const mark = rewritten.length > 0 ? '~' : '';
      return [
        `${mark}${tag} ${summary}`,
        ...named.map(({ name, was, text }) => `${name} ${was ?? ''}→${text}`),
      ].join(', ');
    }),
  ];
  return words.map((word) => word.trimEnd()).join(' | ');
}

/** Longest row shown as it is; files and objects of the API can be far longer. */
const ROW_MAX = 160;

/** A row on one line, cut where it is too long. */
function rowText(row: string): string {
  const line = row.replaceAll('\n', '\u23ce');
  return line.length > ROW_MAX ? `${line.slice(0, ROW_MAX)}…` : line;
}

/** `pod-a, neigh eth0: + 10.244.1.1 …`; a replaced row before and after, on one line where there is room. */
export function changeText({ netns, table, before, after }: TableChange): string[] {
  const place = `${netns}, ${table}: `;
  const was = before === null ? null : rowText(before);
  const is = after === null ? null : rowText(after);
  if (was === null) return [`${place}+ ${is ?? ''}`];
  if (is === null) return [`${place}- ${was}`];
  const line = `${place}${was}  →  ${is}`;
  return line.length <= ROW_MAX ? [line] : [`${place}${was}`, `  →  ${is}`];
}
