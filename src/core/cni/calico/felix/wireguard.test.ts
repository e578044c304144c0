/** Goal: what leads into wireguard.cali, and what does not. Method: nodes with and without keys; expectations as of felix's own wireguard_test.go. */
import { expect, test } from 'vitest';
import { ipv4 } from '../../../wire/addr';
import type { CalicoNode } from '../node/facts';
import { commandOf } from '../../flannel/op-text';
import { allocate, emptyBlock, type Block } from '../ipam/block';
import { wireguardEntries } from './wireguard';

const SETTINGS = { enabled: true, port: 51_820, mtu: null, rulePriority: 99 };

const node = (number: number, wireguardKey: string | null): CalicoNode => ({
  name: `node-${number}`,
  address: { addr: ipv4(`192.168.56.${10 + number}`), len: 24 },
  ...{ tunnel: null, ipipTunnel: null, wireguardKey, wireguardAddress: null },
  ...{ labels: new Map(), asNumber: null, routeReflectorClusterId: '' },
});
const block = (number: number) => ({
  ...{ name: `block-${number}`, node: `node-${number}`, resourceVersion: '1' },
  cidr: { addr: ipv4(`10.244.${number}.0`), len: 26 },
  ...{ allocations: [], unallocated: [], attributes: [], spec: {} },
});

function commands(nodes: readonly CalicoNode[], settings = SETTINGS): readonly string[] {
  const blocks = nodes.map((_, at) => block(at + 1)) as never;
  return wireguardEntries({ node: 'node-1', nodes, blocks, settings, mark: 0x20_0000 }).map(({ add }) =>
    commandOf(add),
  );
}

test('a peer and a route for each other node, the own block thrown back, the rule last', () =>
  expect(commands([node(1, 'key-1'), node(2, 'key-2')])).toEqual([
    'wg set wireguard.cali peer key-2 endpoint 192.168.56.12:51820 allowed-ips 10.244.2.0/26',
    'ip route replace throw 10.244.1.0/26 table 1',
    'ip route replace 10.244.2.0/26 dev wireguard.cali table 1 scope link',
    'ip rule add not fwmark 0x200000/0x200000 table 1 pref 99',
  ]));

test('who has no key, or one that another claims too, is reached in the clear', () =>
  expect(commands([node(1, 'key-1'), node(2, null), node(3, 'key'), node(4, 'key')])).toEqual([
    ...[1, 2, 3, 4].map((number) => `ip route replace throw 10.244.${number}.0/26 table 1`),
    'ip rule add not fwmark 0x200000/0x200000 table 1 pref 99',
  ]));

test('switched off, nothing', () =>
  expect(commands([node(1, 'a'), node(2, 'b')], { ...SETTINGS, enabled: false })).toEqual([]));

test('a peer that gets a block stays a peer: it is changed in its place', () => {
  const facts = { node: 'node-1', nodes: [node(1, 'a'), node(2, 'b')], settings: SETTINGS, mark: 1 };
  const [before] = wireguardEntries({ ...facts, blocks: [] });
  const [after] = wireguardEntries({ ...facts, blocks: [block(2)] as never });
  expect(before?.key).not.toBe(after?.key);
  expect(before?.place).toBe(after?.place);
});

test('an address that a node has out of another’s block goes to that node, and its own is thrown back', () => {
  const lent = ['node-1', 'node-2', 'node-3'].reduce(
    (lender, holder) => {
      const answer = allocate(lender, { handle_id: holder, secondary: { node: holder } });
      if (answer === null) throw new Error('full');
      return answer.block;
    },
    emptyBlock({ addr: ipv4('10.244.2.0'), len: 26 }, 'node-2'),
  );
  const nodes = [node(1, 'key-1'), node(2, 'key-2'), node(3, 'key-3')];
  const facts = { node: 'node-1', nodes, settings: SETTINGS, mark: 0x20_0000 };
  const told = (blocks: readonly Block[]) =>
    wireguardEntries({ ...facts, blocks }).map(({ add }) => commandOf(add));
  const singles = [
    'ip route replace throw 10.244.2.0/32 table 1',
    'ip route replace 10.244.2.2/32 dev wireguard.cali table 1 scope link',
    'ip rule add not fwmark 0x200000/0x200000 table 1 pref 99',
  ];
  const lentTo3 = 'wg set wireguard.cali peer key-3 endpoint 192.168.56.13:51820 allowed-ips 10.244.2.2/32';
  expect(told([lent])).toEqual([
    'wg set wireguard.cali peer key-2 endpoint 192.168.56.12:51820 allowed-ips 10.244.2.0/26',
    lentTo3,
    'ip route replace 10.244.2.0/26 dev wireguard.cali table 1 scope link',
    ...singles,
  ]);
  // A block that belongs to nobody any more leads nowhere; the addresses out of it still do.
  expect(told([{ ...lent, node: '' }]).slice(1)).toEqual([
    lentTo3,
    singles[0],
    'ip route replace 10.244.2.1/32 dev wireguard.cali table 1 scope link',
    ...singles.slice(1),
  ]);
});
