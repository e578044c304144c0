import { describe, expect, it } from 'vitest';
import { expectFrame } from '../testing/frame';
import { arpFrame } from '../testing/make-frame';
import { net, routedNet, type Net } from '../testing/net';

/** Goal: who asks with which address, who answers, who learns from it. Source of the rules: net/ipv4/arp.c. */
const ALL = 'ff:ff:ff:ff:ff:ff';
const STRANGER = '02:00:00:00:00:99';

/** A router with two devices: e2 10.2.0.1/24 and e3 10.3.0.1/24. */
function router(): Net {
  return net()
    .machines('r', 'c', 'd')
    .cable('r.e2', 'c.e')
    .cable('r.e3', 'd.e')
    .type(
      'r',
      'ip addr add 10.2.0.1/24 dev e2\nip addr add 10.3.0.1/24 dev e3\nsysctl -w net.ipv4.ip_forward=1',
    )
    .type('r', 'ip link set e2 address 02:00:00:00:00:e2')
    .wait(2);
}

const request = (spa: string, tpa: string): Uint8Array =>
  arpFrame({ from: STRANGER, to: ALL, op: 'request', spa, tpa });

/** What r says to a request on e2: the reply's sender, or why there is none. */
function answerTo(lab: Net, spa: string, tpa: string): string {
  lab.arrive('r.e2', request(spa, tpa));
  const reply = lab.frames('r.e2').find(({ way, arp }) => way === 'out' && arp?.['op'] === 2);
  if (reply === undefined) return lab.records('arp.receive', 'r').at(-1)?.detail.why ?? '';
  expectFrame(reply, { eth: { dst: STRANGER }, arp: { tha: STRANGER, spa: tpa, tpa: spa } });
  return String(reply.arp?.['sha']);
}

describe('a request', () => {
  it('is answered with the address of the device it came in by', () => {
    expect(answerTo(router(), '10.2.0.9', '10.2.0.1')).toBe('02:00:00:00:00:e2');
  });

  // observed on Linux 6.18: any address of the host on any device, unless arp_ignore says otherwise
  it('for an address of another device is answered as well', () => {
    expect(answerTo(router(), '10.2.0.9', '10.3.0.1')).toBe('02:00:00:00:00:e2');
  });

  it.each([
    [1, '10.2.0.9', '10.3.0.1', 'arp-ignore'],
    [1, '10.2.0.9', '10.2.0.1', '02:00:00:00:00:e2'],
    [2, '10.2.0.9', '10.2.0.1', '02:00:00:00:00:e2'],
    [2, '10.7.0.9', '10.2.0.1', 'arp-ignore'],
    [8, '10.2.0.9', '10.2.0.1', 'arp-ignore'],
  ])('with arp_ignore %i from %s for %s: %s', (mode, spa, tpa, expected) => {
    const lab = router().type('r', `sysctl -w net.ipv4.conf.e2.arp_ignore=${mode}`);
    expect(answerTo(lab, spa, tpa)).toBe(expected);
    // The larger one of the device's and `all` counts.
    const all = router().type('r', `sysctl -w net.ipv4.conf.all.arp_ignore=${mode}`);
    expect(answerTo(all, spa, tpa)).toBe(expected);
  });

  it('is one decision: answered, left alone, or heard', () => {
    for (const [commands, tpa] of [
      ['', '10.2.0.1'],
      ['sysctl -w net.ipv4.conf.e2.arp_ignore=8', '10.2.0.1'],
      ['', '10.2.0.77'],
    ] as const) {
      const lab = router().type('r', commands);
      const packet = lab.arrive('r.e2', request('10.2.0.9', tpa));
      expect(lab.records('arp.receive', 'r').filter((record) => record.packet === packet)).toHaveLength(1);
    }
  });

  it('for an address of somebody else is not', () => {
    expect(answerTo(router(), '10.2.0.9', '10.2.0.77')).toBe('not-for-us');
    expect(answerTo(router(), '10.2.0.9', '10.2.0.255')).toBe('not-for-us');
  });

  it('teaches the one that was asked, and no bystander', () => {
    const lab = router();
    answerTo(lab, '10.2.0.9', '10.2.0.1');
    expect(lab.neigh('r.e2', '10.2.0.9')?.state).toBe('STALE');
    const bystander = router();
    answerTo(bystander, '10.2.0.9', '10.2.0.77');
    expect(bystander.neigh('r.e2', '10.2.0.9')).toBeNull();
  });

  it('from nobody (duplicate address detection) is answered and teaches nothing', () => {
    const lab = router();
    expect(answerTo(lab, '0.0.0.0', '10.2.0.1')).toBe('02:00:00:00:00:e2');
    expect([...lab.link('r.e2').neigh.entries]).toEqual([]);
  });

  it('that claims to come from an own address is not answered', () => {
    expect(answerTo(router(), '10.3.0.1', '10.2.0.1')).toBe('not-for-us');
  });

  // observed on Linux 6.18
  it('from where rp_filter would take no packet is not answered', () => {
    const strict = router().type('r', 'sysctl -w net.ipv4.conf.all.rp_filter=1');
    expect(answerTo(strict, '10.3.0.9', '10.2.0.1')).toBe('not-for-us');
    expect(answerTo(strict, '10.2.0.9', '10.2.0.1')).toBe('02:00:00:00:00:e2');
  });

  it('is nobody’s business unless it is for this device or for all', () => {
    const lab = router();
    lab.arrive(
      'r.e2',
      arpFrame({ from: STRANGER, to: '02:00:00:00:00:01', op: 'request', spa: '10.2.0.9', tpa: '10.2.0.1' }),
    );
    expect(lab.drops('r')).toEqual(['OTHERHOST']);
  });

  it.each([
    ['a group address', '224.0.0.1'],
    ['a loopback address', '127.0.0.1'],
  ])('for %s is nonsense', (_, tpa) => {
    const lab = router();
    lab.arrive('r.e2', request('10.2.0.9', tpa));
    expect(lab.drops('r')).toEqual(['NOT_SPECIFIED']);
  });

  it('cut short is nonsense as well', () => {
    const lab = router();
    lab.arrive('r.e2', request('10.2.0.9', '10.2.0.1').subarray(0, 30));
    expect(lab.drops('r')).toEqual(['NOT_SPECIFIED']);
  });
});

