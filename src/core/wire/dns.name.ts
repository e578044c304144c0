/**
 * Names of DNS (RFC 1035 sections 3.1, 4.1.4, 5.1): labels on the wire, dots in text. A name here is always absolute and
 * ends in a dot; the root is '.'. Bytes that text has no room for are written `\046` or `\.`.
 */
import { getU16, getU8, setU16, setU8 } from '../base/bytes';

const LABEL_MAX = 63;
const NAME_MAX = 255;
const POINTER = 0xc0;
/** Farthest place a pointer can lead to. */
const POINTER_MAX = 0x3fff;

/** Labels of a name, as bytes. */
type Labels = readonly Uint8Array[];

export interface FoundName {
  readonly name: string;
  /** First byte behind the name, where it stands. */
  readonly next: number;
}

/**
 * The name at `at` of a message `[start, end)`. A pointer may only lead backwards, so that no name goes round in circles;
 * null for anything that is no name.
 */
export function readName(b: Uint8Array, start: number, at: number, end: number): FoundName | null {
  const labels: Uint8Array[] = [];
  let next = -1;
  let place = at;
  let length = 1;
  let lowest = at;
  for (;;) {
    if (place >= end) return null;
    const size = getU8(b, place);
    if (size === 0) {
      return { name: nameText(labels), next: next === -1 ? place + 1 : next };
    }
    if (size >= POINTER) {
      if (place + 2 > end) return null;
      const target = start + (getU16(b, place) & POINTER_MAX);
      if (target >= lowest) return null;
      if (next === -1) next = place + 2;
      lowest = target;
      place = target;
      continue;
    }
    length += size + 1;
    if (size > LABEL_MAX || length > NAME_MAX || place + 1 + size > end) return null;
    labels.push(b.slice(place + 1, place + 1 + size));
    place += size + 1;
  }
}

/** Text of labels: printable ASCII as it is, the rest escaped. */
function nameText(labels: Labels): string {
  if (labels.length === 0) return '.';
  return labels.map((label) => `${[...label].map(byteText).join('')}.`).join('');
}

function byteText(byte: number): string {
  const char = String.fromCharCode(byte);
  if ('.\\"();@$'.includes(char)) return `\\${char}`;
  return byte > 0x20 && byte < 0x7f ? char : `\\${String(byte).padStart(3, '0')}`;
}

/** Labels of a text; a name without its last dot is taken as absolute. Null for what is no name. */
export function nameLabels(text: string): Labels | null {
  if (text === '.' || text === '') return text === '' ? null : [];
  const labels: Uint8Array[] = [];
  let label: number[] = [];
  let length = 1;
  const close = (): boolean => {
    if (label.length === 0 || label.length > LABEL_MAX) return false;
    labels.push(Uint8Array.from(label));
    length += label.length + 1;
    label = [];
    return true;
  };
  for (let i = 0; i < text.length; i += 1) {
    const char = text.charAt(i);
    if (char === '.') {
      if (!close()) return null;
    } else if (char === '\\') {
      const code = /^\d{3}/.exec(text.slice(i + 1))?.[0];
      const escaped = code === undefined ? text.charCodeAt(i + 1) : Number(code);
      if (!(escaped <= 0xff)) return null;
      label.push(escaped);
      i += code === undefined ? 1 : 3;
    } else {
      const byte = text.charCodeAt(i);
      if (byte > 0xff) return null;
      label.push(byte);
    }
  }
  if (label.length > 0 && !close()) return null;
  return length <= NAME_MAX ? labels : null;
}

/** Names are alike whatever the case of their ASCII letters (RFC 4343). */
export function nameKey(name: string): string {
  const absolute = name.endsWith('.') && !name.endsWith('\\.') ? name : `${name}.`;
  return absolute.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}

/** Where names of a message stand already, by their key: what a pointer may lead to. */
export type NamePlaces = Map<string, number>;

/**
 * Writes a name at `at` of a message that begins at `start`; with `places` its end becomes a pointer where that end stands
 * already. Returns the place behind it. Throws for what is no name.
 */
export function writeName(
  b: Uint8Array,
  start: number,
  at: number,
  name: string,
  places: NamePlaces | null,
): number {
  const labels = nameLabels(name);
  if (labels === null) throw new RangeError(`no name: ${name}`);
  let place = at;
  for (let i = 0; i < labels.length; i += 1) {
    const key = nameKey(nameText(labels.slice(i)));
    const known = places?.get(key);
    if (known !== undefined) {
      setU16(b, place, (POINTER << 8) | known);
      return place + 2;
    }
    if (places !== null && place - start <= POINTER_MAX) places.set(key, place - start);
    const label = labels[i] ?? new Uint8Array();
    setU8(b, place, label.length);
    b.set(label, place + 1);
    place += 1 + label.length;
  }
  setU8(b, place, 0);
  return place + 1;
}
