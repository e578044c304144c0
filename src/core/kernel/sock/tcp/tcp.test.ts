import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinBytes } from '../../../base/bytes';
import type { TcpSocket } from '../../../model/tcp';
import { routedNet, type Net } from '../../../testing/net';
import { tcpFrame } from '../../../testing/make-frame';
import { ANY_IPV4, formatMac, ipv4 } from '../../../wire/addr';
import { ETHERNET_HEADER_LEN } from '../../../wire/ethernet';
import { PROTO_TCP, ipProto } from '../../../wire/ipv4';
import { tcpAccept, tcpClose, tcpConnect, tcpListen, tcpRead, tcpSend, tcpShutdown, tcpSocket } from '.';

const MS = 1_000_000;
const SEC = 1_000_000_000;
const SERVER = ipv4('10.2.0.2');

/** Two hosts and the calls of their processes: nobody runs, the test makes the calls. */
class Pair {
  readonly lab: Net;
  readonly listener: number;

  constructor(lab: Net = routedNet(), backlog = 8) {
    this.lab = lab;
    const made = tcpListen(this.ctx, this.on('h2'), { pid: 1, local: ANY_IPV4, port: 80, backlog });
    if (typeof made !== 'number') throw new Error(made);
    this.listener = made;
  }

  get ctx(): Net['simulation']['ctx'] {
    return this.lab.simulation.ctx;
  }

  on(netns: string): ReturnType<Net['ns']> {
    return this.ctx.own(this.lab.ns(netns).id);
  }

  call(port = 0): number {
    const options = { pid: 1, local: ANY_IPV4, port, remote: SERVER, remotePort: 80 };
    const id = tcpConnect(this.ctx, this.on('h1'), options);
    if (typeof id !== 'number') throw new Error(id);
    return id;
  }

  /** Lets time pass, here and on the wires. */
  wait(ms: number): this {
    this.lab.simulation.runFor(ms * MS);
    return this;
  }

  accept(): number {
    return tcpAccept(this.ctx, this.on('h2'), this.listener)?.id ?? 0;
  }

  /** A connection that both ends hold. */
  connected(): { client: number; server: number } {
    const client = this.call();
    this.wait(10);
    return { client, server: this.accept() };
  }

  send(netns: string, id: number, data: Uint8Array): number | string {
    return tcpSend(this.ctx, this.on(netns), id, data);
  }

  read(netns: string, id: number): ReturnType<typeof tcpRead> {
    return tcpRead(this.ctx, this.on(netns), id);
  }

  close(netns: string, id: number): this {
    tcpClose(this.ctx, this.on(netns), id);
    return this;
  }

  state(netns: string, id: number): TcpSocket['state'] | 'gone' {
    return tcpSocket(this.on(netns), id)?.state ?? 'gone';
  }

  /** Flags of the segments seen at a device, and how much they carry. */
  segments(place: 'h1.a0' | 'h2.b0'): string[] {
    return this.lab.frames(place).flatMap(({ tcp, payload }) => {
      if (tcp === undefined) return [];
      const names = ['syn', 'fin', 'rst', 'ackFlag'].filter((name) => tcp[name] === true);
      return [`${names.join(' ')} ${String(payload?.length ?? 0)}`];
    });
  }
}

