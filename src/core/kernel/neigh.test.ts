import { describe, expect, it } from 'vitest';
import { expectFrame } from '../testing/frame';
import { arpFrame } from '../testing/make-frame';
import { net, type Net } from '../testing/net';
import { ipv4 } from '../wire/addr';
import { isValid, neighConfirm } from './neigh';

/**
 * Goal: the life of a neighbour entry: its states, its timers, the packets that wait for it. Method: two hosts on a
 * cable; times as observed on Linux 6.18.
 */
const A = '02:00:00:00:00:0a';
const B = '02:00:00:00:00:0b';
const PEER = '10.1.0.2';
const NOBODY = '10.1.0.77';

function hosts(): Net {
  return net()
    .machines('a', 'b')
    .cable('a.e', 'b.e')
    .type('a', `ip link set e address ${A}\nip addr add 10.1.0.1/24 dev e`)
    .type('b', `ip link set e address ${B}\nip addr add ${PEER}/24 dev e`)
    .wait(1);
}

const stateOf = (lab: Net, addr = PEER): string | undefined => lab.neigh('a.e', addr)?.state;

/** Times, in seconds after `since`, at which a asked for an address, and how. */
function asked(lab: Net, since: number): readonly string[] {
  return lab
    .records('arp.request', 'a')
    .filter(({ atNs }) => atNs >= since)
    .map(
      ({ atNs, verdict, detail }) =>
        `${(atNs - since) / 1e9} ${verdict} ${detail.attempt}/${detail.attempts}`,
    );
}

describe('an answer', () => {
  it('makes the entry reachable, and what waited leaves in its order', () => {
    const lab = hosts();
    lab.start('a', `ping -c1 ${PEER}`);
    lab.start('a', 'echo x | ncat -u -w 1 10.1.0.2 9');
    lab.simulation.engine.step();
    expect(stateOf(lab)).toBe('INCOMPLETE');
    lab.simulation.engine.step();
    expect(lab.neigh('a.e', PEER)?.queue).toHaveLength(2);
    lab.wait(0.01);
    expect(stateOf(lab)).toBe('REACHABLE');
    expect(lab.neighMac('a.e', PEER)).toBe(B);
    const sent = lab.frames('a.e').filter(({ way }) => way === 'out');
    expect(sent.map(({ arp, icmp, udp }) => (arp ? 'arp' : icmp ? 'icmp' : udp ? 'udp' : ''))).toEqual([
      ...['arp', 'icmp', 'udp'],
    ]);
  });

  it('is known to the one that was asked as well, as stale, until it is used', () => {
    const lab = hosts();
    lab.start('a', `ping -c1 ${PEER}`);
    for (let i = 0; i < 3; i += 1) lab.simulation.engine.step();
    const updates = lab
      .wait(0.01)
      .records('neigh.update', 'b')
      .map(({ verdict, detail }) => [verdict, detail.why]);
    expect(updates).toEqual([
      ['STALE', 'request-heard'],
      ['DELAY', 'used-while-stale'],
    ]);
  });
});

