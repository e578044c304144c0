/**
 * Goal: each lab on a physical network shows what it is about, with every option: packets get through, or die where and
 * why the field's own documents say they do.
 * Method: the lab is opened with the option, the send is made, and the trace is read: who dropped, for what reason, and
 * whether an answer came.
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { Session } from '../session';
import { dropsSince } from '../testing/fabric-lab';
import { parseLab } from './parse';

function opened(name: string, choices: Readonly<Record<string, string>>): Session {
  const file = `scenarios/${name}/scenario.yaml`;
  const lab = parseLab(file, readFileSync(file, 'utf8'));
  if (!lab.ok) throw new Error(JSON.stringify(lab.error));
  const session = Session.open(lab.value, { choices });
  if (!session.ok) throw new Error(JSON.stringify(session.error));
  return session.value;
}

/** What a send printed, and the first drop on its way. */
function sent(session: Session, send: string): { readonly text: string; readonly drop: string | undefined } {
  const from = session.length;
  session.input({ kind: 'send', name: send });
  const lines: string[] = [];
  for (let seq = from; seq < session.length; seq += 1) {
    const record = session.trace.record(seq);
    if (record.kind === 'process') lines.push(...record.detail.lines);
  }
  return { text: lines.join('\n'), drop: dropsSince(session, from)[0] };
}

const OK = / 0% packet loss/;
const LOST = / 100% packet loss/;