describe('the handshake', () => {
  it('announces what fits the device, window scale, timestamps and SACK', () => {
    const pair = new Pair(routedNet().type('h1', 'ip link set a0 mtu 1400'));
    pair.connected();
    const [syn, synAck] = pair.lab.frames('h1.a0').flatMap(({ tcp }) => (tcp === undefined ? [] : [tcp]));
    expect(syn).toMatchObject({ syn: true, mss: 1360, wscale: 10, tsEcho: 0, headerLen: 40 });
    expect(synAck).toMatchObject({ mss: 1460, window: 65_160, tsEcho: syn?.['tsValue'] });
  });

  it('takes ports from 32768 to 60999', () => {
    const pair = new Pair();
    const port = tcpSocket(pair.on('h1'), pair.call())?.port;
    expect(port).toBeGreaterThanOrEqual(32_768);
    expect(port).toBeLessThan(61_000);
  });

  it('leaves the caller waiting when the queue of the listener is full', () => {
    const pair = new Pair(routedNet(), 1);
    const calls = [pair.call(), pair.call(), pair.call(), pair.call()];
    pair.wait(20);
    expect(calls.map((id) => pair.state('h1', id))).toContain('ESTABLISHED');
    expect(pair.lab.records('drop').map(({ detail }) => detail.reason)).toContain('TCP_LISTEN_OVERFLOW');
    expect([pair.accept(), pair.accept()].every((id) => id > 0)).toBe(true);
    pair.wait(2000);
    expect(pair.accept()).toBeGreaterThan(0);
  });

  it('repeats a SYN,ACK nobody acknowledges after 1, 3, 7, 15, 31 s, and forgets it at 63 s', () => {
    const pair = new Pair();
    const frame = tcpFrame(
      { from: '02:00:00:00:00:99', to: macOf(pair.lab, 'h2.b0'), src: '10.2.0.77', dst: '10.2.0.2' },
      { srcPort: 4000, dstPort: 80, flags: 'S', seq: 7 },
    );
    pair.lab.type('h2', 'ip neigh add 10.2.0.77 lladdr 02:00:00:00:00:99 dev b0');
    pair.lab.arrive('h2.b0', frame);
    pair.wait(70_000);
    const sent = pair.lab.records('sock.send');
    const first = sent[0]?.atNs ?? 0;
    // Each time a little before what the caller does the same time after its SYN (timers.ts).
    const lead = SEC / 50_000;
    expect(sent.map(({ atNs }, i) => (atNs - first + i * lead) / SEC)).toEqual([0, 1, 3, 7, 15, 31]);
    const ended = first + 63 * SEC - 6 * lead;
    expect(pair.lab.records('sock.state').at(-1)).toMatchObject({ verdict: 'CLOSE', atNs: ended });
  });
});

function macOf(lab: Net, place: 'h2.b0'): string {
  return formatMac(lab.link(place).mac);
}

describe('data', () => {
  it('comes in segments of the announced size, and is acknowledged', () => {
    const pair = new Pair();
    const { client, server } = pair.connected();
    const data = Uint8Array.from({ length: 4000 }, (_, i) => i & 0xff);
    expect(pair.send('h1', client, data)).toBe(4000);
    pair.wait(10);
    expect(pair.read('h2', server)).toEqual({ kind: 'data', data });
    const carried = pair.segments('h1.a0').filter((text) => !text.endsWith(' 0'));
    expect(carried).toEqual(['ackFlag 1448', 'ackFlag 1448', 'ackFlag 1104']);
    expect(tcpSocket(pair.on('h1'), client)?.sendQueue).toHaveLength(0);
  });

  it('stops at a closed window, probes it, and goes on when the process reads', () => {
    const pair = new Pair();
    const { client, server } = pair.connected();
    const data = Uint8Array.from({ length: 150_000 }, (_, i) => (i * 7) & 0xff);
    pair.send('h1', client, data);
    pair.wait(3000);
    const held = tcpSocket(pair.on('h2'), server)?.recvQueue.length ?? 0;
    expect(held).toBeGreaterThan(60_000);
    expect(held).toBeLessThan(2 * 65_536);
    expect(pair.lab.records('tcp.timer').some(({ verdict }) => verdict === 'probe')).toBe(true);
    let got: Uint8Array = new Uint8Array(0);
    for (let i = 0; i < 20; i += 1) {
      const read = pair.read('h2', server);
      if (read.kind === 'data') got = joinBytes(got, read.data);
      pair.wait(500);
    }
    expect(got).toEqual(data);
  });

  it('waits with a small segment while another is on its way (Nagle)', () => {
    const pair = new Pair();
    const { client } = pair.connected();
    for (const byte of [1, 2, 3]) pair.send('h1', client, Uint8Array.of(byte));
    pair.wait(10);
    expect(pair.segments('h2.b0').filter((text) => text.endsWith(' 1') || text.endsWith(' 2'))).toEqual([
      'ackFlag 1',
      'ackFlag 2',
    ]);
  });

  it('is probed for with the last segment before it counts as lost (TLP)', () => {
    const pair = new Pair();
    const { client } = pair.connected();
    pair.lab.type('r', 'iptables -A FORWARD -p tcp --sport 1024: -j DROP');
    const began = pair.lab.world.nowNs;
    pair.send('h1', client, new Uint8Array(100));
    pair.wait(2000);
    const told = pair.lab.records('tcp.timer').filter(({ atNs }) => atNs >= began);
    expect(told.map(({ verdict }) => verdict)).toEqual([
      'loss-probe',
      ...Array<string>(3).fill('retransmit'),
    ]);
    // Recorded on Linux 6.18: after 0.2, 0.4, 0.8 and 1.6 s.
    expect(told.map(({ atNs }) => Math.round((atNs - began) / (100 * MS)))).toEqual([2, 4, 8, 16]);
  });

  it('hands over no more than there is room for', () => {
    const pair = new Pair();
    const { client } = pair.connected();
    expect(pair.send('h1', client, new Uint8Array(300_000))).toBe(262_144);
    expect(pair.send('h1', client, new Uint8Array(10))).toBe(0);
  });

  it('follows a smaller MTU on the way: ICMP lowers the segments, and all arrives', () => {
    const pair = new Pair(routedNet().type('r', 'ip link set e1 mtu 1300'));
    const { client, server } = pair.connected();
    pair.send('h1', client, new Uint8Array(3000));
    pair.wait(1000);
    const got = pair.read('h2', server);
    expect(got.kind === 'data' ? got.data.length : got).toBe(3000);
    expect(tcpSocket(pair.on('h1'), client)?.sendMss).toBe(1300 - 40 - 12);
    expect(pair.segments('h2.b0')).toContain('ackFlag 1248');
  });
});

