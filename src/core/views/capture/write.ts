/** A capture → the bytes of a file. */
import { setU16, setU32 } from '../../base/bytes';
import { ETHERNET_HEADER_LEN, ETHERTYPE_IPV4, ethSrc, ethType } from '../../wire/ethernet';
import { isVlanType, VLAN_HEADER_LEN } from '../../wire/vlan';
import { writeMac } from '../../wire/addr';
import type { CaptureView } from '../contract.capture';
import type { Message } from '../message';
import { LINKTYPE_ETHERNET, LINKTYPE_LINUX_SLL2, LINKTYPE_RAW, type CaptureFile } from './file';
import { writePcap } from './pcap';
import { writePcapng } from './pcapng.write';

export const CAPTURE_FORMATS = ['pcapng', 'pcap'] as const;
export type CaptureFormat = (typeof CAPTURE_FORMATS)[number];

/** What the file says about itself. */
export interface CaptureTitle {
  /** The lab, and whatever else the reader should know. */
  readonly comment: string;
  readonly application: string;
}

/** `tell` puts the reasons into the reader's language; pcap has no place for them. */
export function captureFile(
  view: CaptureView,
  format: CaptureFormat,
  title: CaptureTitle,
  tell: (message: Message) => string,
): Uint8Array {
  if (format === 'pcap') return classic(view);
  const file: CaptureFile = {
    ...title,
    interfaces: view.interfaces,
    packets: view.packets.map((packet) => ({ ...packet, comments: packet.comments.map(tell) })),
  };
  return writePcapng(file);
}

/** One interface as it is; several as `tcpdump -i any` does, since the format has one link type for a whole file. */
function classic({ interfaces, packets }: CaptureView): Uint8Array {
  const [only, ...others] = interfaces;
  if (others.length === 0) return writePcap(only?.linkType ?? LINKTYPE_ETHERNET, packets);
  const cooked = packets.map((packet) => {
    const bytes = cook(packet, interfaces[packet.dev]?.linkType ?? LINKTYPE_RAW);
    return { atNs: packet.atNs, bytes, lenBytes: bytes.length };
  });
  return writePcap(LINKTYPE_LINUX_SLL2, cooked);
}

const SLL2_HEADER_LEN = 20;
const ARPHRD_ETHER = 1;
const ARPHRD_NONE = 0xfffe;
const MAC_LEN = 6;
const PACKET_OUTGOING = 4;
/** By what the destination meant to the device; a host's own is 0. */
const PACKET_TYPES = { unicast: 0, broadcast: 1, multicast: 2, promiscuous: 3 } as const;

/**
 * Puts the cooked header in the place of the link-layer one: protocol, two reserved bytes, device, its type, packet type,
 * length and bytes of the sender's address. Devices are numbered as they come, from 1: their real numbers repeat from
 * netns to netns. Source: https://www.tcpdump.org/linktypes/LINKTYPE_LINUX_SLL2.html
 */
function cook(
  { bytes, dev, direction, reception }: CaptureView['packets'][number],
  linkType: number,
): Uint8Array {
  const l2 = linkType === LINKTYPE_ETHERNET;
  // Without the tag of a VLAN, as a capture of all devices has it.
  const tag = l2 && isVlanType(ethType(bytes, 0)) ? VLAN_HEADER_LEN : 0;
  const body = bytes.subarray(l2 ? ETHERNET_HEADER_LEN + tag : 0);
  const cooked = new Uint8Array(SLL2_HEADER_LEN + body.length);
  setU16(cooked, 0, l2 ? ethType(bytes, tag) : ETHERTYPE_IPV4);
  setU32(cooked, 4, dev + 1);
  setU16(cooked, 8, l2 ? ARPHRD_ETHER : ARPHRD_NONE);
  cooked[10] = direction === 'out' ? PACKET_OUTGOING : PACKET_TYPES[reception ?? 'unicast'];
  if (l2) {
    cooked[11] = MAC_LEN;
    writeMac(cooked, 12, ethSrc(bytes, 0));
  }
  cooked.set(body, SLL2_HEADER_LEN);
  return cooked;
}
