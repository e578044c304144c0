/**
 * What the daemon does, as a list: each step's meaning, what follows when it fails, what goes to the log. The functions
 * here only say it; whoever runs the daemon has it done (see perform.ts).
 */
import type { Errno, NetOp } from '../../model/op';
import type { RelayRoute } from '../../model/process';
import type { Cidr4, Ipv4Addr } from '../../wire/addr';

type Families = `${'link' | 'addr' | 'route' | 'neigh' | 'fdb' | 'wg' | 'rule'}.${string}`;
type Others = `neigh.proxy.${string}`;

/** The operations flannel sends by netlink. */
export type FlannelOp = Exclude<Extract<NetOp, { readonly kind: Families }>, { readonly kind: Others }>;

export interface LogLine {
  readonly level: 'info' | 'warning' | 'error';
  readonly text: string;
}

export type Effect =
  | { readonly kind: 'log'; readonly line: LogLine }
  /** A netlink message. */
  | {
      readonly kind: 'net';
      readonly op: FlannelOp;
      /** Log line for a refusal; the error follows it. */
      readonly complaint: string;
      /** Whether a refusal ends the list: at the start the daemon then ends too. */
      readonly stops: boolean;
      /** A refusal with this errno is none. */
      readonly tolerated?: Errno;
      /** Undone after a refusal, whatever comes of it. */
      readonly undo?: readonly Undo[];
      /** Log line for a success, where there is one. */
      readonly success?: string;
    }
  /** A merge patch of the own Node's annotations, on the status subresource; an empty one is sent as well. */
  | { readonly kind: 'annotate'; readonly annotations: Readonly<Record<string, string>> }
  | { readonly kind: 'condition'; readonly condition: NodeCondition }
  | { readonly kind: 'file'; readonly path: string; readonly text: string }
  | { readonly kind: 'rules'; readonly rules: RulesEffect }
  /** The udp backend's process in user space begins, or is told a row of its table. */
  | { readonly kind: 'relay.start'; readonly relay: Relay }
  | { readonly kind: 'relay.set'; readonly route: RelayRoute }
  | { readonly kind: 'relay.del'; readonly subnet: Cidr4 }
  /** The daemon dies at this point, with this last line. */
  | { readonly kind: 'panic'; readonly text: string };

/** An effect that is a netlink message. */
export type Message = Extract<Effect, { readonly kind: 'net' }>;

export interface Undo {
  readonly op: FlannelOp;
  readonly complaint: string;
}

/** Rules of netfilter, in the words of the tool that is called. */
export type RulesEffect =
  /** Makes a chain, or empties it when it is there. */
  | { readonly tool: 'iptables'; readonly table: string; readonly flushOrCreate: string }
  /** Text for `iptables-restore --noflush`. */
  | { readonly tool: 'iptables-restore'; readonly payload: string }
  /** Empties and deletes a chain; it is no matter when that fails. */
  | { readonly tool: 'iptables'; readonly table: string; readonly remove: string }
  | { readonly tool: 'nft'; readonly script: string }
  /** Deletes a whole table; it is no matter when that fails. */
  | { readonly tool: 'nft'; readonly removeTable: string };

export interface Relay {
  /** The tun device that it opens. */
  readonly dev: string;
  /** Where it listens. */
  readonly addr: Ipv4Addr;
  readonly port: number;
  /** Source of its ICMP errors. */
  readonly tunAddr: Ipv4Addr;
  /** Longest packet that it reads. */
  readonly mtu: number;
}

export interface NodeCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

export function logged(level: LogLine['level'], text: string): Effect {
  return { kind: 'log', line: { level, text } };
}

/** A message whose refusal ends the list. */
export function must(op: FlannelOp, complaint: string, more: Partial<Message> = {}): Message {
  return { kind: 'net', op, complaint, stops: true, ...more };
}

/** A message whose refusal is only told. */
export function may(op: FlannelOp, complaint: string, more: Partial<Message> = {}): Message {
  return { kind: 'net', op, complaint, stops: false, ...more };
}