describe('closing', () => {
  it('one after the other: the first to close waits 60 s', () => {
    const pair = new Pair();
    const { client, server } = pair.connected();
    pair.close('h1', client).wait(100);
    expect([pair.state('h1', client), pair.state('h2', server)]).toEqual(['FIN_WAIT2', 'CLOSE_WAIT']);
    expect(pair.read('h2', server)).toEqual({ kind: 'end' });
    pair.close('h2', server).wait(100);
    expect([pair.state('h1', client), pair.state('h2', server)]).toEqual(['TIME_WAIT', 'gone']);
    pair.wait(59_500);
    expect(pair.state('h1', client)).toBe('TIME_WAIT');
    pair.wait(1000);
    expect(pair.state('h1', client)).toBe('gone');
  });

  it('both at once', () => {
    const pair = new Pair();
    const { client, server } = pair.connected();
    pair.close('h1', client).close('h2', server).wait(100);
    const states = pair.lab.records('sock.state').map(({ verdict }) => verdict);
    expect(states.filter((state) => state === 'CLOSING')).toHaveLength(2);
    expect([pair.state('h1', client), pair.state('h2', server)]).toEqual(['TIME_WAIT', 'TIME_WAIT']);
  });

  it('half: what the other side still sends arrives', () => {
    const pair = new Pair();
    const { client, server } = pair.connected();
    tcpShutdown(pair.ctx, pair.on('h1'), client);
    pair.wait(50);
    expect(pair.read('h2', server)).toEqual({ kind: 'end' });
    pair.send('h2', server, Uint8Array.of(1, 2, 3));
    pair.wait(50);
    expect(pair.read('h1', client)).toEqual({ kind: 'data', data: Uint8Array.of(1, 2, 3) });
    expect(pair.send('h1', client, Uint8Array.of(1))).toBe('EPIPE');
  });

  it('with unread data is a reset', () => {
    const pair = new Pair();
    const { client, server } = pair.connected();
    pair.send('h1', client, Uint8Array.of(1));
    pair.wait(50).close('h2', server).wait(50);
    expect(pair.read('h1', client)).toEqual({ kind: 'error', errno: 'ECONNRESET' });
    expect(pair.segments('h1.a0').at(-1)).toBe('rst ackFlag 0');
  });

  it('data for a socket its process has closed is a reset', () => {
    const pair = new Pair();
    const { client, server } = pair.connected();
    pair.close('h2', server).wait(50);
    pair.send('h1', client, Uint8Array.of(1));
    pair.wait(50);
    expect(pair.segments('h1.a0').at(-1)).toBe('rst 0');
    expect(pair.read('h1', client)).toEqual({ kind: 'error', errno: 'EPIPE' });
  });

  it('a new SYN takes the place of a connection in TIME_WAIT', () => {
    const pair = new Pair();
    const client = pair.call(4000);
    pair.wait(10);
    const server = pair.accept();
    pair.close('h2', server).wait(50).close('h1', client).wait(100);
    expect(pair.state('h2', server)).toBe('TIME_WAIT');
    const again = pair.call(4000);
    pair.wait(3000);
    expect(['ESTABLISHED', 'SYN_SENT']).toContain(pair.state('h1', again));
    expect(pair.state('h2', server)).toBe('gone');
  });
});

