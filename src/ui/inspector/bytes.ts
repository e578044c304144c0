/** The bytes of a frame as rows of sixteen, each byte with its layer and whether it changed. */
import type { Layer, PacketView } from '../../core/index';

export interface ByteRange {
  readonly from: number;
  /** First byte behind it. */
  readonly to: number;
}

export interface ByteCell {
  readonly offset: number;
  /** Two hexadecimal digits. */
  readonly hex: string;
  readonly layer: Layer | null;
  readonly changed: boolean;
}

export const BYTES_PER_ROW = 16;

const within = (offset: number, { from, to }: ByteRange): boolean => offset >= from && offset < to;

/** Rows of cells, at most `mostBytes` of them. The innermost layer that holds a byte gives it its colour. */
export function byteRows(
  view: Pick<PacketView, 'bytes' | 'layers' | 'changed'>,
  mostBytes: number,
): ByteCell[][] {
  const rows: ByteCell[][] = [];
  for (let start = 0; start < Math.min(view.bytes.length, mostBytes); start += BYTES_PER_ROW) {
    const row = Array.from(view.bytes.subarray(start, start + BYTES_PER_ROW), (byte, index): ByteCell => {
      const offset = start + index;
      return {
        offset,
        hex: byte.toString(16).padStart(2, '0'),
        layer: view.layers.findLast((layer) => within(offset, layer))?.layer ?? null,
        changed: view.changed.some((range) => within(offset, range)),
      };
    });
    rows.push(row);
  }
  return rows;
}

/** What a byte belongs to: `IPv4 ttl`. */
export function ownerOf(view: Pick<PacketView, 'layers'>, offset: number): string {
  const layer = view.layers.findLast((candidate) => within(offset, candidate));
  if (!layer) return '';
  const field = layer.fields.find((candidate) => within(offset, candidate));
  return field ? `${layer.tag} ${field.name}` : layer.tag;
}

/** Whether a byte belongs to the field that is being looked at. */
export function isMarked(offset: number, marked: ByteRange | null): boolean {
  return marked !== null && within(offset, marked);
}