describe('no answer', () => {
  // observed on Linux 6.18: three requests one second apart, then FAILED; the sender hears host unreachable
  it('three requests, then the waiting packets are reported', () => {
    const lab = hosts();
    const began = lab.world.nowNs;
    lab.start('a', `ping -c2 -i0.5 -W4 ${NOBODY}`);
    lab.wait(2.9);
    expect(stateOf(lab, NOBODY)).toBe('INCOMPLETE');
    lab.wait(0.2);
    expect(stateOf(lab, NOBODY)).toBe('FAILED');
    expect(asked(lab, began)).toEqual(['0 broadcast 1/3', '1 broadcast 2/3', '2 broadcast 3/3']);
    expect(lab.drops('a')).toEqual(['NEIGH_FAILED', 'NEIGH_FAILED']);
    expect(lab.process('a', 1).output.slice(1, 3)).toEqual([
      'From 10.1.0.1 icmp_seq=1 Destination Host Unreachable',
      'From 10.1.0.1 icmp_seq=2 Destination Host Unreachable',
    ]);
    const [error] = lab.frames('a.lo');
    expectFrame(error, {
      ip: { src: '10.1.0.1', dst: '10.1.0.1' },
      quoted: { ip: { dst: NOBODY, ttl: 64 } },
    });
  });

  it('the next packet asks again', () => {
    const lab = hosts();
    lab.ping('a', `-c1 ${NOBODY}`);
    const began = lab.world.nowNs;
    lab.start('a', `ping -c1 -W4 ${NOBODY}`);
    lab.wait(0.1);
    expect(stateOf(lab, NOBODY)).toBe('INCOMPLETE');
    expect(asked(lab, began)).toHaveLength(1);
  });

  it('as often and as fast as the settings say', () => {
    const lab = hosts().type(
      'a',
      'sysctl -w net.ipv4.neigh.e.mcast_solicit=5\nsysctl -w net.ipv4.neigh.e.retrans_time_ms=200',
    );
    const began = lab.world.nowNs;
    lab.ping('a', `-c1 ${NOBODY}`);
    expect(asked(lab, began).map((line) => line.split(' ')[0])).toEqual(['0', '0.2', '0.4', '0.6', '0.8']);
  });
});

describe('the queue', () => {
  it('holds what fits unres_qlen_bytes; the oldest goes first', () => {
    const lab = hosts().type('a', 'sysctl -w net.ipv4.neigh.e.unres_qlen_bytes=6300');
    lab.start('a', `ping -c5 -i0.1 -W4 ${NOBODY}`);
    lab.wait(0.9);
    expect(lab.neigh('a.e', NOBODY)?.queue).toHaveLength(3);
    expect(lab.drops('a')).toEqual(['NEIGH_QUEUEFULL', 'NEIGH_QUEUEFULL']);
    const dropped = lab.records('drop', 'a').map(({ packet }) => packet);
    const sent = lab.records('sock.send', 'a').map(({ packet }) => packet);
    expect(dropped).toEqual(sent.slice(0, 2));
  });

  // Reference: about a hundred pings fit into the default of 212,992 bytes.
  it('holds about a hundred pings by default', () => {
    const lab = hosts();
    lab.start('a', `ping -c150 -i0.01 -W4 ${NOBODY}`);
    lab.wait(2);
    const waiting = lab.neigh('a.e', NOBODY)?.queue.length ?? 0;
    expect(waiting).toBeGreaterThan(95);
    expect(waiting).toBeLessThan(110);
  });

  it('always holds one, however long', () => {
    const lab = hosts().type('a', 'sysctl -w net.ipv4.neigh.e.unres_qlen_bytes=1');
    lab.start('a', `ping -c1 -W4 ${PEER}`);
    lab.wait(0.1);
    expect(lab.process('a', 1).output).toContain(
      '1 packets transmitted, 1 received, 0% packet loss, time 0ms',
    );
  });
});

