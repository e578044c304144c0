import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { expectFrame } from '../../testing/frame';
import { ipFrame, udpDatagram, type MadeIp } from '../../testing/make-frame';
import { routedNet, type Net } from '../../testing/net';
import { PROTO_UDP } from '../../wire/ipv4';

/** Goal: a datagram is delivered when its last byte is there, in whatever order. Method: pieces made by hand for r. */
const ADDRESSES = { src: '10.1.0.2', dst: '10.1.0.1' };
function piecesOf(
  lab: Net,
  length: number,
  cuts: readonly number[],
  more: Partial<MadeIp> = {},
): Uint8Array[] {
  const payload = Uint8Array.from({ length }, (_, i) => (i * 5) & 0xff);
  const datagram = udpDatagram(ADDRESSES, 4000, 5353, payload);
  const at = [0, ...cuts, datagram.length];
  return at.slice(0, -1).map((from, i) => {
    const to = at[i + 1] ?? from;
    const made = { from: '02:00:00:00:00:99', to: lab.mac('r.e0'), ...ADDRESSES, id: 7, ...more };
    return ipFrame(
      { ...made, fragOffset: from, mf: to < datagram.length },
      PROTO_UDP,
      datagram.slice(from, to),
    );
  });
}

function served(): Net {
  const lab = routedNet();
  lab.start('r', 'ncat -u -l -k -e /bin/cat 5353');
  return lab.quiet();
}

/** Lengths of the datagrams that reached the server; the errors its answers meet are not counted. */
const delivered = (lab: Net): readonly number[] =>
  lab
    .records('sock.deliver', 'r')
    .flatMap(({ verdict, detail }) => (verdict === 'data' ? [detail.lenBytes] : []));

describe('a datagram', () => {
  it('is whole with its last piece, in any order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (order) => {
        const lab = served();
        const pieces = piecesOf(lab, 400, [80, 160, 320]);
        for (const [n, i] of order.entries()) {
          lab.arrive('r.e0', pieces[i] ?? new Uint8Array());
          expect(delivered(lab)).toEqual(n === 3 ? [400] : []);
        }
        expect(lab.ns('r').fragments.entries.size).toBe(0);
      }),
      { numRuns: 12 },
    );
  });

  it('is not confused with another one, by number or by sender', () => {
    const lab = served();
    const [first, second] = [piecesOf(lab, 200, [80]), piecesOf(lab, 200, [80], { id: 8 })];
    lab.arrive('r.e0', first[0]!);
    lab.arrive('r.e0', second[1]!);
    expect(delivered(lab)).toEqual([]);
    lab.arrive('r.e0', first[1]!);
    lab.arrive('r.e0', second[0]!);
    expect(delivered(lab)).toEqual([200, 200]);
  });

  it('does without a piece that comes twice', () => {
    const lab = served();
    const [a, b] = piecesOf(lab, 200, [80]);
    for (const piece of [a, a, b]) lab.arrive('r.e0', piece!);
    expect(delivered(lab)).toEqual([200]);
  });

  it('waits while a byte is missing', () => {
    const lab = served();
    const [a, , c] = piecesOf(lab, 400, [80, 160]);
    lab.arrive('r.e0', a!);
    lab.arrive('r.e0', c!);
    expect(delivered(lab)).toEqual([]);
    expect(lab.records('ip.reassemble', 'r').map(({ verdict, detail }) => [verdict, detail.have])).toEqual([
      ['waiting', 1],
      ['waiting', 2],
    ]);
  });
});

describe('after 30 s', () => {
  it('what there is goes, and the sender is told, if the first piece had come', () => {
    const lab = served();
    lab.arrive('r.e0', piecesOf(lab, 200, [80])[0]!);
    lab.wait(29.9);
    expect(lab.ns('r').fragments.entries.size).toBe(1);
    lab.wait(0.2);
    expect(lab.ns('r').fragments.entries.size).toBe(0);
    expect(lab.counter('r', 'IpReasmFails')).toBe(1);
    const error = lab.frames('h1.a0').at(-1);
    expectFrame(error, { icmp: { type: 11, code: 1 }, quoted: { ip: { id: 7, mf: true } } });
  });

  it('else nobody is', () => {
    const lab = served();
    lab.arrive('r.e0', piecesOf(lab, 200, [80])[1]!);
    lab.wait(31);
    expect(lab.records('icmp.send')).toEqual([]);
    expect(lab.counter('r', 'IpReasmFails')).toBe(1);
  });

  it('of its own first piece: the timer of an earlier datagram of the same number is out of date', () => {
    const lab = served();
    const [a, b] = piecesOf(lab, 200, [80]);
    lab.arrive('r.e0', a!);
    lab.arrive('r.e0', b!);
    lab.wait(20).arrive('r.e0', a!);
    lab.wait(15);
    expect(lab.ns('r').fragments.entries.size).toBe(1);
    lab.wait(16);
    expect(lab.ns('r').fragments.entries.size).toBe(0);
  });
});
