/** What a terminal sends for keys, read as the keys of readline (emacs mode), which every shell's user has in the fingers. */

export type KeyName =
  | 'enter'
  | 'tab'
  | 'left'
  | 'right'
  | 'word-left'
  | 'word-right'
  | 'home'
  | 'end'
  | 'up'
  | 'down'
  | 'backspace'
  | 'delete'
  | 'kill-end'
  | 'kill-start'
  | 'kill-blank-word'
  | 'kill-word-left'
  | 'kill-word-right'
  | 'yank'
  | 'transpose'
  | 'last-word'
  | 'search'
  | 'abort'
  | 'interrupt'
  | 'end-of-file'
  | 'clear';

export type Key = { readonly key: KeyName } | { readonly text: string };

const CONTROLS: Readonly<Record<string, KeyName>> = {
  '\r': 'enter',
  '\n': 'enter',
  '\t': 'tab',
  '\x01': 'home',
  '\x02': 'left',
  '\x03': 'interrupt',
  '\x04': 'end-of-file',
  '\x05': 'end',
  '\x06': 'right',
  '\x07': 'abort',
  '\b': 'backspace',
  '\x0b': 'kill-end',
  '\x0c': 'clear',
  '\x0e': 'down',
  '\x10': 'up',
  '\x12': 'search',
  '\x14': 'transpose',
  '\x15': 'kill-start',
  '\x17': 'kill-blank-word',
  '\x19': 'yank',
  '\x7f': 'backspace',
};

/** What follows ESC. xterm's sequences, and Alt with a letter. */
const ESCAPED: Readonly<Record<string, KeyName>> = {
  '[A': 'up',
  '[B': 'down',
  '[C': 'right',
  '[D': 'left',
  OA: 'up',
  OB: 'down',
  OC: 'right',
  OD: 'left',
  '[H': 'home',
  '[F': 'end',
  OH: 'home',
  OF: 'end',
  '[1~': 'home',
  '[4~': 'end',
  '[3~': 'delete',
  '[1;5D': 'word-left',
  '[1;3D': 'word-left',
  '[1;5C': 'word-right',
  '[1;3C': 'word-right',
  b: 'word-left',
  f: 'word-right',
  d: 'kill-word-right',
  '.': 'last-word',
  _: 'last-word',
  '\x7f': 'kill-word-left',
  '\b': 'kill-word-left',
};

/** An escape sequence, a control character, or a run of text. */
const PARTS = /\x1b(\[[0-9;?]*[ -/]*[@-~]|O[ -~]|[^[\]O])?|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f]+/g;

/** The keys in what the terminal sent; those that mean nothing here are left out. */
export function readKeys(data: string): readonly Key[] {
  const keys: Key[] = [];
  for (const [part, escaped] of data.matchAll(PARTS)) {
    const name = escaped !== undefined ? ESCAPED[escaped] : CONTROLS[part];
    if (name !== undefined) keys.push({ key: name });
    else if (part.charCodeAt(0) >= 0x20 && part !== '\x7f') keys.push({ text: part });
  }
  return keys;
}
