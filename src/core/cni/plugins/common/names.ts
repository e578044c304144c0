/** Names made from hashes. Source: containernetworking/plugins v1.9.1 pkg/utils/utils.go, pkg/ip/link_linux.go. */
import { sha512Hex } from '../../../base/digest';
import { mixHex } from '../../../base/prng';

const CHAIN_CHARS = 28;
const IFNAME_CHARS = 15;
/** Longest comment nftables takes. */
const COMMENT_CHARS = 128;

/** A chain of its own for an attachment: `CNI-`, a prefix of the plugin's, and as much of a SHA-512 as fits. */
export function chainName(network: string, containerId: string, prefix = ''): string {
  return `CNI-${prefix}${sha512Hex(network + containerId)}`.slice(0, CHAIN_CHARS);
}

/** The comment by which rules of an attachment are recognised. */
export function ruleComment(network: string, containerId: string): string {
  return `name: ${JSON.stringify(network)} id: ${JSON.stringify(containerId)}`;
}

/** The ifb device of the bandwidth plugin. */
export function ifbName(network: string, containerId: string): string {
  return `bwp${sha512Hex(network + containerId)}`.slice(0, IFNAME_CHARS);
}

/** The comment of a masquerading rule in nftables. Source: pkg/ip/ipmasq_nftables_linux.go. */
export function nftMasqueradeComment(network: string, ifname: string, containerId: string): string {
  const hash = (text: string): string => sha512Hex(text).slice(0, 16);
  const [net = '', dev = '', id = ''] = [network, ifname, containerId].map((text) =>
    text.replaceAll('"', ''),
  );
  const comment = `${hash(network)}-${hash(`${ifname}:${containerId}`)}, net: ${net}, if: ${dev}, id: ${id}`;
  return comment.slice(0, COMMENT_CHARS);
}

/**
 * The host's end of a pod's cable. The real plugin draws eight random digits; here they follow from the container, so
 * that the same pod has the same cable in every run. `attempt` counts names that were taken.
 */
export function hostVethName(containerId: string, ifname: string, attempt: number): string {
  return `veth${mixHex(`${containerId} ${ifname} ${attempt}`, 8)}`;
}
