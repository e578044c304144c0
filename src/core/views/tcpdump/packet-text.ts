/** What stands before and below a packet's line: its time (`-t`), its bytes (`-x`, `-X`, `-A`). Source: tcpdump 4.99 util-print.c, print-ascii.c. */
import { rfc3339 } from '../../base/instant';
import { unixSeconds } from '../../base/clock';

/** How a packet's time is told: by the clock, not at all, in seconds since 1970, since the one before, with the date, since the first. */
export type TimeForm = 'clock' | 'none' | 'epoch' | 'delta' | 'date' | 'since-first';

/** How its bytes are told. */
export interface BytesForm {
  readonly as: 'hex' | 'hex-and-ascii' | 'ascii';
  /** With the link-layer header. */
  readonly whole: boolean;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** `00:00:01.000113`. Source: util-print.c ts_hmsfrac. */
function clockText(ns: number): string {
  const micros = Math.floor(ns / 1000);
  const seconds = Math.floor(micros / 1_000_000);
  const parts = [Math.floor(seconds / 3600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
  return `${parts.map(two).join(':')}.${fraction(ns)}`;
}

function fraction(ns: number): string {
  return String(Math.floor(ns / 1000) % 1_000_000).padStart(6, '0');
}

/** The time of a packet with the blank behind it; `previousNs` and `firstNs` are its own for the first one. */
export function stampText(form: TimeForm, atNs: number, previousNs: number, firstNs: number): string {
  // Whole microseconds are compared.
  const since = (ns: number): number => (Math.floor(atNs / 1000) - Math.floor(ns / 1000)) * 1000;
  switch (form) {
    case 'none':
      return '';
    case 'clock':
      return `${clockText(atNs)} `;
    case 'epoch':
      return `${String(unixSeconds(atNs))}.${fraction(atNs)} `;
    case 'date':
      return `${rfc3339(atNs).slice(0, 10)} ${clockText(atNs)} `;
    case 'delta':
      return ` ${clockText(since(previousNs))} `;
    case 'since-first':
      return ` ${clockText(since(firstNs))} `;
  }
}

/** Bytes of a line of `-x`, and characters of their hexadecimal digits. */
const PER_LINE = 16;
const HEX_WIDTH = 40;

/** The lines below a packet's own. */
export function bytesLines(bytes: Uint8Array, form: BytesForm['as']): readonly string[] {
  return form === 'ascii' ? asciiLines(bytes) : hexLines(bytes, form === 'hex-and-ascii');
}

function isGraphic(code: number): boolean {
  return code >= 0x21 && code <= 0x7e;
}

function hexLines(bytes: Uint8Array, withText: boolean): readonly string[] {
  const lines: string[] = [];
  for (let at = 0; at < bytes.length; at += PER_LINE) {
    const row = [...bytes.subarray(at, at + PER_LINE)];
    const hex = row
      .map((byte, i) => `${i % 2 === 0 ? ' ' : ''}${byte.toString(16).padStart(2, '0')}`)
      .join('');
    const text = row.map((byte) => (isGraphic(byte) ? String.fromCharCode(byte) : '.')).join('');
    const place = `\t0x${at.toString(16).padStart(4, '0')}: `;
    lines.push(place + (withText ? `${hex.padEnd(HEX_WIDTH)}  ${text}` : hex));
  }
  return lines;
}

const CR = 0x0d;
const LF = 0x0a;
const TAB = 0x09;
const BLANK = 0x20;

function asciiLines(bytes: Uint8Array): readonly string[] {
  let text = '';
  for (const [at, code] of bytes.entries()) {
    if (code === CR) {
      // At the end of a line it is left out.
      if (at < bytes.length - 1 && bytes[at + 1] !== LF) text += '.';
    } else
      text +=
        isGraphic(code) || code === TAB || code === BLANK || code === LF ? String.fromCharCode(code) : '.';
  }
  return text.split('\n');
}
