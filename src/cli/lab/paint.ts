/** Colours of a terminal, where there is one. Nothing is said by colour alone. */
export interface Paint {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly bad: (text: string) => string;
}

/** Select Graphic Rendition (ECMA-48 section 8.3.117). */
const sgr =
  (code: number) =>
  (text: string): string =>
    `\u001b[${code}m${text}\u001b[0m`;
const plain = (text: string): string => text;

export function painter(colours: boolean): Paint {
  return colours
    ? { strong: sgr(1), faint: sgr(2), bad: sgr(31) }
    : { strong: plain, faint: plain, bad: plain };
}

/** Columns of a text in a terminal: Chinese characters and their punctuation take two. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const character of text)
    columns += /[\u2e80-\u9fff\uf900-\ufaff\uff00-\uff60\uffe0-\uffe6]/.test(character) ? 2 : 1;
  return columns;
}

export function padTo(text: string, columns: number): string {
  return text + ' '.repeat(Math.max(0, columns - columnsOf(text)));
}
