import { describe, expect, it } from 'vitest';
import { expectFrame } from '../../testing/frame';
import { udpFrame } from '../../testing/make-frame';
import { routedNet, type Net } from '../../testing/net';
import { ANY_IPV4, ipv4 } from '../../wire/addr';
import { readSocket, udpSocket } from './table';
import { udpConnect, udpOpen, udpSend } from './udp';

/** Goal: the socket calls of UDP and what they put on the wire. Method: sockets of h1, opened by hand. */
function socket() {
  const lab = routedNet();
  const { ctx } = lab.simulation;
  const ns = ctx.own(lab.ns('h1').id);
  const id = udpOpen(ctx, ns, { pid: 1, local: ANY_IPV4, port: 4000 });
  if (typeof id === 'string') throw new Error(id);
  const send = (dst: string, port: number, size = 4, ttl = 0): string | null =>
    udpSend(ctx, ns, id, ipv4(dst), port, new Uint8Array(size), { ttl });
  return { lab, ctx, ns, id, send };
}

const sentBy = (lab: Net) =>
  lab
    .quiet()
    .frames('h1.a0')
    .filter(({ way, ip }) => way === 'out' && ip);

describe('udpSend', () => {
  it('sends a datagram with a checksum', () => {
    const { lab, send } = socket();
    expect(send('10.2.0.2', 9)).toBeNull();
    const [frame] = sentBy(lab);
    expectFrame(frame, {
      ip: { src: '10.1.0.2', df: true, ttl: 64 },
      udp: { srcPort: 4000, dstPort: 9, len: 12 },
    });
    expect(frame?.udp?.['checksum']).not.toBe(0);
  });

  it('cuts what is too long, with the ports in the first piece only', () => {
    const { lab, send } = socket();
    send('10.1.0.1', 9, 3000);
    const pieces = sentBy(lab);
    expect(pieces.map(({ udp, ip }) => [udp !== undefined, ip?.['df'], ip?.['mf']])).toEqual([
      [true, false, true],
      [false, false, true],
      [false, false, false],
    ]);
  });

  it('takes a TTL, and DF all the same', () => {
    const { lab, send } = socket();
    send('10.1.0.1', 9, 4, 3);
    expectFrame(sentBy(lab)[0], { ip: { ttl: 3, df: true } });
  });

  it('refuses a broadcast address without SO_BROADCAST', () => {
    const { ctx, ns, send } = socket();
    expect([send('10.1.0.255', 9), send('255.255.255.255', 9)]).toEqual(['EACCES', 'EACCES']);
    const open = { pid: 1, local: ANY_IPV4, port: 0 };
    expect(udpConnect(ctx, ns, open, ipv4('10.1.0.255'), 9)).toBe('EACCES');
    expect(udpConnect(ctx, ns, { ...open, broadcast: true }, ipv4('10.1.0.255'), 9)).toBeTypeOf('number');
  });

  it('to nobody (0.0.0.0) goes to this host', () => {
    const { ctx, ns } = socket();
    const id = udpConnect(ctx, ns, { pid: 1, local: ANY_IPV4, port: 0 }, ANY_IPV4, 9);
    const { local, remote } = udpSocket(ns, Number(id)) ?? {};
    expect([local, remote]).toEqual([ipv4('127.0.0.1'), ipv4('127.0.0.1')]);
  });

  it.each([
    ['', 'ENETUNREACH'],
    ['ip route add unreachable 10.99.0.0/24', 'EHOSTUNREACH'],
    ['ip route add prohibit 10.99.0.0/24', 'EACCES'],
    ['ip route add blackhole 10.99.0.0/24', 'EINVAL'],
  ])('fails after "%s": %s', (command, errno) => {
    const { lab, send } = socket();
    lab.type('h1', `ip route del default\n${command}`);
    expect(send('10.99.0.1', 9)).toBe(errno);
    expect(lab.records('sock.send', 'h1').at(-1)).toMatchObject({ verdict: 'refused', detail: { errno } });
  });

  it('needs a socket', () => {
    const { ctx, ns } = socket();
    expect(udpSend(ctx, ns, 99, ipv4('10.2.0.2'), 9, new Uint8Array())).toBe('ENOTCONN');
  });
});

