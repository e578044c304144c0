/** Goal: the packets arping 20221126 sends and the lines it prints; expected ones are its own on two hosts with one cable. */
import { describe, expect, test } from 'vitest';
import { net, type Net } from '../testing/net';

function pair(): Net {
  return net()
    .machines('a', 'b')
    .veth('a.e', 'b.e')
    .type('a', 'ip addr add 10.1.0.1/24 dev e\nip link set e address 02:00:00:00:00:0a')
    .type('b', 'ip addr add 10.1.0.2/24 dev e\nip link set e address 36:32:ba:1c:fe:e0')
    .wait(1);
}

const timeless = (lines: readonly string[]): readonly string[] =>
  lines.map((line) => line.replace(/ {2}[\d.]+ms/, '  Tms'));
const REPLY = 'Unicast reply from 10.1.0.2 [36:32:BA:1C:FE:E0]  Tms';
const ARPING = 'ARPING 10.1.0.2 from 10.1.0.1 e';

describe('arping', () => {
  test.each([
    [
      '-c2 -I e 10.1.0.2',
      [ARPING, REPLY, REPLY, 'Sent 2 probes (1 broadcast(s))', 'Received 2 response(s)'],
      0,
      2,
    ],
    [
      '-c 2 10.1.0.2',
      [ARPING, REPLY, REPLY, 'Sent 2 probes (1 broadcast(s))', 'Received 2 response(s)'],
      0,
      2,
    ],
    ['-f 10.1.0.2', [ARPING, REPLY, 'Sent 1 probes (1 broadcast(s))', 'Received 1 response(s)'], 0, 0],
    [
      '-b -c2 10.1.0.2',
      [ARPING, REPLY, REPLY, 'Sent 2 probes (2 broadcast(s))', 'Received 2 response(s)'],
      0,
      2,
    ],
    ['-q -c1 10.1.0.2', [], 0, 1],
    [
      '-c2 -w5 10.1.0.99',
      ['ARPING 10.1.0.99 from 10.1.0.1 e', 'Sent 2 probes (2 broadcast(s))', 'Received 0 response(s)'],
      ...[1, 2],
    ],
    [
      '-D -c2 -I e 10.1.0.2',
      ['ARPING 10.1.0.2 from 0.0.0.0 e', REPLY, 'Sent 1 probes (1 broadcast(s))', 'Received 1 response(s)'],
      ...[1, 0],
    ],
    [
      '-D -c1 -I e 10.1.0.99',
      ['ARPING 10.1.0.99 from 0.0.0.0 e', 'Sent 1 probes (1 broadcast(s))', 'Received 0 response(s)'],
      ...[0, 1],
    ],
    [
      '-A -c2 -I e 10.1.0.1',
      ['ARPING 10.1.0.1 from 10.1.0.1 e', 'Sent 2 probes (2 broadcast(s))', 'Received 0 response(s)'],
      ...[0, 2],
    ],
  ] as [string, string[], number, number][])('%s', (words, lines, exitCode, seconds) => {
    const lab = pair();
    const began = lab.world.nowNs;
    const pid = lab.start('a', `arping ${words}`);
    while (lab.process('a', pid).exitCode === null) lab.simulation.engine.step();
    expect(timeless(lab.process('a', pid).output)).toEqual(lines);
    expect(lab.process('a', pid).exitCode).toBe(exitCode);
    expect(Math.round((lab.world.nowNs - began) / 1e9)).toBe(seconds);
  });

  test('what is on the wire', () => {
    const sent = (words: string): readonly unknown[] => {
      const lab = pair();
      lab.run('a', `arping ${words}`);
      return lab.frames('a.e').filter(({ way, arp }) => way === 'out' && arp);
    };
    const all = 'ff:ff:ff:ff:ff:ff';
    expect(sent('-c2 -I e 10.1.0.2')).toMatchObject([
      { eth: { dst: all }, arp: { op: 1, tha: all, spa: '10.1.0.1', tpa: '10.1.0.2' } },
      { eth: { dst: '36:32:ba:1c:fe:e0' }, arp: { op: 1, tha: '36:32:ba:1c:fe:e0' } },
    ]);
    expect(sent('-D -c1 -I e 10.1.0.99')).toMatchObject([
      { eth: { dst: all }, arp: { op: 1, spa: '0.0.0.0' } },
    ]);
    expect(sent('-U -c1 -I e 10.1.0.1')).toMatchObject([
      { eth: { dst: all }, arp: { op: 1, spa: '10.1.0.1', tpa: '10.1.0.1' } },
    ]);
    expect(sent('-A -c1 -I e 10.1.0.1')).toMatchObject([
      { eth: { dst: all }, arp: { op: 2, spa: '10.1.0.1', tpa: '10.1.0.1', tha: '02:00:00:00:00:0a' } },
    ]);
  });

  test('neighbours learn from an announcement what they knew already', () => {
    const lab = pair();
    lab.answers('b', '-c1 10.1.0.1');
    lab.type('a', 'ip link set e address 02:00:00:00:00:0b').run('a', 'arping -U -c1 -I e 10.1.0.1');
    expect(lab.neighMac('b.e', '10.1.0.1')).toBe('02:00:00:00:00:0b');
  });
});
