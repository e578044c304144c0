import { expect, it } from 'vitest';
import { setIpFrag } from '../../../wire/ipv4';
import { icmpFrame } from '../../../testing/make-frame';
import { printedRule, refusal, ruleFits } from '../../../testing/rule';

const ETH = { from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', src: '10.1.0.2', dst: '10.2.0.2' };

function piece(offsetBytes: number): Uint8Array {
  const frame = icmpFrame(ETH);
  setIpFrag(frame, 14, false, true, offsetBytes);
  return frame;
}

it('the first fragment is none, further ones are', () => {
  expect([0, 8].map((offset) => ruleFits('-f', piece(offset)))).toEqual([false, true]);
  expect([0, 8].map((offset) => ruleFits('! -f', piece(offset)))).toEqual([true, false]);
});

it('stands behind the protocol, wherever it was written', () => {
  expect(printedRule('! -f -s 1.2.3.4 -p udp')).toBe('-s 1.2.3.4/32 -p udp ! -f');
  expect(printedRule('-m ttl --ttl-eq 1 --fragment')).toBe('-f -m ttl --ttl-eq 1');
});

it('is no match to be named', () => {
  expect(refusal('-m fragment')).toBe('unknown: -m fragment');
});
