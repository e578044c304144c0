/**
 * VXLAN under both names tcpdump has for it: on port 4789 by its own, on flannel's port 8472 as OTV, a protocol with the
 * same header. The frame inside begins a new line. Sources: print-vxlan.c vxlan_print, print-otv.c otv_print.
 */
import { getU8 } from '../../base/bytes';
import { VXLAN_FLAG_I, VXLAN_HEADER_LEN, vxlanFlags, vxlanVni } from '../../wire/vxlan';
import { captured, truncated, type Dump, type Piece, type Printer } from './printer';

export const printVxlan: Printer = (dump, piece) => {
  const { bytes } = dump;
  const { at, length } = piece;
  if (length < VXLAN_HEADER_LEN) return 'VXLAN (invalid)';
  if (!captured(piece, at, VXLAN_HEADER_LEN)) return `VXLAN${truncated('vxlan')}`;
  const flags = vxlanFlags(bytes, at);
  const named = (flags & VXLAN_FLAG_I) !== 0 ? 'I' : 'invalid';
  return `VXLAN, flags [${named}] (${hex(flags)}), vni ${vxlanVni(bytes, at)}\n${inner(dump, piece)}`;
};

export const printOtv: Printer = (dump, piece) => {
  const { bytes } = dump;
  const { at, length } = piece;
  if (length < VXLAN_HEADER_LEN) return `OTV, [length ${length} < ${VXLAN_HEADER_LEN}] (invalid)`;
  if (!captured(piece, at, VXLAN_HEADER_LEN)) return `OTV, ${truncated('otv')}`;
  const flags = vxlanFlags(bytes, at);
  const named = (flags & VXLAN_FLAG_I) !== 0 ? 'I' : '.';
  // Where VXLAN has reserved bytes, OTV has the number of an overlay.
  const overlay = (getU8(bytes, at + 1) << 16) | (getU8(bytes, at + 2) << 8) | getU8(bytes, at + 3);
  const head = `OTV, flags [${named}] (${hex(flags)}), overlay ${overlay}, instance ${vxlanVni(bytes, at)}`;
  return `${head}\n${inner(dump, piece)}`;
};

function hex(flags: number): string {
  return `0x${flags.toString(16).padStart(2, '0')}`;
}

function inner(dump: Dump, { at, end, length }: Piece): string {
  return dump.next('ethernet', {
    at: at + VXLAN_HEADER_LEN,
    end,
    length: length - VXLAN_HEADER_LEN,
    ip: -1,
  });
}
