import { expect, it } from 'vitest';
import type { JsonObject } from '../../base/json';
import { faultsOf, readManifest } from '../manifest';
import { bgpPeer } from './bgp-peer';

function fault(spec: JsonObject, apiVersion = 'projectcalico.org/v3'): string | null {
  const manifest = readManifest({ apiVersion, kind: 'BGPPeer', metadata: { name: 'p' }, spec });
  return (manifest.ok ? faultsOf(bgpPeer, manifest.value.object) : manifest.error)?.message ?? null;
}

// The words of Calico's validator.
it.each<[JsonObject, RegExp | null]>([
  [{ peerIP: '192.168.1.1', asNumber: 65001 }, null],
  [{ peerIP: '192.168.1.1:1790', asNumber: '65001', node: 'node-1' }, null],
  [{ nodeSelector: 'all()', peerSelector: 'has(route-reflector)' }, null],
  [
    { node: 'node-1', nodeSelector: 'all()' },
    /^BGPPeer.projectcalico.org "p" is invalid: Node: Invalid value: "node-1": Node field must be empty when NodeSelector/,
  ],
  [
    { peerIP: '10.0.0.1', peerSelector: 'all()' },
    /PeerIP field must be empty when PeerSelector is specified/,
  ],
  [{ asNumber: 1, peerSelector: 'all()' }, /ASNumber field must be empty when PeerSelector is specified/],
  [
    { peerIP: 'tor' },
    /PeerIP: Invalid value: "tor": Reason: failed to validate Field: PeerIP because of Tag: IP:port/,
  ],
  [{ peerIP: '10.0.0.1', asNumber: 'many' }, /invalid AS Number format \(many\)/],
  [{ peerIP: '10.0.0.1', nextHopMode: 'Mine' }, /Unsupported value: "Mine"/],
  [{ keepOriginalNextHop: true, nextHopMode: 'Keep' }, /KeepOriginalNextHop field is deprecated/],
  [{ reachableBy: '10.0.0.1' }, /ReachablyBy field must be empty when PeerIP is empty/],
  [{ peerIP: '10.0.0.1', reachableBy: '10.0.0.9' }, null],
  [{ peerIP: '10.0.0.1', reachableBy: '2001:db8::1' }, /ReachableBy/],
  [{ peerIP: '2001:db8::2', reachableBy: '10.0.0.9' }, /ReachableBy/],
  [{ peerIP: '2001:db8::2', reachableBy: '2001:db8::1' }, null],
  [{ peerIP: '10.0.0.1', ttlSecurity: 300 }, /less than or equal to 255/],
  [{ peerIP: '10.0.0.1', maxRestartTime: 'long' }, /time: invalid duration "long"/],
  [{ peer: '10.0.0.1' }, /strict decoding error: unknown field "spec.peer"/],
  [{ nodeSelector: 5 }, /cannot unmarshal number/],
  [{ filters: [null], password: null, asNumber: null }, null],
])('%j', (spec, words) => {
  if (words === null) expect(fault(spec)).toBeNull();
  else expect(fault(spec)).toMatch(words);
});

it('is found in the group where it is kept as well', () => {
  expect(fault({ peerIP: '10.0.0.1' }, 'crd.projectcalico.org/v1')).toBeNull();
  expect(fault({ peerIP: '10.0.0.1' }, 'projectcalico.org/v1')).toMatch(/no matches for kind/);
});