describe('resets of what belongs to nobody (RFC 9293 3.10.7.1)', () => {
  const reset = (flags: string, seq: number, ack: number): unknown => {
    const lab = routedNet().type('h1', 'ip neigh add 10.1.0.99 lladdr 02:00:00:00:00:99 dev a0');
    const made = { from: '02:00:00:00:00:99', to: formatMac(lab.link('h1.a0').mac) };
    const addresses = { src: '10.1.0.99', dst: '10.1.0.2' };
    lab.arrive('h1.a0', tcpFrame({ ...made, ...addresses }, { srcPort: 1, dstPort: 2, flags, seq, ack }));
    return lab.frames('h1.a0').find(({ way, tcp }) => way === 'out' && tcp !== undefined)?.tcp;
  };

  it('of a SYN: RST,ACK with number 0', () =>
    expect(reset('S', 100, 0)).toMatchObject({ rst: true, ackFlag: true, seq: 0, ack: 101, window: 0 }));
  it('of a FIN', () => expect(reset('F', 100, 0)).toMatchObject({ rst: true, seq: 0, ack: 101 }));
  it('of an acknowledgment: a bare RST with that number', () =>
    expect(reset('SA', 100, 700)).toMatchObject({ rst: true, ackFlag: false, seq: 700, ack: 0 }));
  it('of a reset there is none', () => expect(reset('R', 100, 0)).toBeUndefined());
});

/** Runs while the frames named by `lost` (by their number among the TCP segments on the wires) never arrive. */
function runLossy(lab: Net, lost: readonly boolean[], untilNs: number): void {
  const { engine } = lab.simulation;
  let segments = 0;
  while ((engine.nextAtNs ?? Infinity) <= untilNs) {
    const event = engine.queue.peek();
    if (event?.kind === 'frame.arrive') {
      const { data, head } = event.skb;
      if (ipProto(data, head + ETHERNET_HEADER_LEN) === PROTO_TCP) {
        segments += 1;
        if (lost[segments - 1] === true) {
          engine.queue.pop();
          continue;
        }
      }
    }
    engine.step();
  }
}

it('whatever is lost, all bytes arrive in order, or the sender hears that they did not', () => {
  fc.assert(
    fc.property(
      fc.array(fc.boolean(), { maxLength: 30 }),
      fc.integer({ min: 1, max: 9000 }),
      (lost, length) => {
        const pair = new Pair();
        const { client, server } = pair.connected();
        const data = Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8)) & 0xff);
        pair.send('h1', client, data);
        tcpShutdown(pair.ctx, pair.on('h1'), client);
        runLossy(pair.lab, lost, pair.lab.world.nowNs + 2000 * SEC);
        const read = pair.read('h2', server);
        const got = read.kind === 'data' ? read.data : new Uint8Array(0);
        expect(got).toEqual(data.subarray(0, got.length));
        if (tcpSocket(pair.on('h2'), server)?.finReceived === true) expect(got).toHaveLength(length);
        else expect(pair.read('h1', client)).toEqual({ kind: 'error', errno: 'ETIMEDOUT' });
      },
    ),
    { seed: 0x7cb, numRuns: 15 },
  );
});