describe.each<[string, Readonly<Record<string, string>>, string, RegExp, string | undefined]>([
  // The router has no route for pods, whoever asks.
  ['flannel-vxlan-two-segments', { backend: 'vxlan' }, 'ping-across', OK, undefined],
  ['flannel-vxlan-two-segments', { backend: 'host-gw' }, 'ping-across', LOST, 'router IP_INNOROUTES'],
  ['flannel-vxlan-two-segments', { backend: 'udp' }, 'ping-across', OK, undefined],
  ['flannel-vxlan-two-segments', { backend: 'ipip' }, 'ping-across', OK, undefined],
  ['flannel-vxlan-two-segments', { backend: 'wireguard' }, 'ping-across', OK, undefined],
  ['host-gw-leaf-spine', { backend: 'host-gw' }, 'ping-other-rack', LOST, 'leaf-1 IP_INNOROUTES'],
  ['host-gw-leaf-spine', { backend: 'vxlan' }, 'ping-other-rack', OK, undefined],
  ['firewall-blocks-vxlan', {}, 'ping-across', LOST, 'firewall NETFILTER_DROP'],
  // One switch is not one segment: the gateway of host-gw's route is in another VLAN.
  ['vlans-host-gw', {}, 'ping-other-vlan', LOST, 'router IP_INNOROUTES'],
  ['vlans-host-gw', {}, 'ping-same-vlan', OK, undefined],
  ['vlans-host-gw', { backend: 'vxlan' }, 'ping-other-vlan', OK, undefined],
  ['vlan-missing-on-trunk', {}, 'ping-across', LOST, 'switch PW_VLAN_NOT_MEMBER'],
  ['vlan-missing-on-trunk', {}, 'ping-other-gateway', LOST, 'switch PW_NO_EGRESS_PORT'],
  ['vlan-missing-on-trunk', {}, 'ping-gateway', OK, undefined],
  ['vlan-missing-on-trunk', { broken: 'nothing' }, 'ping-across', OK, undefined],
  ['vpc-host-gw', { backend: 'host-gw' }, 'ping-across', LOST, 'eni-1 NETFILTER_DROP'],
  ['vpc-host-gw', { backend: 'vxlan' }, 'ping-across', OK, undefined],
  ['vpc-host-gw', { backend: 'host-gw', check: 'off' }, 'ping-across', OK, undefined],
  ['vpc-route-controller', {}, 'ping-across', OK, undefined],
  ['vpc-route-controller', {}, 'ping-third', LOST, 'vpc IP_INNOROUTES'],
  ['vpc-ipip-dropped', { backend: 'ipip' }, 'ping-across', LOST, 'eni-2 NETFILTER_DROP'],
  ['vpc-ipip-dropped', { backend: 'vxlan' }, 'ping-across', OK, undefined],
  ['vpc-ipip-dropped', { backend: 'wireguard' }, 'ping-across', OK, undefined],
  // The error is made and dropped before the packet is let go.
  ['wan-mtu-black-hole', { backend: 'ipip' }, 'ping-large', LOST, 'gateway-a NETFILTER_DROP'],
  [
    'wan-mtu-black-hole',
    { backend: 'ipip', errors: 'sent' },
    'ping-large',
    /mtu = 1380/,
    'gateway-a PKT_TOO_BIG',
  ],
  ['wan-mtu-black-hole', { backend: 'vxlan' }, 'ping-large', OK, undefined],
  ['overlapping-ranges', {}, 'ping-from-node', LOST, 'node-2 NEIGH_FAILED'],
  ['internet-egress', {}, 'pod-asks', /^server sees 203\.0\.113\.2$/, undefined],
  ['internet-egress', { broken: 'no-masquerade' }, 'pod-asks', /timed out/, 'internet NETFILTER_DROP'],
  ['internet-egress', { broken: 'no-masquerade' }, 'node-asks', /^server sees 203\.0\.113\.2$/, undefined],
  ['calico-ipip-vpc', {}, 'ping-across', LOST, 'eni-2 NETFILTER_DROP'],
  ['calico-ipip-vpc', { mode: 'vxlan' }, 'ping-across', OK, undefined],
  ['calico-cross-subnet-vpc', {}, 'ping-across', LOST, 'eni-1 NETFILTER_DROP'],
  ['calico-cross-subnet-vpc', { mode: 'always' }, 'ping-across', OK, undefined],
  ['calico-cross-subnet-vpc', { check: 'off' }, 'ping-across', OK, undefined],
  ['calico-cross-subnet', {}, 'ping-behind-router', OK, undefined],
  ['calico-cross-subnet', { tunnel: 'vxlan' }, 'ping-behind-router', OK, undefined],
  ['calico-vxlan-firewall', {}, 'ping-across', LOST, 'firewall NETFILTER_DROP'],
  ['calico-wan-mtu', {}, 'ping-large', LOST, 'gateway-a NETFILTER_DROP'],
  ['calico-wan-mtu', { errors: 'sent' }, 'ping-large', /mtu = 1380/, 'gateway-a PKT_TOO_BIG'],
  ['calico-wan-mtu', { mtu: 'by-hand' }, 'ping-large', /message too long, mtu=1380/, undefined],
  ['calico-overlay-leaf-spine', {}, 'ping-other-rack', OK, undefined],
  ['calico-overlay-leaf-spine', { mode: 'ipip' }, 'ping-other-rack', OK, undefined],
  ['calico-overlay-leaf-spine', { mode: 'cross-subnet' }, 'ping-other-rack', OK, undefined],
  ['calico-overlay-leaf-spine', { mode: 'cross-subnet' }, 'ping-rack', OK, undefined],
  ['calico-leaf-spine-tor', {}, 'ping-other-rack', OK, undefined],
  ['calico-wireguard', {}, 'ping-across', OK, undefined],
  ['calico-wireguard', { wireguard: 'off' }, 'ping-across', LOST, 'router IP_INNOROUTES'],
  ['what-is-broken', { broken: 'vxlan-blocked' }, 'ping-across', LOST, 'switch NETFILTER_DROP'],
  ['what-is-broken', { broken: 'cable-out' }, 'ping-across', LOST, 'node-1 NEIGH_FAILED'],
  ['what-is-broken', { broken: 'route-missing' }, 'ping-across', LOST, 'node-1 NEIGH_FAILED'],
  ['what-is-broken', { broken: 'forwarding-off' }, 'ping-across', LOST, 'node-2 IP_INADDRERRORS'],
  ['what-is-broken', { broken: 'fdb-stale' }, 'ping-across', LOST, 'node-1 NEIGH_FAILED'],
  ['what-is-broken', { broken: 'neighbour-stale' }, 'ping-across', LOST, 'node-1 NO_TX_TARGET'],
  ['what-is-broken', { broken: 'asymmetric-path' }, 'ping-across', LOST, 'node-2 IP_RPFILTER'],
  ['what-is-broken', { broken: 'small-mtu' }, 'ping-across', OK, undefined],
  ['what-is-broken', { broken: 'small-mtu' }, 'ping-large', LOST, 'switch PW_NO_EGRESS_PORT'],
])('%s %j', (lab, choices, send, says, drop) => {
  test(`${send}: ${drop ?? 'gets through'}`, () => {
    const { text, drop: first } = sent(opened(lab, choices), send);
    expect(text).toMatch(says);
    expect(first).toBe(drop);
  });
});

test('vlan-missing-on-trunk: the VLAN that is added is all that was missing', () => {
  const session = opened('vlan-missing-on-trunk', {});
  sent(session, 'add-vlan');
  expect(sent(session, 'ping-across').text).toMatch(OK);
});

test('firewall-blocks-vxlan: the port that is opened is all that was missing', () => {
  const session = opened('firewall-blocks-vxlan', {});
  sent(session, 'open-port');
  expect(sent(session, 'ping-across').text).toMatch(OK);
});

