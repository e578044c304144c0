/** Fields of BGP's messages for the dissector: the header's, and those of each type. */
import { getU16, getU8 } from '../base/bytes';
import type { Field } from './field';

/** Bytes of an UPDATE without prefixes and attributes. */
const UPDATE_MIN = 23;

const SOURCE = 'RFC 4271 §4.1';

export const bgpFields: readonly Field[] = [
  { name: 'marker', bitOffset: 0, bits: 128, format: 'bytes', source: SOURCE },
  { name: 'len', bitOffset: 128, bits: 16, format: 'dec', source: SOURCE },
  { name: 'type', bitOffset: 144, bits: 8, format: 'bgptype', source: SOURCE },
];

const OPEN_SOURCE = 'RFC 4271 §4.2';
export const OPEN_FIELDS: readonly Field[] = [
  { name: 'version', bitOffset: 152, bits: 8, format: 'dec', source: OPEN_SOURCE },
  { name: 'myAs', bitOffset: 160, bits: 16, format: 'dec', source: OPEN_SOURCE },
  { name: 'holdTime', bitOffset: 176, bits: 16, format: 'dec', source: OPEN_SOURCE },
  { name: 'routerId', bitOffset: 192, bits: 32, format: 'ipv4', source: OPEN_SOURCE },
  { name: 'optParamLen', bitOffset: 224, bits: 8, format: 'dec', source: OPEN_SOURCE },
  { name: 'capabilities', bitOffset: 232, bits: 0, format: 'bytes', source: 'RFC 5492 §4' },
];
const NOTIFICATION_SOURCE = 'RFC 4271 §4.5';
export const NOTIFICATION_FIELDS: readonly Field[] = [
  { name: 'code', bitOffset: 152, bits: 8, format: 'dec', source: NOTIFICATION_SOURCE },
  { name: 'subcode', bitOffset: 160, bits: 8, format: 'dec', source: NOTIFICATION_SOURCE },
  { name: 'data', bitOffset: 168, bits: 0, format: 'bytes', source: NOTIFICATION_SOURCE },
];
const REFRESH_SOURCE = 'RFC 2918 §3';
export const REFRESH_FIELDS: readonly Field[] = [
  { name: 'afi', bitOffset: 152, bits: 16, format: 'dec', source: REFRESH_SOURCE },
  { name: 'subtype', bitOffset: 168, bits: 8, format: 'dec', source: 'RFC 7313 §3.2' },
  { name: 'safi', bitOffset: 176, bits: 8, format: 'dec', source: REFRESH_SOURCE },
];
const UPDATE_SOURCE = 'RFC 4271 §4.3';

/** The lengths, and the three lists as far as they reach. */
export function updateFields(b: Uint8Array, at: number, end: number): readonly Field[] {
  const fields: Field[] = [];
  const add = (name: string, from: number, to: number, format: 'dec' | 'bytes'): void => {
    if (to > from) {
      const place = { bitOffset: (from - at) * 8, bits: (to - from) * 8 };
      fields.push({ name, ...place, format, source: UPDATE_SOURCE });
    }
  };
  if (end - at < UPDATE_MIN) return fields;
  const withdrawnTo = at + 21 + getU16(b, at + 19);
  add('withdrawnLen', at + 19, at + 21, 'dec');
  if (withdrawnTo + 2 > end) return fields;
  const attributesTo = withdrawnTo + 2 + getU16(b, withdrawnTo);
  add('withdrawn', at + 21, withdrawnTo, 'bytes');
  add('attributesLen', withdrawnTo, withdrawnTo + 2, 'dec');
  if (attributesTo > end) return fields;
  let place = withdrawnTo + 2;
  while (place + 3 <= attributesTo) {
    const wide = (getU8(b, place) & 0x10) !== 0;
    const length = wide && place + 4 <= attributesTo ? getU16(b, place + 2) : getU8(b, place + 2);
    const to = place + (wide ? 4 : 3) + length;
    if (to > attributesTo) break;
    add(ATTRIBUTE_FIELDS.get(getU8(b, place + 1)) ?? 'attribute', place, to, 'bytes');
    place = to;
  }
  add('attributes', place, attributesTo, 'bytes');
  add('nlri', attributesTo, end, 'bytes');
  return fields;
}

/** Names of the attributes' fields, by code. */
const ATTRIBUTE_FIELDS: ReadonlyMap<number, string> = new Map([
  [1, 'origin'],
  [2, 'asPath'],
  [3, 'nextHop'],
  [4, 'med'],
  [5, 'localPref'],
  [6, 'atomicAggregate'],
  [7, 'aggregator'],
  [8, 'communities'],
  [9, 'originatorId'],
  [10, 'clusterList'],
]);
