/** Names that are too long for their place lose their middle: what tells two pods apart is mostly at the end. */
import { textRoom } from './text-room';

const ELLIPSIS = '…';

/** The text as it is if it fits into `room` units, else its beginning and its end. `narrow`: units of a character. */
export function fitted(text: string, room: number, narrow: number): string {
  const full = narrow * 1.75;
  if (textRoom(text, narrow, full) <= room) return text;
  const characters = Array.from(text);
  for (let kept = characters.length - 1; kept > 1; kept -= 1) {
    const start = Math.ceil(kept / 2);
    const short =
      characters.slice(0, start).join('') +
      ELLIPSIS +
      characters.slice(characters.length - (kept - start)).join('');
    if (textRoom(short, narrow, full) <= room) return short;
  }
  return `${characters[0] ?? ''}${ELLIPSIS}`;
}

/** `192.168.56.11/24` → `192.168.56.11` */
export function withoutLength(address: string): string {
  return address.split('/')[0] ?? address;
}