test('host-gw-leaf-spine: with VXLAN no spine sees a pod’s address in a header it reads', () => {
  const session = opened('host-gw-leaf-spine', { backend: 'vxlan' });
  const from = session.length;
  sent(session, 'ping-other-rack');
  const asked = new Set<number>();
  for (let seq = from; seq < session.length; seq += 1) {
    const record = session.trace.record(seq);
    const name = session.world.netns[record.netns]?.name ?? '';
    if (record.kind === 'route.lookup' && name.startsWith('spine')) asked.add(record.detail.key.dst >>> 16);
  }
  // 192.168: outer addresses alone.
  expect([...asked]).toEqual([0xc0a8]);
});

/** Tunnels that wrapped something on the way of a send, by device. */
function wrappings(session: Session, send: string): readonly string[] {
  const from = session.length;
  sent(session, send);
  const found = new Set<string>();
  for (let seq = from; seq < session.length; seq += 1) {
    const record = session.trace.record(seq);
    if (record.kind === 'tunnel.encap')
      found.add(session.world.netns[record.netns]?.links[record.dev]?.name ?? '');
  }
  return [...found];
}

test.each([
  ['calico-cross-subnet', { tunnel: 'ipip' }, 'ping-neighbour', []],
  ['calico-cross-subnet', { tunnel: 'ipip' }, 'ping-behind-router', ['tunl0']],
  ['calico-cross-subnet', { tunnel: 'vxlan' }, 'ping-neighbour', []],
  ['calico-cross-subnet', { tunnel: 'vxlan' }, 'ping-behind-router', ['vxlan.calico']],
  ['calico-overlay-leaf-spine', { mode: 'vxlan' }, 'ping-rack', ['vxlan.calico']],
  ['calico-overlay-leaf-spine', { mode: 'cross-subnet' }, 'ping-rack', []],
  ['calico-leaf-spine-tor', {}, 'ping-other-rack', []],
])('%s %j %s is wrapped by %j', (lab, choices, send, devices) =>
  expect(wrappings(opened(lab, choices), send)).toEqual(devices),
);

test('calico-bgp-firewall: the call is dropped for its port, the ping because the firewall knows no pods', () => {
  const session = opened('calico-bgp-firewall', {});
  const from = session.length;
  expect(sent(session, 'ping-behind').text).toMatch(LOST);
  const drops = new Set(dropsSince(session, from));
  expect(drops).toEqual(new Set(['firewall NETFILTER_DROP', 'firewall IP_INNOROUTES']));
});

test('wan-mtu-black-hole: VXLAN pays for every large packet with two', () => {
  const session = opened('wan-mtu-black-hole', { backend: 'vxlan' });
  const from = session.length;
  sent(session, 'ping-large');
  const pieces: number[] = [];
  for (let seq = from; seq < session.length; seq += 1) {
    const record = session.trace.record(seq);
    if (record.kind !== 'ip.fragment' || session.world.netns[record.netns]?.name !== 'gateway-a') continue;
    expect(record.verdict).toBe('cut');
    pieces.push(record.detail.pieces);
  }
  // ping asks twice.
  expect(pieces).toEqual([2, 2]);
});

test('what-is-broken: whatever is broken is told with what mends it, and mended', () => {
  for (const { name } of opened('what-is-broken', {}).info.choices[0]?.options.slice(1) ?? []) {
    const session = opened('what-is-broken', { broken: name });
    expect(session.info.broken.map((fault) => fault.name)).toEqual([name]);
    for (const { mend } of session.info.broken) session.input(mend);
    expect([name, sent(session, 'ping-large').text]).toEqual([name, expect.stringMatching(OK)]);
  }
});

test('what-is-broken: what is broken from the beginning is played again bit for bit, and goes back as well', () => {
  for (const { name } of opened('what-is-broken', {}).info.choices[0]?.options.slice(1) ?? []) {
    const choices = { broken: name };
    const session = opened('what-is-broken', choices);
    const fresh = session.hash();
    sent(session, 'ping-across');
    const [fault] = session.info.broken;
    if (fault !== undefined) session.input(fault.mend);
    sent(session, 'ping-large');
    const straight = session.hash();
    const { inputs } = session;
    for (let seq = 0; seq < session.length; seq += 97) session.explain(seq);
    expect([name, session.hash()]).toEqual([name, straight]);
    session.cut(0);
    expect([name, session.hash()]).toEqual([name, fresh]);
    for (const { input } of inputs) session.input(input);
    expect([name, session.hash()]).toEqual([name, straight]);
  }
});
