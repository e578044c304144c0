/** Goal: BIRD takes what leaves and spines are told, and each knows of the other by the other's own number. */
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../apps/bird/config';
import type { BgpProtocol } from '../../model/bird.config';
import { formatIpv4 } from '../../wire/addr';
import { leafAs, leafBird, nodeAsOf, spineBird } from './leaf-spine.bgp';

function peersOf(lines: readonly string[]): Readonly<Record<string, string>> {
  const config = parseConfig('bird.conf', () => lines.join('\n'));
  if (!config.ok) throw new Error(JSON.stringify(config.error));
  const bgp = config.value.protocols.filter((one): one is BgpProtocol => one.kind === 'bgp');
  return Object.fromEntries(
    bgp.map(({ name, localAs, neighbor, remoteAs, passive, checkLink }) => [
      name,
      `${localAs} ${formatIpv4(neighbor)} ${remoteAs}${passive ? ' passive' : ''}${checkLink ? ' link' : ''}`,
    ]),
  );
}

const nodes = [{ node: 3, address: '192.168.57.13' }];
const leaf = { leaf: 2, routerId: '192.168.57.1', nodes, spines: ['10.255.1.9'] };

describe('a leaf', () => {
  test('calls its spines and waits for its nodes', () =>
    expect(peersOf(leafBird({ ...leaf, nodeAs: null }))).toEqual({
      spine1: '65002 10.255.1.9 65000 link',
      node3: `65002 192.168.57.13 ${nodeAsOf(3)} passive`,
    }));
  test('takes all nodes to be of one autonomous system where they are', () =>
    expect(peersOf(leafBird({ ...leaf, nodeAs: 64_512 }))['node3']).toContain(' 64512 '));
});

test('a spine knows each leaf by its number', () =>
  expect(peersOf(spineBird('10.255.1.0', ['10.255.1.6', '10.255.1.10']))).toEqual({
    leaf1: `65000 10.255.1.6 ${leafAs(1)} link`,
    leaf2: `65000 10.255.1.10 ${leafAs(2)} link`,
  }));
