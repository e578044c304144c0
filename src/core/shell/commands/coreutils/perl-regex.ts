/**
 * `grep -P`: patterns of Perl as far as base/regex.ts can follow them. Of alternatives the longest is found, not the first; what goes
 * back or looks around anywhere but at the edges is refused.
 */
import { compileRegex, type Regex, type Whole } from '../../../base/regex';
import { err, ok, type Result } from '../../../base/result';
import { CLASSES } from './regex';

/** Refused by name, in the words of the lab. */
export interface Refusal {
  readonly what: string;
}

export function perlRegex(
  pattern: string,
  options: { readonly ignoreCase: boolean; readonly whole: Whole | null },
): Result<Regex, Refusal> {
  let ignoreCase = options.ignoreCase;
  let rest = pattern;
  if (rest.startsWith('(?i)')) {
    ignoreCase = true;
    rest = rest.slice(4);
  }
  // What stands before \K or within (?<=…) has to be there, and is not shown; nor is what (?=…) asks for.
  let before = '';
  let behind = '';
  const [, looked, afterLook] = /^\(\?<=((?:\\.|[^()\\])*)\)(.*)$/s.exec(rest) ?? [];
  if (looked !== undefined) [before, rest] = [looked, afterLook ?? ''];
  const kept = rest.lastIndexOf('\\K');
  if (kept >= 0 && !/(?:^|[^\\])(?:\\\\)*\\$/.test(rest.slice(0, kept))) {
    before += rest.slice(0, kept);
    rest = rest.slice(kept + 2);
  }
  const [, ahead, asked] = /^(.*)\(\?=((?:\\.|[^()\\])*)\)$/s.exec(rest) ?? [];
  if (ahead !== undefined) [rest, behind] = [ahead, asked ?? ''];
  const sources: string[] = [];
  for (const part of [before, rest, behind]) {
    const source = translated(part);
    if (!source.ok) return source;
    sources.push(source.value);
  }
  const [first = '', shown = '', last = ''] = sources;
  const edged = first !== '' || last !== '';
  const source = edged ? `(${first})(${shown})(${last})` : shown;
  const regex = compileRegex(source, { ignoreCase, whole: options.whole });
  if (!regex.ok) return err({ what: `grep -P '${pattern}'` });
  if (!edged) return regex;
  const own = regex.value;
  const inner = first === '' ? 1 : 1 + groupsIn(first);
  return ok({
    ...own,
    find(text, from) {
      const span = own.find(text, from);
      return span === null ? null : (own.groups(text, span)[inner] ?? null);
    },
  });
}

function groupsIn(source: string): number {
  const regex = compileRegex(source);
  return regex.ok ? regex.value.groupCount : 0;
}

/** Into the notation of base/regex.ts, with which Perl's agrees but for its names of characters. */
function translated(pattern: string): Result<string, Refusal> {
  let source = '';
  for (let at = 0; at < pattern.length;) {
    const rest = pattern.slice(at);
    const [set] = /^\[\^?\]?(?:\[:\w+:\]|\\.|[^\]\\])*\]/s.exec(rest) ?? [];
    const [, escape] = /^\\(.)/s.exec(rest) ?? [];
    if (set !== undefined) {
      source += set
        .replace(/\[:(\w+):\]/g, (_, name: string) => CLASSES[name] ?? '')
        .replaceAll('\\h', ' \\t')
        .replace(/^(\[\^?)\]/, '$1\\]')
        .replace(/(?!^)\[/g, '\\[');
      at += set.length;
    } else if (escape !== undefined) {
      if (/[1-9AzZGQEpPRXkgCN]/.test(escape)) return err({ what: `grep -P '\\${escape}'` });
      source += escape === 'h' ? '[ \\t]' : /[dDwWsSbBtnrfv]/.test(escape) ? `\\${escape}` : quoted(escape);
      at += 2;
    } else if (rest.startsWith('(?') && !rest.startsWith('(?:')) {
      return err({ what: `grep -P '${rest.slice(0, 3)}…)'` });
    } else if (/^(?:[*+?]|\{\d*,?\d*\})[?+]/.test(rest)) {
      return err({ what: `grep -P '${/^[^?+]*[*+?}][?+]/.exec(rest)?.[0] ?? rest}'` });
    } else {
      source += rest.startsWith('(?:') ? '(?:' : rest.charAt(0);
      at += rest.startsWith('(?:') ? 3 : 1;
    }
  }
  return ok(source);
}

function quoted(char: string): string {
  return /\w/.test(char) ? char : `\\${char}`;
}
