/** What descriptions of several kinds have in common; cells are parted by tabs. */
import { rfc1123z, sinceStart } from '../../../base/instant';
import { LAST_APPLIED } from '../../../cluster/apply';

const NONE = '<none>';
const ANNOTATION_MAX = 140;

/** Pairs, one a line, the first behind the title. */
export function pairLines(title: string, pairs: Readonly<Record<string, string>> | undefined): string[] {
  const lines = Object.entries(pairs ?? {})
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, text]) => `${key}=${text}`);
  return titled(title, lines);
}

export function annotationLines(annotations: Readonly<Record<string, string>> | undefined): string[] {
  const lines = Object.entries(annotations ?? {})
    .filter(([key]) => key !== LAST_APPLIED)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([key, text]) => {
      const value = text.replace(/\n$/, '');
      if (value.length + key.length + 2 <= ANNOTATION_MAX && !value.includes('\n'))
        return [`${key}: ${value}`];
      return [`${key}:`, ...value.split('\n').map((line) => `  ${shortened(line, ANNOTATION_MAX - 2)}`)];
    });
  return titled('Annotations', lines);
}

/** `Title:<tab>first`, further lines below the first. */
export function titled(title: string, lines: readonly string[]): string[] {
  if (lines.length === 0) return [`${title}:\t${NONE}`];
  return lines.map((line, index) => (index === 0 ? `${title}:\t${line}` : `\t${line}`));
}

function shortened(text: string, max: number): string {
  return text.length > max ? `${text.slice(0, max)}...` : text;
}

/** A time of the API as RFC 1123 with a zone, as descriptions show it. */
export function shownTime(timestamp: string | undefined): string {
  const since = timestamp === undefined ? null : sinceStart(timestamp);
  return since === null ? '<unset>' : rfc1123z(since);
}
