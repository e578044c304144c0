/**
 * Goal: each fault shows what it says it shows, and mending it takes it back.
 * Method: a lab of the catalogue; the same probe before the fault, with it, and after. What the probe then shows follows
 * from what the fault takes away: who drops, and why.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import en from '../../../i18n/en/faults';
import zh from '../../../i18n/zh-CN/faults';
import type { Session } from '../../session';
import { dropsSince, fabricSession } from '../../testing/fabric-lab';
import { openLab } from '../../testing/open-lab';
import { FAULT_NAMES, faultsHere, faultSpots } from './index';
import type { FaultName } from './index';

const PING = 'ping -c 1 -W 1 10.244.2.2';

interface Case {
  readonly lab: string;
  readonly at: string;
  /** What is typed, and where. */
  readonly probe: readonly [netns: string, command: string];
  /** What is dropped with the fault: something is. */
  readonly drops: readonly [string, ...string[]];
}

const ACROSS = ['pod-a', PING] as const;
const onSwitch = (lab: string): Case => ({
  lab,
  at: 'switch',
  probe: ACROSS,
  drops: ['switch NETFILTER_DROP'],
});

const CASES: Partial<Readonly<Record<FaultName, Case>>> = {
  'vxlan-blocked': onSwitch('flannel-vxlan'),
  'flannel-udp-blocked': onSwitch('flannel-udp'),
  'ipip-blocked': onSwitch('flannel-ipip'),
  'calico-vxlan-blocked': {
    ...onSwitch('calico-vxlan'),
    probe: ['pod-a', 'ping -c 1 -W 1 10.244.41.1'],
  },
  'wireguard-blocked': onSwitch('flannel-wireguard'),
  'cable-out': {
    lab: 'flannel-vxlan',
    at: 'node-2/eth0',
    probe: ACROSS,
    drops: ['switch PW_NO_EGRESS_PORT'],
  },
  'small-mtu': {
    lab: 'flannel-vxlan',
    at: 'switch',
    probe: ['pod-a', 'ping -c 1 -W 1 -s 1400 10.244.2.2'],
    drops: ['switch PW_NO_EGRESS_PORT'],
  },
  'vlan-missing': {
    lab: 'vlans-host-gw',
    at: 'switch/p-router',
    probe: ['node-1', 'ping -c 1 -W 1 192.168.57.13'],
    drops: ['switch PW_VLAN_NOT_MEMBER'],
  },
  'forwarding-off': { lab: 'flannel-vxlan', at: 'node-2', probe: ACROSS, drops: ['node-2 IP_INADDRERRORS'] },
  'route-missing': { lab: 'flannel-vxlan', at: 'node-1', probe: ACROSS, drops: ['node-1 NEIGH_FAILED'] },
  'route-wrong': { lab: 'flannel-vxlan', at: 'node-1', probe: ACROSS, drops: ['node-1 NEIGH_FAILED'] },
  'asymmetric-path': { lab: 'flannel-vxlan', at: 'node-2', probe: ACROSS, drops: ['node-2 IP_RPFILTER'] },
  'fdb-stale': { lab: 'flannel-vxlan', at: 'node-1', probe: ACROSS, drops: ['node-1 NEIGH_FAILED'] },
  'neighbour-stale': { lab: 'flannel-vxlan', at: 'node-1', probe: ACROSS, drops: ['node-1 NO_TX_TARGET'] },
  'ranges-overlap': {
    lab: 'flannel-vxlan',
    at: 'node-1',
    probe: ACROSS,
    drops: ['node-1 NEIGH_FAILED'],
  },
  'default-route-missing': {
    lab: 'calico-vxlan',
    at: 'node-1',
    // The pod has forgotten its gateway.
    probe: ['pod-a', 'ip neigh flush all; ping -c 1 -W 1 10.244.41.1'],
    drops: ['pod-a NEIGH_FAILED'],
  },
};

function shipped(lab: string): Session {
  return openLab(readFileSync(`scenarios/${lab}/scenario.yaml`, 'utf8'));
}

function run(session: Session, [netns, command]: Case['probe']): readonly string[] {
  const from = session.length;
  session.input({ kind: 'exec', netns, command });
  session.input({ kind: 'wait', seconds: 4 });
  return [...new Set(dropsSince(session, from))];
}

function spotOf(session: Session, name: FaultName, at: string) {
  const spot = faultSpots(session.world, name).find((one) => one.at === at);
  if (spot === undefined) throw new Error(`no ${name} at ${at}`);
  return spot;
}

describe.each(Object.entries(CASES))('%s', (name, given) => {
  test(`is broken and mended: ${given.lab}`, () => {
    const session = shipped(given.lab);
    const spot = spotOf(session, name as FaultName, given.at);
    const reply = (): boolean => {
      const from = session.length;
      session.input({ kind: 'exec', netns: given.probe[0], command: given.probe[1] });
      for (let seq = from; seq < session.length; seq += 1) {
        const record = session.trace.record(seq);
        if (record.kind === 'process' && record.detail.lines.some((line) => / 1 received/.test(line)))
          return true;
      }
      return false;
    };
    expect(reply()).toBe(true);
    session.input(spot.break);
    expect(run(session, given.probe)).toEqual(expect.arrayContaining([...given.drops]));
    expect(reply()).toBe(false);
    session.input(spot.mend);
    session.input({ kind: 'wait', seconds: 10 });
    expect(reply()).toBe(true);
  });
});

