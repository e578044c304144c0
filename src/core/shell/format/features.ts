/**
 * What `ethtool -k` shows of a device that nobody has set up, by its kind, as ethtool 6.1 prints it on Linux 6.18. A cable's card is
 * that of virtio_net. It is what the drivers say; the simulator segments and merges nothing, and its checksums are always complete.
 */
import type { Link } from '../../model/link';

/** `>` stands in front of what is a part of the feature before. */
const NAMES = `
  rx-checksumming tx-checksumming >tx-checksum-ipv4 >tx-checksum-ip-generic >tx-checksum-ipv6
  >tx-checksum-fcoe-crc >tx-checksum-sctp scatter-gather >tx-scatter-gather >tx-scatter-gather-fraglist
  tcp-segmentation-offload >tx-tcp-segmentation >tx-tcp-ecn-segmentation >tx-tcp-mangleid-segmentation >tx-tcp6-segmentation
  >tx-tcp-accecn-segmentation generic-segmentation-offload generic-receive-offload large-receive-offload rx-vlan-offload
  tx-vlan-offload ntuple-filters receive-hashing highdma rx-vlan-filter
  vlan-challenged tx-gso-robust tx-fcoe-segmentation tx-gre-segmentation tx-gre-csum-segmentation
  tx-ipxip4-segmentation tx-ipxip6-segmentation tx-udp_tnl-segmentation tx-udp_tnl-csum-segmentation tx-gso-partial
  tx-tunnel-remcsum-segmentation tx-sctp-segmentation tx-esp-segmentation tx-udp-segmentation tx-gso-list
  tx-nocache-copy loopback rx-fcs rx-all tx-vlan-stag-hw-insert
  rx-vlan-stag-hw-parse rx-vlan-stag-filter l2-fwd-offload hw-tc-offload esp-hw-offload
  esp-tx-csum-hw-offload rx-udp_tunnel-port-offload tls-hw-tx-offload tls-hw-rx-offload rx-gro-hw
  tls-hw-record rx-gro-list macsec-hw-offload rx-udp-gro-forwarding hsr-tag-ins-offload
  hsr-tag-rm-offload hsr-fwd-offload hsr-dup-offload
`;

/** Capitals cannot be changed; `r` was asked to be on. */
const STATES: Readonly<Record<string, string>> = {
  ...{ n: 'on', N: 'on [fixed]', f: 'off', F: 'off [fixed]', r: 'off [requested on]' },
};

const KINDS: Readonly<Partial<Record<Link['kind'], string>>> = {
  veth: 'nnFnFFnnnnnnnnnnnfFnnFFnFFFFnnnnnnFFnFnnfFFFnnFFFFFFFFFFfFfFFFF',
  bridge: 'FnFnFFFnnnnnnnnnnnFFnFFnFFnnnnnnnnnnnnnnfFFFnFFFFFFFFFFFfFfFFFF',
  vxlan: 'nnFnFFFnnnnnnnnnnnFFFFFFFFFFFFFFFFFFnFnnfFFFFFFFFFFFFFFFfFfFFFF',
  loopback: 'NnFNFFNnNNnnnnnnnnFFFFFNFNFFFFFFFFFFnFnnFNFFFFFFFFFFFFFFfFfFFFF',
  macvlan: 'NnFNFFFnNNnNNNNNnrfFFFFNFFNFNNNNNNFFNFNNfFFFFFFFFFFFFFFFfFfFFFF',
  tun: 'FfFrFFFnnnfrrfrFnnFFnFFFFFFFFFFFrrFFFFrFfFFFnFFFFFFFFFFFfFfFFFF',
  ifb: 'FnFnFFFnnnnnnnnnnnFFnFFnFFFFnnnnnnFFnFnnfFFFnFFFFFFFFFFFfFfFFFF',
  physical: 'NnFnFFFnnFnnFfnFnnFFFFFNFFNFFFFFFFFFFFFFfFFFFFFFFFFFFFNFfFfFFFF',
};

/** Null where the kind has not been looked at. */
export function featuresOf(kind: Link['kind']): readonly string[] | null {
  const states = KINDS[kind];
  if (states === undefined) return null;
  return NAMES.trim()
    .split(/\s+/)
    .map((name, index) => `${name.replace('>', '\t')}: ${STATES[states.charAt(index)] ?? ''}`);
}
