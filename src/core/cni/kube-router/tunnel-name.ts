/**
 * The name of kube-router's tunnel to another node, made of that node's address.
 * Source: kube-router pkg/tunnels/linux_tunnels.go GenerateTunnelName.
 */
import { sha256Hex } from '../../base/digest';

/** What is left of the 15 characters of a device's name behind `tun-`. */
const HASH_CHARS = 11;

/** `tun-` and the beginning of a hash over the address without its dots and colons; the address is not looked at. */
export function tunnelName(nodeIp: string): string {
  return `tun-${sha256Hex(nodeIp.replace(/[.:]/g, '')).slice(0, HASH_CHARS)}`;
}