describe('time', () => {
  it('makes a reachable entry stale after 15 to 45 s', () => {
    const lab = hosts();
    lab.ping('a', `-c1 ${PEER}`);
    lab.wait(14).quiet();
    expect(stateOf(lab)).toBe('REACHABLE');
    lab.wait(31);
    expect(stateOf(lab)).toBe('STALE');
    const [timeout] = lab.records('neigh.update', 'a').filter(({ detail }) => detail.why === 'timeout');
    expect(timeout?.background).toBe(true);
  });

  // observed on Linux 6.18: DELAY at the first packet, PROBE 5 s later, answered by unicast
  it('a stale entry is used, and asked again by unicast five seconds later', () => {
    const lab = hosts();
    lab.ping('a', `-c1 ${PEER}`);
    lab.wait(46);
    const began = lab.world.nowNs;
    expect(lab.answers('a', `-c1 ${PEER}`)).toBe(1);
    expect(stateOf(lab)).toBe('DELAY');
    lab.wait(4.9);
    expect(stateOf(lab)).toBe('DELAY');
    lab.wait(0.2);
    expect(stateOf(lab)).toBe('REACHABLE');
    expect(asked(lab, began)).toEqual(['5 unicast 1/3']);
    const probe = lab.frames('a.e').findLast(({ way, arp }) => way === 'out' && arp?.['op'] === 1);
    expectFrame(probe, { eth: { dst: B }, arp: { tpa: PEER, tha: '00:00:00:00:00:00' } });
  });

  // observed on Linux 6.18: 0 s STALE, DELAY after the first packet, +5 s PROBE, +8 s FAILED
  it('a wrong address is found out after eight seconds', () => {
    const lab = hosts().type('a', `ip neigh replace ${PEER} lladdr 02:00:00:00:00:99 dev e nud stale`);
    expect(stateOf(lab)).toBe('STALE');
    const began = lab.world.nowNs;
    lab.start('a', `ping -c1 -W1 ${PEER}`);
    const timeline = [0.1, 4.8, 0.2, 2.8, 0.2].map((seconds) => {
      lab.wait(seconds);
      return stateOf(lab);
    });
    expect(timeline).toEqual(['DELAY', 'DELAY', 'PROBE', 'PROBE', 'FAILED']);
    expect(asked(lab, began)).toEqual(['5 unicast 1/3', '6 unicast 2/3', '7 unicast 3/3']);
    expect(lab.neigh('a.e', PEER)?.mac).toBeNull();
  });

  it('an old timer of an entry that has moved on does nothing', () => {
    const lab = hosts();
    lab.start('a', `ping -c1 ${NOBODY}`);
    lab.wait(0.5).type('a', `ip neigh replace ${NOBODY} lladdr ${B} dev e`);
    lab.wait(10);
    expect(stateOf(lab, NOBODY)).toBe('PERMANENT');
    expect(lab.records('arp.request', 'a')).toHaveLength(1);
  });

  it('housekeeping keeps nobody waiting', () => {
    const lab = hosts();
    lab.ping('a', `-c1 ${PEER}`);
    lab.wait(2);
    expect(lab.simulation.engine.busy).toBe(false);
    expect(lab.world.queue.length).toBeGreaterThan(0);
  });
});

describe('what is heard', () => {
  const request = (from: string, more = {}): Uint8Array =>
    arpFrame({ from, to: 'ff:ff:ff:ff:ff:ff', op: 'request', spa: PEER, tpa: '10.1.0.1', ...more });

  it('a request refreshes nothing: the entry stays as good as it was', () => {
    const lab = hosts();
    lab.ping('a', `-c1 ${PEER}`);
    const before = lab.neigh('a.e', PEER);
    lab.wait(5).arrive('a.e', request(B));
    expect(lab.neigh('a.e', PEER)).toEqual(before);
    lab.wait(40);
    expect(stateOf(lab)).toBe('STALE');
  });

  it('a new address is believed, but has to prove itself', () => {
    const lab = hosts();
    lab.ping('a', `-c1 ${PEER}`);
    lab.wait(5).arrive('a.e', request('02:00:00:00:00:99'));
    expect(lab.neigh('a.e', PEER)).toMatchObject({ state: 'STALE' });
    expect(lab.neighMac('a.e', PEER)).toBe('02:00:00:00:00:99');
  });

  it('of several answers the first one counts (locktime)', () => {
    const lab = hosts();
    lab.ping('a', `-c1 ${PEER}`);
    const reply = arpFrame({
      from: '02:00:00:00:00:99',
      to: A,
      op: 'reply',
      spa: PEER,
      tpa: '10.1.0.1',
      tha: A,
    });
    lab.arrive('a.e', reply);
    expect(lab.neighMac('a.e', PEER)).toBe(B);
    expect(lab.records('arp.receive', 'a').at(-1)).toMatchObject({
      verdict: 'ignore',
      detail: { why: 'locktime' },
    });
    lab.wait(1.1).arrive('a.e', reply);
    expect(lab.neighMac('a.e', PEER)).toBe('02:00:00:00:00:99');
    expect(stateOf(lab)).toBe('REACHABLE');
  });

  it('nothing moves an entry set by hand', () => {
    const lab = hosts().type('a', `ip neigh replace ${PEER} lladdr 02:00:00:00:00:99 dev e nud permanent`);
    lab.wait(5).arrive('a.e', request(B));
    expect(stateOf(lab)).toBe('PERMANENT');
    expect(lab.neighMac('a.e', PEER)).toBe('02:00:00:00:00:99');
  });
});

