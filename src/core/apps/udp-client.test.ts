import { describe, expect, it } from 'vitest';
import { expectFrame } from '../testing/frame';
import { icmpFrame } from '../testing/make-frame';
import { routedNet, type Net } from '../testing/net';
import { ipv4 } from '../wire/addr';
import { ETHERNET_HEADER_LEN } from '../wire/ethernet';
import type { UdpClientState } from './udp-client';
import { udpClientProcess } from './udp-client';

/** A datagram for an address that nobody has. */
const OPTIONS = { dst: ipv4('10.2.0.77'), port: 9, srcPort: 0, payload: new Uint8Array(4), timeoutNs: 1e9 };
const SEND = 'echo hello | ncat -u -p 4000 -w 2';

function served(): Net {
  const lab = routedNet();
  lab.start('h2', 'ncat -u -l -k -e /bin/cat 5353');
  return lab;
}

it('sends a datagram and prints the answer', () => {
  const lab = served();
  expect(lab.run('h1', `${SEND} 10.2.0.2 5353`)).toEqual(['hello']);
  expect(lab.process('h1', 1).exitCode).toBe(0);
  const [request, reply] = lab.frames('h1.a0').filter(({ udp }) => udp);
  expectFrame(request, { ip: { df: true, ttl: 64 }, udp: { srcPort: 4000, dstPort: 5353, len: 14 } });
  expectFrame(reply, { ip: { src: '10.2.0.2' }, udp: { srcPort: 5353, dstPort: 4000 } });
});

it('takes any free port when none is asked for', () => {
  const lab = served();
  lab.run('h1', 'echo x | ncat -u -w 1 10.2.0.2 5353');
  const port = lab.frames('h1.a0').find(({ udp }) => udp)?.udp?.['srcPort'];
  expect(port).toBeGreaterThanOrEqual(32_768);
  expect(port).toBeLessThan(61_000);
});

describe('gives up', () => {
  // observed on Linux 6.18: a connected UDP socket hears port unreachable as ECONNREFUSED
  it('when the port is closed', () => {
    const lab = routedNet();
    expect(lab.run('h1', `${SEND} 10.2.0.2 9`)).toEqual(['Ncat: Connection refused.']);
    expect(lab.process('h1', 1).exitCode).toBe(1);
  });

  // observed on Linux 6.18: net unreachable is no hard error for a connected socket
  it('when nothing comes back: net unreachable is not heard', () => {
    const lab = routedNet();
    const began = lab.world.nowNs;
    expect(lab.run('h1', `${SEND} 10.99.0.1 9`)).toEqual(['Ncat: Connection timed out.']);
    expect(lab.world.nowNs - began).toBe(2e9);
    expect(lab.records('icmp.send')).toHaveLength(1);
  });

  it('at once when there is no route', () => {
    expect(routedNet().run('r', `${SEND} 10.99.0.1 9`)).toEqual(['Ncat: Network is unreachable.']);
  });

  it('when the port is taken', () => {
    const lab = served();
    lab.start('h1', `${SEND} 10.2.0.2 5353`);
    expect(lab.run('h1', `${SEND} 10.2.0.2 5353`)).toEqual(['Ncat: bind: Address already in use. QUITTING.']);
  });

  // Source: net/ipv4/icmp.c icmp_err_convert
  it.each([
    [2, 'ENOPROTOOPT'],
    [3, 'ECONNREFUSED'],
    [9, 'ENETUNREACH'],
    [10, 'EHOSTUNREACH'],
    [13, 'EHOSTUNREACH'],
    // Not hard: the socket goes on waiting.
    [0, 'TIMEOUT'],
    [1, 'TIMEOUT'],
  ])('when an error 3/%i comes: %s', (code, error) => {
    const lab = routedNet();
    lab.simulation.spawn('h1', udpClientProcess(OPTIONS, ['udp']));
    lab.wait(0.1);
    const sent = lab.frames('h1.a0').find(({ udp }) => udp);
    const quoted = sent?.bytes.slice(ETHERNET_HEADER_LEN) ?? new Uint8Array();
    const addresses = { from: String(sent?.eth?.['dst']), to: String(sent?.eth?.['src']) };
    lab.arrive(
      'h1.a0',
      icmpFrame({ ...addresses, src: '10.1.0.1', dst: '10.1.0.2' }, { type: 3, code }, quoted),
    );
    expect((lab.process('h1', 1).state as UdpClientState).result).toEqual({ kind: 'error', error });
  });
});

it('leaves DF off when it is told to', () => {
  const lab = routedNet();
  lab.simulation.spawn('h1', udpClientProcess({ ...OPTIONS, df: false }, ['udp']));
  lab.quiet();
  expectFrame(
    lab.frames('h1.a0').find(({ udp }) => udp),
    { ip: { df: false } },
  );
});
