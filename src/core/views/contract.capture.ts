/** Part of the contract: a part of the trace as a capture, for other programs to read. */
import type { CapturedPacket, CaptureInterface } from './capture/file';
import type { Message } from './message';

/** What is captured. Devices and netns by their names. */
export type CaptureScope =
  | { readonly kind: 'all' }
  /** One packet, at every device it passes. */
  | { readonly kind: 'packet'; readonly packet: number }
  | { readonly kind: 'device'; readonly netns: string; readonly dev: string }
  | { readonly kind: 'netns'; readonly netns: string }
  /** All that followed from one input, by its index. */
  | { readonly kind: 'input'; readonly input: number };

export interface CaptureArgs {
  readonly scope: CaptureScope;
  /** First and last record. */
  readonly from: number;
  readonly to: number;
}

export interface CaptureView {
  /** Those that anything passed. */
  readonly interfaces: readonly CaptureInterface[];
  readonly packets: readonly (Omit<CapturedPacket, 'comments'> & {
    /** Record of the tap. */
    readonly seq: number;
    /** Why it came here, a sentence for each decision since the tap before, and what became of it after the last. */
    readonly comments: readonly Message[];
  })[];
}
