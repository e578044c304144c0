import { describe, expect, it } from 'vitest';
import { expectFrame } from '../../testing/frame';
import { icmpFrame, ipFrame } from '../../testing/make-frame';
import { routedNet, type Net } from '../../testing/net';
import { fillIpChecksum, setIpTotalLen } from '../../wire/ipv4';

/** Goal: what becomes of a received packet, in the kernel's order of checks. Method: frames made by hand, at r.e0. */
const H1 = { src: '10.1.0.2', dst: '10.2.0.2' };

function arrive(lab: Net, change: (frame: Uint8Array) => void, more: object = {}): Net {
  lab.ping('h1', '-c1 10.2.0.2');
  const { eth } = lab.frames('r.e0').find(({ way, icmp }) => way === 'in' && icmp) ?? {};
  const frame = icmpFrame({ from: String(eth?.['src']), to: String(eth?.['dst']), ...H1, ...more });
  change(frame);
  lab.arrive('r.e0', frame);
  return lab;
}

const lastDrop = (lab: Net): string | undefined => lab.drops('r').at(-1);
const unchanged = (): void => undefined;
/** Offset of the IPv4 header. */
const IP = 14;

describe('the header check', () => {
  it.each([
    ['a wrong checksum', 'IP_CSUM', (frame: Uint8Array) => void (frame[IP + 10]! ^= 1)],
    ['another version', 'IP_INHDR', (frame: Uint8Array) => void (frame[IP] = 0x65)],
    ['a header that is too short', 'IP_INHDR', (frame: Uint8Array) => void (frame[IP] = 0x44)],
    ['a length beyond the frame', 'IP_INHDR', (frame: Uint8Array) => setIpTotalLen(frame, IP, 2000)],
  ])('%s', (_, reason, change) => {
    const changed = (frame: Uint8Array): void => {
      change(frame);
      if (reason === 'IP_INHDR') fillIpChecksum(frame, IP);
    };
    expect(lastDrop(arrive(routedNet(), changed))).toBe(reason);
  });

  it('lets padding fall off', () => {
    const lab = routedNet();
    arrive(lab, unchanged);
    const { eth } = lab.frames('r.e0').find(({ way, icmp }) => way === 'in' && icmp) ?? {};
    const short = icmpFrame(
      { from: String(eth?.['src']), to: String(eth?.['dst']), ...H1 },
      'echo-request',
      new Uint8Array(4),
    );
    const padded = new Uint8Array(60);
    padded.set(short);
    lab.arrive('r.e0', padded);
    expectFrame(
      lab.frames('h2.b0').findLast(({ way }) => way === 'in'),
      { ip: { totalLen: 32, ttl: 63 } },
    );
    expect(lab.frames('h2.b0').findLast(({ way }) => way === 'in')?.lenBytes).toBe(46);
  });

  it('is not for frames of others', () => {
    const lab = routedNet();
    lab.arrive('r.e0', icmpFrame({ from: '02:00:00:00:00:01', to: '02:00:00:00:00:02', ...H1 }));
    expect(lastDrop(lab)).toBe('OTHERHOST');
    expect(lab.records('ip.input', 'r')).toEqual([]);
  });
});

describe('a packet for somebody else', () => {
  it('is passed on', () => {
    const lab = routedNet();
    lab.ping('h1', '-c1 10.2.0.2');
    expect(lab.records('ip.input', 'r').map(({ verdict }) => verdict)).toEqual(['forward', 'forward']);
  });

  // observed on Linux 6.18
  it('ends silently while forwarding is off, counted as an address error', () => {
    const lab = routedNet().type('r', 'sysctl -w net.ipv4.ip_forward=0');
    lab.ping('h1', '-c1 -W1 10.2.0.2');
    expect(lab.drops('r')).toEqual(['IP_INADDRERRORS']);
    expect(lab.records('ip.input', 'r')[0]?.verdict).toBe('not-forwarding');
    expect([lab.counter('r', 'IpInAddrErrors'), lab.counter('r', 'IpForwDatagrams')]).toEqual([1, 0]);
    expect(lab.records('icmp.send')).toEqual([]);
  });

  it('is judged by the device it comes in by', () => {
    const lab = routedNet().type('r', 'sysctl -w net.ipv4.conf.e0.forwarding=0');
    expect(lab.answers('h1', '-c1 -W1 10.2.0.2')).toBe(0);
    lab.type('r', 'sysctl -w net.ipv4.conf.e0.forwarding=1\nsysctl -w net.ipv4.conf.e1.forwarding=0');
    expect(lab.answers('h1', '-c1 -W1 10.2.0.2')).toBe(0);
    expect(lab.records('ip.input', 'r').map(({ verdict }) => verdict)).toEqual([
      ...['not-forwarding', 'forward', 'not-forwarding'],
    ]);
  });
});

describe('without a way on', () => {
  // observed on Linux 6.18
  it.each([
    ['no route', '10.99.0.1', '', 'Destination Net Unreachable', 0],
    ['throw', '10.50.0.1', 'ip route add throw 10.50.0.0/24', 'Destination Net Unreachable', 0],
    ['unreachable', '10.50.0.1', 'ip route add unreachable 10.50.0.0/24', 'Destination Host Unreachable', 1],
    ['prohibit', '10.50.0.1', 'ip route add prohibit 10.50.0.0/24', 'Packet filtered', 13],
  ])('%s: the sender is told', (_, dst, command, text, code) => {
    const lab = routedNet().type('r', command);
    expect(lab.ping('h1', `-c1 ${dst}`)).toContain(`From 10.1.0.1 icmp_seq=1 ${text}`);
    const error = lab.frames('h1.a0').find(({ way, icmp }) => way === 'in' && icmp);
    // The TTL of the quoted packet was not touched: there was nowhere to go.
    expectFrame(error, { icmp: { type: 3, code }, quoted: { ip: { dst, ttl: 64 } } });
    expect(lab.counter('r', 'IpExtInNoRoutes')).toBe(code === 0 ? 1 : 0);
  });

  // observed on Linux 6.18
  it('blackhole: silence', () => {
    const lab = routedNet().type('r', 'ip route add blackhole 10.50.0.0/24');
    expect(lab.ping('h1', '-c1 -W1 10.50.0.1').join()).not.toContain('From');
    expect(lab.drops('r')).toEqual(['IP_INNOROUTES']);
  });
});

describe('up to the transport', () => {
  it('of an unknown protocol: the sender is told, from the address it wrote to', () => {
    const lab = routedNet();
    lab.ping('h1', '-c1 10.1.0.1');
    const { eth } = lab.frames('r.e0').find(({ way, icmp }) => way === 'in' && icmp) ?? {};
    const made = { from: String(eth?.['src']), to: String(eth?.['dst']), src: '10.1.0.2', dst: '10.2.0.1' };
    lab.arrive('r.e0', ipFrame(made, 132, new Uint8Array(20)));
    expect(lastDrop(lab)).toBe('IP_NOPROTO');
    const error = lab.frames('h1.a0').at(-1);
    expectFrame(error, { ip: { src: '10.2.0.1', dst: '10.1.0.2' }, icmp: { type: 3, code: 2 } });
  });

  it('comes a whole datagram only', () => {
    const lab = routedNet();
    expect(lab.answers('h1', '-c1 -s 4000 10.1.0.1')).toBe(1);
    expect(lab.records('ip.reassemble', 'r').map(({ verdict }) => verdict)).toEqual([
      ...['waiting', 'waiting', 'complete'],
    ]);
    expect(lab.records('icmp.echo', 'r')).toHaveLength(1);
  });
});
