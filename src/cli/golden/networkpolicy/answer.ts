/** Listens whether a probe is answered: where nobody serves the port, the answer says just that. */
import type { FrameRef } from '../../../core/trace/record';
import type { FrameTap, TraceSink } from '../../../core/trace/sink';
import type { Ifindex, NetnsId } from '../../../core/model/link';
import { wireBytes, type Skb } from '../../../core/model/skb';
import { getU16, getU32 } from '../../../core/base/bytes';
import type { Ipv4Addr } from '../../../core/wire/addr';

const ETHERNET_LEN = 14;
const PROTO_AT = 9;
const SOURCE_AT = 12;
const ICMP = 1;
const DESTINATION_UNREACHABLE = 3;
/** Nobody serves the port, or nothing there speaks the protocol: a kernel whose SCTP nobody has used. */
const REFUSALS: ReadonlySet<number | undefined> = new Set([2, 3]);

/** Takes frames of a run without records. */
export class AnswerTap implements TraceSink, FrameTap {
  readonly on = false;
  readonly evidence = false;
  readonly next = 0;
  readonly tap = this;
  answered = false;

  /** `who` asked `from` and `port` of a transport protocol (its number in the IP header). */
  constructor(
    private readonly who: NetnsId,
    private readonly from: Ipv4Addr,
    private readonly proto: number,
    private readonly port: number,
  ) {}

  wants(): boolean {
    return false;
  }

  frame(): FrameRef {
    return -1;
  }

  emit(): void {
    // Who waits for an answer asks for no reasons.
  }

  take(_atNs: number, netns: NetnsId, _dev: Ifindex, skb: Skb): void {
    if (netns !== this.who || this.answered) return;
    const frame = wireBytes(skb);
    const ip = frame.subarray(skb.l2 ? ETHERNET_LEN : 0);
    if ((ip[0] ?? 0) >> 4 !== 4 || getU32(ip, SOURCE_AT) !== this.from) return;
    const transport = ip.subarray(((ip[0] ?? 0) & 15) * 4);
    const proto = ip[PROTO_AT];
    const refused = transport[0] === DESTINATION_UNREACHABLE && REFUSALS.has(transport[1]);
    this.answered = proto === ICMP ? refused : proto === this.proto && getU16(transport, 0) === this.port;
  }
}