test('everything a fault types is accepted, in whatever lab it is offered, and so is what mends it', () => {
  for (const lab of ['flannel-vxlan', 'calico-vxlan', 'icmp-redirect']) {
    const session = shipped(lab);
    const offered = faultsHere(session.world);
    expect(offered.length).toBeGreaterThan(3);
    for (const { name, spots } of offered) {
      for (const input of spots.slice(0, 1).flatMap((spot) => [spot.break, spot.mend])) {
        const from = session.length;
        session.input(input);
        for (let seq = from; seq < session.length; seq += 1) {
          const record = session.trace.record(seq);
          if (record.kind === 'input') expect([name, record.verdict]).toEqual([name, 'accepted']);
          if (record.kind === 'process' && record.detail.pid === 0)
            expect([name, lab, record.detail.argv, record.detail.lines, record.detail.exitCode]).toEqual([
              ...[name, lab, record.detail.argv, record.detail.lines, 0],
            ]);
        }
      }
    }
  }
});

test('a lossy link loses, and the same packets each time', () => {
  const run = (): string => {
    const session = fabricSession('{ kind: two-segments }', ['  faults: [{ name: lossy-link }]']);
    session.input({ kind: 'exec', netns: 'node-1', command: 'ping -c 20 -i 0.2 192.168.57.12' });
    const lines: string[] = [];
    for (let seq = 0; seq < session.length; seq += 1) {
      const record = session.trace.record(seq);
      if (record.kind === 'process') lines.push(...record.detail.lines);
    }
    return lines.join('\n');
  };
  const first = run();
  const lost = Number(/([\d.]+)% packet loss/.exec(first)?.[1]);
  expect(lost).toBeGreaterThan(0);
  expect(lost).toBeLessThan(100);
  expect(run()).toBe(first);
});

test('masquerading that is gone: what leaves has a private source', () => {
  const session = fabricSession('{ kind: internet }');
  const curl = { kind: 'exec', netns: 'node-1', command: 'curl -sS -m 2 http://198.51.100.80/' } as const;
  const from = session.length;
  session.input(curl);
  expect(dropsSince(session, from)).toEqual([]);
  session.input(spotOf(session, 'masquerade-missing', 'gateway').break);
  const broken = session.length;
  session.input(curl);
  expect(new Set(dropsSince(session, broken))).toEqual(new Set(['internet NETFILTER_DROP']));
});

test('the cloud’s check is put back and taken off', () => {
  const session = fabricSession('{ kind: vpc, sourceDestCheck: false }', [
    '  machines:',
    '    - { name: node-1, role: node, setup: ip addr add 10.1.1.1/32 dev lo }',
  ]);
  const ping = { kind: 'exec', netns: 'node-1', command: 'ping -c 1 -W 1 -I 10.1.1.1 172.31.0.12' } as const;
  const { break: breaks, mend } = spotOf(session, 'source-dest-check', 'eni-1');
  session.input(breaks);
  const from = session.length;
  session.input(ping);
  expect(dropsSince(session, from)).toEqual(['eni-1 NETFILTER_DROP']);
  session.input(mend);
  const mended = session.length;
  session.input(ping);
  expect(dropsSince(session, mended)).not.toContain('eni-1 NETFILTER_DROP');
});

test.each([
  ['en', en],
  ['zh-CN', zh],
])('every fault has its texts: %s', (_, texts) => {
  expect(Object.keys(texts.faults).sort()).toEqual([...FAULT_NAMES].sort());
  for (const { name, symptom } of Object.values(texts.faults))
    expect(name.length * symptom.length).toBeGreaterThan(0);
});

test('BGP that is blocked: the session ends with its hold time, and comes back', () => {
  const session = shipped('bgp-three-routers');
  const [spot] = faultSpots(session.world, 'bgp-blocked');
  if (spot === undefined) throw new Error('nobody speaks BGP');
  const established = (): number => {
    const from = session.length;
    session.input({ kind: 'exec', netns: spot.at, command: 'birdc show protocols' });
    let count = 0;
    for (let seq = from; seq < session.length; seq += 1) {
      const record = session.trace.record(seq);
      if (record.kind === 'process')
        count += record.detail.lines.filter((line) => line.includes('Established')).length;
    }
    return count;
  };
  const before = established();
  expect(before).toBeGreaterThan(0);
  session.input(spot.break);
  // The hold time is 9 s in this lab; after an error BIRD waits longer before it tries again.
  session.input({ kind: 'wait', seconds: 600 });
  expect(established()).toBe(0);
  session.input(spot.mend);
  session.input({ kind: 'wait', seconds: 600 });
  expect(established()).toBe(before);
});

test('a narrow port is one of a switch: a router would send an ICMP error', () => {
  const session = openLab(
    [
      'apiVersion: packetwalk/v1',
      'kind: Lab',
      'metadata: { name: router-alone }',
      'spec:',
      '  title: { en: Test }',
      '  summary: { en: Test. }',
      '  machines:',
      '    - { name: router, role: router, setup: sysctl -w net.ipv4.ip_forward=1 }',
      '    - { name: node-1, role: node }',
      '    - { name: node-2, role: node }',
      '  cables:',
      '    - [router/eth1, node-1/eth0]',
      '    - [router/eth2, node-2/eth0]',
    ].join('\n'),
  );
  expect(faultSpots(session.world, 'lossy-link').map(({ at }) => at)).toEqual(['router']);
  expect(faultSpots(session.world, 'small-mtu')).toEqual([]);
});
