/**
 * The kernel view: the way of IPv4 through one netns, hook by hook, and what stands there. Everything is told as it is
 * at the cursor: what the packet has yet to meet is `ahead`.
 */
import type { NfHook, NfTableName } from '../model/netfilter';
import type { Message } from './message';

/** Stations a packet may pass in a netns, in kernel order. Those of the bridge are br_netfilter's and the FDB. */
export const STATIONS = [
  'ingress',
  'bridgePrerouting',
  'bridge',
  'bridgeForward',
  'bridgePostrouting',
  'prerouting',
  'routing',
  'input',
  'process',
  'outputRouting',
  'output',
  'forward',
  'postrouting',
  'neighbour',
  'egress',
] as const;
export type StationId = (typeof STATIONS)[number];

/** Who is registered at a hook: a table, or conntrack at the beginning and at the end of its way. */
export type HookPartName = NfTableName | 'conntrack' | 'confirm';

/** Why somebody at a hook did not look at the packet. */
export type SkipReason =
  /** A packet that comes back over `lo` brings its flow along. */
  | 'carried'
  /** A rule sent it past conntrack. */
  | 'untracked'
  /** It belongs to no flow. */
  | 'no-flow'
  /** The nat table is asked by the first packet of a flow only. */
  | 'known'
  /** An answer: what was done to the flow is undone, no rule is asked. */
  | 'reply'
  /** An ICMP error about a flow is translated as the flow is. */
  | 'related'
  /** The flow is in the table already. */
  | 'confirmed';

export interface HookPart {
  readonly name: HookPartName;
  /**
   * `absent`: no such table here, or no rule that needs conntrack. `idle`: the packet does not come by. `unreached`: it ended before. `ended`: it ended
   * here.
   */
  readonly state: 'absent' | 'idle' | 'ahead' | 'here' | 'passed' | 'skipped' | 'unreached' | 'ended';
  readonly why: SkipReason | null;
  /** Of a table: rules that can be met from this hook, and chains they stand in. */
  readonly rules: number;
  readonly chains: number;
  /** What came of it in the words of iptables, empty while that is open: `ACCEPT`, `MASQUERADE`, `NEW`. */
  readonly outcome: string;
  /** Record to look at, null where there is none. */
  readonly seq: number | null;
}

/** Something worth knowing about a station that the packet did not pass. */
export type StationNote =
  /** PREROUTING was run by the bridge; the IP layer does not run it again. */
  | 'seen-at-bridge'
  /** Bridged frames do not meet iptables here: the sysctl is 0. */
  | 'bridge-calls-off'
  /** What is no IPv4 packet does not meet iptables. */
  | 'not-ipv4';

export interface KernelStation {
  readonly id: StationId;
  readonly hook: NfHook | null;
  /** `off`: not on the way of this packet. `ended`: it was dropped here. */
  readonly state: 'off' | 'ahead' | 'here' | 'passed' | 'ended';
  readonly note: StationNote | null;
  /** Protocol text: the device, the route, the MAC; empty where there is nothing to say yet. */
  readonly text: string;
  /** What was decided here last, null where nothing was or will only be. */
  readonly sentence: Message | null;
  /** Records of the packet at this station in this pass: first and last. */
  readonly firstSeq: number | null;
  readonly lastSeq: number | null;
  /** In kernel order; empty where no hook is. */
  readonly parts: readonly HookPart[];
}

/** One way of the packet through the netns. Encapsulation and `lo` make a packet pass more than once. */
export interface KernelPass {
  readonly index: number;
  readonly state: 'passed' | 'here' | 'ahead';
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** Device it came in by, or the tunnel that made it; null for a process or the kernel itself. */
  readonly from: string | null;
  /** Device it left by; null where it ended here. */
  readonly to: string | null;
  readonly origin: 'device' | 'tunnel' | 'local';
  /** It is the outer packet of a tunnel. */
  readonly outer: boolean;
}

/** One direction of a flow, in protocol text. */
export interface FlowTuple {
  readonly src: string;
  readonly dst: string;
  /** What tells ICMP flows apart, as conntrack prints it: `type=8 code=0 id=1`; empty otherwise. */
  readonly more: string;
}

/** A conntrack entry at some instant. */
export interface FlowEntry {
  readonly proto: string;
  /** State of a TCP connection, empty otherwise. */
  readonly tcp: string;
  readonly original: FlowTuple;
  readonly reply: FlowTuple;
  readonly replied: boolean;
  readonly assured: boolean;
  /** `0x4000`, `0x0` without one. */
  readonly mark: string;
  /** Until it is forgotten, s. */
  readonly timeoutSec: number;
}

