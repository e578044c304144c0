/**
 * Goal: the map tells of each hook who looked at the packet and what came of it, and of each rule whether it fitted or
 * what of it did not. Method: a router with rules of every sort, tunnels and bridges of the shipped labs; the answers
 * follow from net/ipv4/netfilter/ip_tables.c and netfilter_ipv4.h.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { failed, firstAt, lastAt, partsIn, states, stationIn, viewAt, walkAt } from '../testing/kernel-view';
import { openLab } from '../testing/open-lab';

const ROUTER = readFileSync('src/core/testing/labs/router-rules.yaml', 'utf8');
const labText = (lab: string): string => readFileSync(`scenarios/${lab}/scenario.yaml`, 'utf8');

describe('a packet that a router forwards', () => {
  const session = openLab(ROUTER, [['a', 'ping -c 2 10.2.0.2']]);
  const out = firstAt(session, 'r', 'neigh.lookup');
  const view = viewAt(session, out);

  test('passes five hooks’ worth of stations and none of the local ones', () => {
    expect(view.way).toEqual([
      'ingress',
      'prerouting',
      'routing',
      'forward',
      'postrouting',
      'neighbour',
      'egress',
    ]);
    expect(view.here).toBe('neighbour');
    expect(stationIn(view, 'input').state).toBe('off');
    expect(stationIn(view, 'ingress').text).toBe('eth0');
    expect(stationIn(view, 'routing').text).toContain('10.2.0.0/24 dev eth1');
    expect(stationIn(view, 'forward').text).toBe('ttl 64 → 63');
  });

  test('is asked by who stands there, in the order of their priorities', () => {
    expect(partsIn(view, 'prerouting')).toEqual([
      'raw passed ACCEPT',
      'conntrack passed NEW',
      'mangle passed ACCEPT',
      'nat passed ACCEPT',
    ]);
    expect(partsIn(view, 'forward')).toEqual(['mangle passed ACCEPT', 'filter passed ACCEPT']);
    expect(partsIn(view, 'postrouting')).toEqual([
      'mangle passed ACCEPT',
      'nat passed MASQUERADE',
      'confirm passed',
    ]);
  });

  test('does not ask the nat table again once its flow is known', () => {
    const second = lastAt(session, (one, seq) => {
      const record = one.trace.record(seq);
      return record.kind === 'ip.output' && one.world.netns[record.netns]?.name === 'r';
    });
    // The last one is the answer to the second ping: it goes back.
    const back = viewAt(session, second);
    expect(back.flow).toMatchObject({ state: 'ESTABLISHED', direction: 'reply' });
    expect(partsIn(back, 'prerouting')[3]).toBe('nat skipped reply');
    expect(partsIn(back, 'postrouting')).toContain('confirm skipped confirmed');
    expect(back.translations).toMatchObject([
      { side: 'destination', from: { dst: '10.2.0.1' }, to: { dst: '10.1.0.2' }, isReply: true, rule: null },
    ]);
  });

  test('carries its flow until the last hook has put it into the table', () => {
    const before = viewAt(session, firstAt(session, 'r', 'ip.ttl'));
    expect(before.flow).toMatchObject({ state: 'NEW', before: null, inTable: false, confirmed: null });
    expect(before.flow?.after?.reply).toMatchObject({ src: '10.2.0.2', dst: '10.1.0.2' });
    expect(view.flow).toMatchObject({ inTable: true, confirmed: { station: 'postrouting' } });
    expect(view.flow?.after).toMatchObject({
      proto: 'icmp',
      original: { src: '10.1.0.2', dst: '10.2.0.2' },
      reply: { src: '10.2.0.2', dst: '10.2.0.1' },
      replied: false,
      timeoutSec: 30,
    });
  });

  test('is translated by the rule that says so', () => {
    expect(view.translations).toMatchObject([
      {
        hook: 'POSTROUTING',
        side: 'source',
        from: { src: '10.1.0.2', dst: '10.2.0.2' },
        to: { src: '10.2.0.1', dst: '10.2.0.2' },
        rule: { text: '-A POSTROUTING -d 10.2.0.0/24 -m mark --mark 0x10 -j MASQUERADE' },
      },
    ]);
  });

  test('meets the rules one by one; a jump is followed, a chain left at its end, after a goto nothing comes back', () => {
    const { walk, others } = walkAt(session, out, 'forward', 'filter');
    expect(states(walk)).toEqual(['hit', 'missed', 'hit', 'unreached']);
    const [left, nothing, right] = walk.rows;
    expect(left?.inside).toMatchObject({ chain: 'LEFT', left: 'end' });
    expect(states(left?.inside ?? null)).toEqual(['missed', 'missed']);
    expect(failed(left?.inside?.rows[0])).toBe('failed: -p tcp (proto ICMP (1))');
    expect(failed(left?.inside?.rows[1])).toBe('failed: -s 10.9.0.0/16 (src 10.1.0.2)');
    expect(failed(nothing)).toBe('failed: -i nothing0 (in eth0)');
    expect(states(right?.inside ?? null)).toEqual(['hit', 'unreached']);
    expect(others).toEqual(['NEVER']);
    const nat = walkAt(session, out, 'postrouting', 'nat').walk;
    expect(failed(nat.rows[0])).toBe('failed: -m mark --mark 0x20 (mark 0x10)');
    expect(failed(nat.rows[1])).toBe('held: -d 10.2.0.0/24; held: -m mark --mark 0x10');
  });

  test('shows counters as they are at the instant', () => {
    const counted = (seq: number): number[] =>
      walkAt(session, seq, 'forward', 'filter').walk.rows.map(({ packets }) => packets);
    expect(counted(firstAt(session, 'r', 'ip.ttl'))).toEqual([0, 0, 0, 0]);
    expect(counted(out)).toEqual([1, 0, 1, 0]);
    expect(walkAt(session, out, 'forward', 'filter').walk.rows[0]?.bytes).toBe(84);
  });

  test('in the middle of a walk has rules ahead of it', () => {
    const at = firstAt(session, 'r', 'nf.rule', 'jump');
    const { walk } = walkAt(session, at, 'forward', 'filter');
    expect(states(walk)).toEqual(['hit', 'ahead', 'ahead', 'ahead']);
    expect(walk.rows[0]?.here).toBe(true);
    expect(states(walk.rows[0]?.inside ?? null)).toEqual(['ahead', 'ahead']);
  });
});

test('a chain that a goto led to ends in the policy', () => {
  const session = openLab(ROUTER, [['a', 'ping -c 1 -W 1 10.2.0.3']]);
  const end = firstAt(session, 'r', 'drop');
  const { walk } = walkAt(session, end, 'forward', 'filter');
  expect(walk).toMatchObject({ policy: 'DROP', left: 'policy', policyPackets: 1 });
  expect(states(walk)).toEqual(['hit', 'missed', 'hit', 'unreached']);
  expect(walk.rows[2]?.inside).toMatchObject({ chain: 'RIGHT', left: 'end' });
  const view = viewAt(session, end);
  expect(stationIn(view, 'forward').state).toBe('ended');
  expect(partsIn(view, 'forward')).toEqual(['mangle passed ACCEPT', 'filter ended DROP']);
  expect(stationIn(view, 'postrouting').state).toBe('off');
});

test('a new destination is chosen before the route', () => {
  const session = openLab(ROUTER, [['a', 'echo x | ncat -u -p 4000 -w 1 10.2.0.100 53']]);
  const view = viewAt(session, firstAt(session, 'r', 'route.lookup'));
  expect(partsIn(view, 'prerouting')[3]).toBe('nat passed DNAT');
  expect(view.translations).toMatchObject([
    {
      side: 'destination',
      from: { dst: '10.2.0.100:53' },
      to: { src: '10.1.0.2:4000', dst: '10.2.0.2:5353' },
    },
  ]);
  const later = viewAt(session, firstAt(session, 'r', 'neigh.lookup'));
  // At the second hook the destination is the new one already.
  expect(later.translations[1]).toMatchObject({
    side: 'source',
    from: { src: '10.1.0.2:4000', dst: '10.2.0.2:5353' },
    to: { dst: '10.2.0.2:5353' },
  });
});

test('where a packet was dropped the drop is told', () => {
  const session = openLab(ROUTER, [['r', 'ping -c 1 -W 1 10.2.0.9']]);
  const station = stationIn(viewAt(session, firstAt(session, 'r', 'drop')), 'neighbour');
  expect(station).toMatchObject({
    state: 'ended',
    text: 'NEIGH_FAILED',
    sentence: { key: 'drop.NEIGH_FAILED' },
  });
});

test('what is refused in front of the sockets ends at INPUT', () => {
  const session = openLab(ROUTER, [['a', 'echo x | ncat -u -w 1 10.1.0.1 7']]);
  const view = viewAt(session, firstAt(session, 'r', 'drop'));
  expect(view.here).toBe('input');
  expect(partsIn(view, 'input')).toEqual([
    'mangle passed ACCEPT',
    'filter ended REJECT',
    'nat unreached',
    'confirm unreached',
  ]);
});

test('a rule may send a packet past conntrack, and past nat with it', () => {
  const session = openLab(ROUTER, [['a', 'echo x | ncat -u -w 1 10.2.0.2 9']]);
  const view = viewAt(session, firstAt(session, 'r', 'neigh.lookup'));
  expect(partsIn(view, 'prerouting').slice(1)).toEqual([
    'conntrack skipped untracked',
    'mangle passed ACCEPT',
    'nat skipped untracked',
  ]);
  expect(view.flow).toBeNull();
});

test('a packet to oneself comes round over lo with the flow it has', () => {
  const session = openLab(ROUTER, [['r', 'ping -c 1 10.2.0.1']]);
  const view = viewAt(session, firstAt(session, 'r', 'ip.input'));
  expect(view.passes.map(({ from, to, origin }) => [from, to, origin])).toEqual([
    [null, 'lo', 'local'],
    ['lo', null, 'device'],
  ]);
  expect(view.pass).toBe(1);
  expect(partsIn(view, 'prerouting')).toContain('conntrack skipped carried');
  expect(viewAt(session, view.passes[0]?.lastSeq ?? 0).way).toEqual([
    ...(['process', 'outputRouting', 'output', 'postrouting', 'egress'] as const),
  ]);
});

describe('a tunnel', () => {
  const session = openLab(labText('flannel-vxlan'), [['pod-a', 'ping -c 1 10.244.2.2']]);

  test('makes a packet pass twice: inside, then outside through OUTPUT', () => {
    const view = viewAt(session, firstAt(session, 'node-1', 'tunnel.encap'));
    expect(view.passes.map(({ origin, outer }) => [origin, outer])).toEqual([
      ['device', false],
      ['tunnel', true],
    ]);
    expect(view.pass).toBe(1);
    expect(view.passes[1]).toMatchObject({ from: 'flannel.1', to: 'eth0', state: 'here' });
    expect(view.way).toEqual(['process', 'outputRouting', 'output', 'postrouting', 'neighbour', 'egress']);
    const inside = viewAt(session, firstAt(session, 'node-1', 'tunnel.encap'), null, 0);
    expect(inside.passes[0]?.to).toBe('flannel.1');
    expect(inside.way).toContain('forward');
    expect(inside.here).toBeNull();
  });

  test('gives the packet back where it came out, as one that comes in by the tunnel device', () => {
    const view = viewAt(session, firstAt(session, 'node-2', 'tunnel.decap'));
    expect(view.here).toBe('process');
    expect(view.way).toEqual(['ingress', 'prerouting', 'routing', 'input', 'process']);
    expect(view.passes.map(({ from, to }) => [from, to === null])).toEqual([
      ['eth0', true],
      ['flannel.1', false],
    ]);
  });

  test('a pod without rules shows the bare way', () => {
    const view = viewAt(session, firstAt(session, 'pod-b', 'ip.input'));
    expect(view.way).toEqual(['ingress', 'prerouting', 'routing', 'input', 'process']);
    expect(partsIn(view, 'prerouting')).toEqual([
      'raw absent',
      'conntrack absent',
      'mangle absent',
      'nat absent',
    ]);
    expect(view.flow).toBeNull();
  });

  test('a switch only bridges', () => {
    const view = viewAt(session, firstAt(session, 'switch', 'bridge.forward', 'forward'));
    expect(view).toMatchObject({ bridgesOnly: true, hasBridge: true, bridgeMeetsIptables: false });
    expect(view.way).toEqual(['ingress', 'bridge', 'egress']);
  });
});

test('bridged frames meet the hooks of the bridge, and PREROUTING only once', () => {
  const session = openLab(labText('docker0'), [
    ['web', 'ping -c 1 172.17.0.3'],
    ['web', 'ping -c 1 192.168.56.20'],
  ]);
  const bridged = viewAt(session, firstAt(session, 'host', 'bridge.forward', 'forward'), 'host');
  expect(bridged.packet?.title.key).toBe('packet.arpReply');
  const echo = lastAt(session, (one, seq) => {
    const record = one.trace.record(seq);
    return record.kind === 'nat.apply' && record.detail.isReply;
  });
  expect(viewAt(session, echo).netns).toBe('host');
  const ping = firstAt(session, 'host', 'ct.lookup');
  const through = viewAt(session, ping);
  expect(through.way).toEqual([
    ...(['ingress', 'bridgePrerouting', 'bridge', 'bridgeForward', 'bridgePostrouting', 'egress'] as const),
  ]);
  const routed = viewAt(session, firstAt(session, 'host', 'ip.ttl'));
  expect(stationIn(routed, 'prerouting')).toMatchObject({ state: 'off', note: 'seen-at-bridge' });
  expect(routed.way).toEqual([
    ...([
      'ingress',
      'bridgePrerouting',
      'bridge',
      'routing',
      'forward',
      'postrouting',
      'neighbour',
      'egress',
    ] as const),
  ]);
});

test('before anything was sent the tables stand there, and nobody comes by', () => {
  const session = openLab(ROUTER);
  const view = viewAt(session, session.length - 1, 'r');
  expect(view).toMatchObject({ packet: null, pass: null, way: [], here: null, flow: null });
  expect(stationIn(view, 'forward').parts).toMatchObject([
    { name: 'mangle', state: 'idle', rules: 0, chains: 1 },
    { name: 'filter', state: 'idle', rules: 9, chains: 4 },
  ]);
  expect(session.query('kernel', { seq: session.length - 1, netns: 'nowhere', pass: null })).toBeNull();
});
