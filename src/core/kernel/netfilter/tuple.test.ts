import { expect, it } from 'vitest';
import type { CtTuple } from '../../model/conntrack';
import { ipv4 } from '../../wire/addr';
import { hashTuple, invert, sameTuple } from './tuple';

const UDP: CtTuple = {
  src: ipv4('10.0.0.1'),
  dst: ipv4('10.0.0.2'),
  proto: 17,
  srcPort: 4000,
  dstPort: 53,
  icmpType: 0,
};
const ECHO: CtTuple = { ...UDP, proto: 1, srcPort: 77, dstPort: 77, icmpType: 8 };

it('an answer has everything the other way round', () => {
  expect(invert(UDP)).toEqual({ ...UDP, src: UDP.dst, dst: UDP.src, srcPort: 53, dstPort: 4000 });
});

it('the answer to an echo request is an echo reply', () => {
  expect(invert(ECHO)).toMatchObject({ icmpType: 0, srcPort: 77, dstPort: 77 });
  expect(sameTuple(invert(invert(ECHO)), ECHO)).toBe(true);
});

it('every field counts', () => {
  const others: readonly CtTuple[] = [
    { ...UDP, src: ipv4('10.0.0.3') },
    { ...UDP, dst: ipv4('10.0.0.3') },
    { ...UDP, proto: 6 },
    { ...UDP, srcPort: 4001 },
    { ...UDP, dstPort: 54 },
    { ...UDP, icmpType: 8 },
  ];
  for (const other of others) {
    expect(sameTuple(UDP, other)).toBe(false);
    expect(hashTuple(UDP)).not.toBe(hashTuple(other));
  }
});