describe('by hand', () => {
  it('an address that is set frees what waits for it', () => {
    const lab = hosts();
    lab.start('a', `ping -c1 -W4 ${NOBODY}`);
    lab.wait(0.5).type('b', `ip addr add ${NOBODY}/24 dev e`);
    lab.type('a', `ip neigh replace ${NOBODY} lladdr ${B} dev e`).wait(0.1);
    expect(lab.process('a', 1).exitCode).toBe(0);
  });

  // observed on Linux 6.18: whoever waits hears host unreachable at once
  it('an entry that is deleted while packets wait for it', () => {
    const lab = hosts();
    lab.start('a', `ping -c1 -W5 ${NOBODY}`);
    lab.wait(1.5).type('a', `ip neigh del ${NOBODY} dev e`).wait(0.1);
    expect(lab.process('a', 1).output[1]).toBe('From 10.1.0.1 icmp_seq=1 Destination Host Unreachable');
    expect(lab.neigh('a.e', NOBODY)).toBeNull();
  });

  // observed on Linux 6.18: the packet is lost, and nobody is told
  it('a device that goes down while packets wait', () => {
    const lab = hosts();
    lab.start('a', `ping -c1 -W5 ${NOBODY}`);
    lab.wait(0.5).type('a', 'ip link set e down');
    expect(lab.drops('a')).toEqual(['NEIGH_DEAD']);
    expect(lab.records('icmp.send')).toEqual([]);
    expect(lab.neigh('a.e', NOBODY)).toBeNull();
  });

  it('reachable ages, stale is asked again, noarp never', () => {
    const lab = hosts();
    for (const [i, state] of ['reachable', 'stale', 'noarp', 'permanent'].entries()) {
      lab.type('a', `ip neigh replace 10.1.0.10${i} lladdr ${B} dev e nud ${state}`);
    }
    lab.wait(46);
    expect([0, 1, 2, 3].map((i) => stateOf(lab, `10.1.0.10${i}`))).toEqual([
      ...['STALE', 'STALE', 'NOARP', 'PERMANENT'],
    ]);
  });
});

it('is confirmed by a transport that heard from it, while the confirmation is awaited', () => {
  const lab = hosts();
  lab.ping('a', `-c1 ${PEER}`);
  lab.wait(46).ping('a', `-c1 ${PEER}`);
  const { ctx } = lab.simulation;
  neighConfirm(ctx, ctx.own(lab.ns('a').id), lab.link('a.e'), ipv4(PEER));
  const began = lab.world.nowNs;
  lab.wait(5.1);
  expect(stateOf(lab)).toBe('REACHABLE');
  expect(asked(lab, began)).toEqual([]);
});

it('isValid: an address that packets may be sent to', () => {
  const lab = hosts();
  lab.ping('a', `-c1 ${PEER}`);
  lab.ping('a', `-c1 ${NOBODY}`);
  expect(isValid(lab.neigh('a.e', PEER)!)).toBe(true);
  expect(isValid(lab.neigh('a.e', NOBODY)!)).toBe(false);
});