export interface FlowView {
  /** What `--ctstate` says of the packet. */
  readonly state: 'NEW' | 'ESTABLISHED' | 'RELATED' | 'INVALID';
  readonly direction: 'original' | 'reply' | null;
  readonly id: number | null;
  /** Record of the look-up. */
  readonly seq: number;
  readonly hook: NfHook;
  /** As it was before this packet; null for a flow that begins with it. */
  readonly before: FlowEntry | null;
  /** As it is at the cursor; null when it was forgotten, or there is none. */
  readonly after: FlowEntry | null;
  /** Whether the entry is in the table: a flow that begins travels with its packet until the last hook. */
  readonly inTable: boolean;
  /** The hook that put it there, when it was this packet's doing. */
  readonly confirmed: { readonly station: StationId; readonly seq: number } | null;
}

/** Why there is no flow to show: at the cursor, on this pass. */
export interface NoFlow {
  /**
   * `not-active`: no rule of the netns needs conntrack. `not-asked`: that comes yet, at `hook`. `not-met`: the packet
   * does not come to conntrack here. `untracked`: a rule sent it past. `none`: conntrack has none.
   */
  readonly why: 'not-active' | 'not-asked' | 'not-met' | 'untracked' | 'none';
  readonly hook: NfHook | null;
}

export interface TranslationView {
  readonly seq: number;
  readonly hook: NfHook;
  readonly side: 'source' | 'destination';
  readonly from: FlowTuple;
  readonly to: FlowTuple;
  /** The rule that chose it, in the words of iptables-save; null when the flow was bound before. */
  readonly rule: { readonly seq: number; readonly text: string } | null;
  /** What was done to the flow is undone in an answer. */
  readonly isReply: boolean;
}

export interface KernelView {
  /** The cursor it was asked for. */
  readonly seq: number;
  readonly netns: string;
  readonly machine: string;
  /** Frames are bridged here, and nobody has an IPv4 address. */
  readonly bridgesOnly: boolean;
  readonly hasBridge: boolean;
  /** Whether bridged frames meet iptables: the sysctl is 1 and there are tables. */
  readonly bridgeMeetsIptables: boolean;
  readonly forwards: boolean;
  readonly packet: { readonly packet: number; readonly title: Message } | null;
  /** The ways of the packet through this netns, in the order in which it takes them. */
  readonly passes: readonly KernelPass[];
  /** The pass that is shown; null when the packet does not come by. */
  readonly pass: number | null;
  /** All stations, in kernel order. */
  readonly stations: readonly KernelStation[];
  /** Those on the way of the packet in this pass, in the order in which it takes them. */
  readonly way: readonly StationId[];
  readonly here: StationId | null;
  readonly flow: FlowView | null;
  /** Null where there is a flow, or no packet. */
  readonly noFlow: NoFlow | null;
  readonly translations: readonly TranslationView[];
}

export interface KernelArgs {
  readonly seq: number;
  /** Null follows the packet. */
  readonly netns: string | null;
  /** Null for the pass that the cursor is in, or the last one before. */
  readonly pass: number | null;
}

// ---------------------------------------------------------------------------------------------- the rules of a table

/** A condition of a rule: conditions are asked from the left, and the first that fails ends the asking. */
export interface RuleCondition {
  readonly text: string;
  readonly state: 'held' | 'failed' | 'unasked';
  /** What the packet has instead, where it failed and can be said. */
  readonly has: string | null;
  /** Why it failed, where protocol text alone does not say so. */
  readonly why: Message | null;
}

export interface RuleRow {
  readonly number: number;
  /** As iptables-save prints it. */
  readonly text: string;
  readonly conditions: readonly RuleCondition[];
  /** `-j MASQUERADE`; empty for a rule that only counts. */
  readonly target: string;
  /** `hit`: it fitted. `missed`: it was asked and did not. `unreached`: the packet had left the chain. */
  readonly state: 'hit' | 'missed' | 'ahead' | 'unreached' | 'idle';
  /** The packet stands at this rule. */
  readonly here: boolean;
  readonly seq: number | null;
  readonly packets: number;
  readonly bytes: number;
  /** The chain that this packet was sent into from here. */
  readonly inside: ChainBlock | null;
  /** The chain the rule leads to, empty when it leads to none. */
  readonly leadsTo: string;
}

export interface ChainBlock {
  readonly chain: string;
  /** Null for user chains: at their end the packet returns. */
  readonly policy: 'ACCEPT' | 'DROP' | null;
  readonly policyPackets: number;
  readonly policyBytes: number;
  /** How the packet left: by its policy, at the end of a user chain, by a rule; null while it has not. */
  readonly left: 'policy' | 'end' | 'rule' | null;
  readonly seq: number | null;
  readonly rows: readonly RuleRow[];
  /** Rules that are not shown because there are too many. */
  readonly hidden: number;
}

export interface ChainsView {
  readonly netns: string;
  readonly table: NfTableName;
  readonly hook: NfHook;
  /** Null when the table is not there. */
  readonly walk: ChainBlock | null;
  /** Chains that can be met from this hook, and this packet did not meet. */
  readonly others: readonly ChainBlock[];
}

export interface ChainsArgs extends KernelArgs {
  readonly station: StationId;
  readonly table: NfTableName;
}
