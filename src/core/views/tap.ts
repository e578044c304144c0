/**
 * What the taps of devices see (`AF_PACKET`): what is sent before the driver, what is received before the stack.
 * Source: net/core/dev.c dev_queue_xmit_nit, __netif_receive_skb_core.
 */
import type { Ifindex, NetnsId } from '../model/link';
import type { PktType } from '../model/skb';
import type { TraceReader } from './source';

/** `lo`, in every netns. */
const LOOPBACK_IFINDEX = 1;

/** A frame as the tap of a device sees it. `bytes` is a view into the trace: read only. */
export interface TappedFrame {
  readonly seq: number;
  readonly atNs: number;
  readonly netns: NetnsId;
  readonly dev: Ifindex;
  readonly packet: number;
  readonly direction: 'in' | 'out';
  readonly pktType: PktType;
  readonly bytes: Uint8Array;
  /** Whether it begins with an Ethernet header; else it is bare IP. */
  readonly l2: boolean;
}

/**
 * What a tap sees at record `seq`, null when nothing passes one there. On `lo` libpcap leaves out what is sent, since it
 * comes in again. Source: libpcap pcap-linux.c linux_check_direction.
 */
export function tappedAt(trace: TraceReader, seq: number): TappedFrame | null {
  const record = trace.record(seq);
  if (record.kind !== 'link.tx' && record.kind !== 'link.rx') return null;
  const { kind, atNs, netns, dev, packet, detail, before, after } = record;
  if (kind === 'link.tx' && dev === LOOPBACK_IFINDEX) return null;
  const stored = trace.frame(after >= 0 ? after : before);
  if (stored === null) return null;
  const direction = kind === 'link.tx' ? 'out' : 'in';
  return { seq, atNs, netns, dev, packet, direction, pktType: detail.pktType, ...stored };
}