describe('udpConnect', () => {
  it('chooses the source once, and a flow of its own', () => {
    const { ctx, ns } = socket();
    const hashes = new Set<number>();
    for (let i = 0; i < 10; i += 1) {
      const id = udpConnect(ctx, ns, { pid: 1, local: ANY_IPV4, port: 0 }, ipv4('10.2.0.2'), 9);
      const made = typeof id === 'number' ? udpSocket(ns, id) : null;
      expect(made).toMatchObject({ local: ipv4('10.1.0.2'), remote: ipv4('10.2.0.2'), remotePort: 9 });
      hashes.add(made?.txHash ?? 0);
    }
    expect(hashes.size).toBe(10);
    expect(hashes.has(0)).toBe(false);
  });

  it('needs a route', () => {
    const { lab, ctx, ns } = socket();
    lab.type('h1', 'ip route del default');
    const open = { pid: 1, local: ANY_IPV4, port: 0 };
    expect(udpConnect(ctx, ns, open, ipv4('10.2.0.2'), 9)).toBe('ENETUNREACH');
  });
});

describe('a received datagram', () => {
  const from = (lab: Net) => ({
    from: lab.mac('r.e0'),
    to: lab.mac('h1.a0'),
    src: '10.2.0.2',
    dst: '10.1.0.2',
  });

  it('reaches its socket with everything a process may ask for', () => {
    const { lab, ctx, ns, id } = socket();
    lab.arrive('h1.a0', udpFrame({ ...from(lab), ttl: 9 }, 53, 4000, 'hello'));
    expect(readSocket(ctx, ns, id)).toEqual({
      ...{ kind: 'data', from: ipv4('10.2.0.2'), fromPort: 53, to: ipv4('10.1.0.2'), ttl: 9 },
      payload: new TextEncoder().encode('hello'),
    });
    expect(lab.records('sock.deliver', 'h1')[0]?.detail).toMatchObject({
      socket: 'udp',
      port: 4000,
      lenBytes: 5,
    });
  });

  it('for a closed port is told to its sender, and counted', () => {
    const { lab } = socket();
    lab.arrive('h1.a0', udpFrame(from(lab), 53, 4001, 'hello'));
    expect(lab.drops('h1')).toEqual(['NO_SOCKET']);
    expect(lab.counter('h1', 'UdpNoPorts')).toBe(1);
    expectFrame(lab.frames('h2.b0').at(-1), {
      icmp: { type: 3, code: 3 },
      quoted: { udp: { dstPort: 4001 } },
    });
  });

  it('with a wrong checksum, or cut short, goes silently', () => {
    const { lab } = socket();
    const wrong = udpFrame(from(lab), 53, 4000, 'hello');
    wrong[wrong.length - 1]! ^= 1;
    lab.arrive('h1.a0', wrong);
    const short = udpFrame(from(lab), 53, 4000, 'hello');
    short[14 + 20 + 5] = 200;
    lab.arrive('h1.a0', short);
    expect(lab.drops('h1')).toEqual(['UDP_CSUM', 'PKT_TOO_SMALL']);
    expect(lab.records('icmp.send')).toEqual([]);
  });

  it('without a checksum is taken', () => {
    const { lab, ctx, ns, id } = socket();
    const frame = udpFrame(from(lab), 53, 4000, 'hello');
    frame.fill(0, 14 + 20 + 6, 14 + 20 + 8);
    lab.arrive('h1.a0', frame);
    expect(readSocket(ctx, ns, id)).not.toBeNull();
  });

  it('may be for everybody', () => {
    const { lab, ctx, ns, id } = socket();
    lab.arrive(
      'h1.a0',
      udpFrame({ ...from(lab), to: 'ff:ff:ff:ff:ff:ff', dst: '10.1.0.255' }, 53, 4000, 'all'),
    );
    lab.arrive(
      'h1.a0',
      udpFrame({ ...from(lab), to: 'ff:ff:ff:ff:ff:ff', dst: '255.255.255.255' }, 53, 4000, 'all'),
    );
    expect([readSocket(ctx, ns, id), readSocket(ctx, ns, id)].map((item) => item?.kind)).toEqual([
      'data',
      'data',
    ]);
  });
});
