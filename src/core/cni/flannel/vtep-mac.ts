/**
 * The address of a node's VXLAN device: drawn once, then found again in the node's own annotation, so that what other
 * nodes have in their tables stays true over a restart.
 * Source: flannel pkg/mac/mac.go NewHardwareAddr, pkg/subnet/kube/kube.go GetStoredMacAddresses.
 */
import { readMac, type MacAddr } from '../../wire/addr';

/** A locally administered, unicast address of six random bytes. */
export function newHardwareAddr(random: Uint8Array): MacAddr {
  const bytes = random.slice(0, 6);
  bytes[0] = ((bytes[0] ?? 0) & 0xfe) | 0x02;
  return readMac(bytes, 0);
}

/**
 * The text of the address in `backend-data`, empty when there is none. flannel does not read JSON here: it cuts quotes
 * and brackets off the ends and takes what follows the only `:"`.
 */
export function storedMac(annotations: Readonly<Record<string, string>>, prefix: string): string {
  const data = annotations[`${prefix}/backend-data`] ?? '';
  const [, mac, ...more] = data.replace(/^["}]+|["}]+$/g, '').split(':"');
  return mac === undefined || more.length > 0 ? '' : mac;
}