describe('an answer nobody waits for', () => {
  const reply = (spa: string): Uint8Array =>
    arpFrame({ from: STRANGER, to: '02:00:00:00:00:e2', op: 'reply', spa, tpa: '10.2.0.1' });

  it('makes no entry', () => {
    const lab = router();
    lab.arrive('r.e2', reply('10.2.0.9'));
    expect(lab.neigh('r.e2', '10.2.0.9')).toBeNull();
    expect(lab.records('arp.receive', 'r').at(-1)?.detail.why).toBe('not-waiting');
  });

  it('moves one that is there', () => {
    const lab = router();
    answerTo(lab, '10.2.0.9', '10.2.0.1');
    const moved = arpFrame({
      from: '02:00:00:00:00:98',
      to: ALL,
      op: 'reply',
      spa: '10.2.0.9',
      tpa: '10.2.0.9',
    });
    lab.wait(2).arrive('r.e2', moved);
    // Broadcast, it proves nothing.
    expect(lab.neighMac('r.e2', '10.2.0.9')).toBe('02:00:00:00:00:98');
    expect(lab.neigh('r.e2', '10.2.0.9')?.state).toBe('STALE');
  });
});

describe('whoever asks', () => {
  it('gives the source of the packet that waits, when it was made here', () => {
    const lab = router().type('r', 'ip addr add 10.2.0.5/24 dev e2');
    lab.ping('r', '-c1 -W1 -I 10.2.0.5 10.2.0.9');
    expectFrame(lab.frames('r.e2')[0], {
      eth: { dst: ALL },
      arp: { op: 1, spa: '10.2.0.5', tpa: '10.2.0.9' },
    });
  });

  // observed on Linux 6.18: a router asks with its own address
  it('gives an own address for a packet that is passed on', () => {
    const lab = routedNet();
    lab.ping('h1', '-c1 10.2.0.2');
    expectFrame(lab.frames('r.e1')[0], { arp: { op: 1, spa: '10.2.0.1', tpa: '10.2.0.2' } });
  });

  it('gives another device’s address when the device has none', () => {
    const lab = net()
      .machines('r', 'c', 'd')
      .cable('r.up', 'd.e')
      .cable('r.pod', 'c.e')
      .type('r', 'ip addr add 10.3.0.1/24 dev up\nip route add 10.9.0.7/32 dev pod');
    lab.ping('r', '-c1 -W1 10.9.0.7');
    expectFrame(lab.frames('r.pod')[0], { arp: { spa: '10.3.0.1', tpa: '10.9.0.7' } });
  });
});

// observed on Linux 6.18: two devices on one segment give two answers, the first one counts
it('two devices of a host on one segment both answer', () => {
  const lab = net()
    .machines('sw', 'h', 'c')
    .type('sw', 'ip link add br type bridge\nip link set br up')
    .cable('sw.p1', 'h.e1')
    .cable('sw.p2', 'h.e2')
    .cable('sw.p3', 'c.e')
    .type('sw', 'ip link set p1 master br\nip link set p2 master br\nip link set p3 master br')
    .type('h', 'ip addr add 10.1.0.1/24 dev e1\nip addr add 10.1.0.2/24 dev e2')
    .type('c', 'ip addr add 10.1.0.9/24 dev e');
  expect(lab.answers('c', '-c1 10.1.0.1')).toBe(1);
  const replies = lab.frames('c.e').filter(({ arp }) => arp?.['op'] === 2);
  expect(replies.map(({ arp }) => arp?.['spa'])).toEqual(['10.1.0.1', '10.1.0.1']);
  expect(new Set(replies.map(({ arp }) => arp?.['sha'])).size).toBe(2);
  const first = String(replies[0]?.arp?.['sha']);
  expect(lab.neighMac('c.e', '10.1.0.1')).toBe(first);
});
