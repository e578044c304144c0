/**
 * The address of a node's VXLAN device, computed by every other node from the node's name.
 * Source: calico felix/calc/vxlan_resolver.go vtepMACForHost.
 */
import { joinBytes } from '../../base/bytes';
import { sha1Bytes } from '../../base/digest';
import { readMac, type MacAddr } from '../../wire/addr';

/** 0x66, the letter f: locally administered, unicast. */
const FIRST_BYTE = Uint8Array.of(0x66);

export function vtepMac(node: string, family: 4 | 6): MacAddr {
  const name = family === 6 ? `${node}-v6` : node;
  return readMac(joinBytes(FIRST_BYTE, sha1Bytes(name).slice(0, 5)), 0);
}
