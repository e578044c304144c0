/**
 * The messages that a row of news comes to, one behind the other. Who reads a row that begins as the one before it does, or
 * is the very same, finds what was worked out for that. A memory beside the World.
 */
import type { FlannelOp, Message } from './effect';

/** What one piece of news comes to. */
export interface News {
  readonly messages: readonly Message[];
  /** `prefixKey` of the lease's subnet, NO_SUBNET where no lease is meant. */
  readonly subnet: number;
  readonly version: number;
}

export const NO_SUBNET = -1;

/** Reads the change of a Node; null where it is more than messages. The same function for all daemons that read alike. */
export type NewsOf<N> = (before: N | null, after: N, version: number) => News | null;

/** A row as far as it could be read. */
export interface Read {
  /** How many items, from the first on. */
  readonly count: number;
  readonly ops: readonly FlannelOp[];
  /** Where in `ops` those of each item begin; one more than there are items. */
  readonly starts: readonly number[];
  readonly messages: readonly (readonly Message[])[];
  readonly subnets: readonly number[];
  /** Ascending: news come in the order in which they were made. */
  readonly versions: readonly number[];
}

export class MessageList<Item> {
  private reader: unknown = null;
  private items: Item[] = [];
  private ops: FlannelOp[] = [];
  private starts = [0];
  private messages: (readonly Message[])[] = [];
  private subnets: number[] = [];
  private versions: number[] = [];

  /** Reads items from number `from` on, up to the first that `read` has no messages for. */
  read<R>(
    reader: R | null,
    items: readonly Item[],
    from: number,
    read: (item: Item, reader: R) => News | null,
  ): Read {
    if (reader === null) return NOTHING_READ;
    if (this.reader !== reader) this.cut(0);
    this.reader = reader;
    const length = items.length - from;
    let at = 0;
    const known = Math.min(length, this.items.length);
    while (at < known && this.items[at] === items[from + at]) at += 1;
    if (at < length) {
      this.cut(at);
      for (; at < length; at += 1) {
        const item = items[from + at];
        const news = item === undefined ? null : read(item, reader);
        if (item === undefined || news === null || news.version < (this.versions[at - 1] ?? 0)) break;
        this.add(item, news);
      }
    }
    const { ops, starts, messages, subnets, versions } = this;
    return { count: at, ops, starts, messages, subnets, versions };
  }

  private cut(length: number): void {
    this.items.length = length;
    this.ops.length = this.starts[length] ?? 0;
    this.starts.length = length + 1;
    this.messages.length = length;
    this.subnets.length = length;
    this.versions.length = length;
  }

  private add(item: Item, { messages, subnet, version }: News): void {
    this.items.push(item);
    for (const { op } of messages) this.ops.push(op);
    this.starts.push(this.ops.length);
    this.messages.push(messages);
    this.subnets.push(subnet);
    this.versions.push(version);
  }
}

const NOTHING_READ: Read = { count: 0, ops: [], starts: [0], messages: [], subnets: [], versions: [] };
