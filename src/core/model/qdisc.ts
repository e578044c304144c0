/** Traffic control of a device: how what it sends is queued, and what becomes of what it receives. */
import type { Ifindex } from './link';

/** A token bucket (`tbf`) in the kernel's units. */
export interface TbfQdisc {
  readonly kind: 'tbf';
  /** Major number of its handle: 1 for `1:`. */
  readonly handle: number;
  /** Bytes a second. */
  readonly rate: number;
  /** Size of the bucket as the time to send it at that rate, in ticks of 64 ns. */
  readonly bufferTicks: number;
  /** Bytes that may wait. */
  readonly limit: number;
}

/** A filter of the ingress qdisc that fits everything (`u32 match u32 0 0`) and hands it to other devices. */
export interface RedirectFilter {
  /** `pref`, ascending. */
  readonly pref: number;
  /** `1:1`, '' for none. */
  readonly flowid: string;
  readonly actions: readonly MirredAction[];
}

export interface MirredAction {
  /** Unique in the netns. */
  readonly index: number;
  /** 0 once the device is gone. */
  readonly to: Ifindex;
  readonly control: 'stolen' | 'pass';
}

export interface TrafficControl {
  /** Null: what the device has by itself. */
  readonly root: TbfQdisc | null;
  /** Filters of the ingress qdisc; null when there is no such qdisc. */
  readonly ingress: readonly RedirectFilter[] | null;
}

export const NO_TRAFFIC_CONTROL: TrafficControl = Object.freeze({ root: null, ingress: null });
