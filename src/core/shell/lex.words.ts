/** What the readers of words share: where they are in a text, and what they say of it. */
import type { ParseError, Part, Script, Word } from './syntax';

/** Ends the reading of a text. */
export class SyntaxFault extends Error {
  constructor(readonly error: ParseError) {
    super(error.code);
  }
}

/** Constructs within one another. */
export const DEPTH_MAX = 40;

/** Reads commands within a text from an offset up to an unmatched `)`. */
export type SubParser = (text: string, from: number) => { readonly script: Script; readonly end: number };

/** A text, and how far it is read. */
export interface TextReader {
  readonly text: string;
  at: number;
  /** Reads what stands within `$(` and `)`. */
  readonly sub: SubParser;
  /** Text up to `close`, in which little is special. */
  within(close: string, parts: Part[], quoted?: boolean): void;
  /** Reads something within something else. */
  deeper(does: () => void): void;
}

export function fault(code: ParseError['code'], what: string, at: number): SyntaxFault {
  return new SyntaxFault({ code, what, at });
}

/** Neighbouring texts that are protected alike are one. */
export function joined(parts: readonly Part[]): Word {
  const word: Part[] = [];
  let texts: string[] = [];
  parts.forEach((part, index) => {
    if (part.kind !== 'text') {
      word.push(part);
      return;
    }
    texts.push(part.text);
    const next = parts[index + 1];
    if (next?.kind === 'text' && next.quoted === part.quoted) return;
    word.push({ ...part, text: texts.join('') });
    texts = [];
  });
  return word;
}

export function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end < 0 ? text.length : end;
}
