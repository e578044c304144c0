/**
 * What the screens ask of a session: every view's arguments and result, plain data that crosses the worker boundary.
 *
 * Places are named by strings that stay the same in every run: netns `node-1` (a machine's root netns carries the
 * machine's name) or `pod-a`; elements of the graph by the ids of `elementId`.
 */
import type { CaptureArgs, CaptureView } from './contract.capture';
import type { CostsArgs, CostsView } from './contract.costs';
import type { ConfigView, DiffView, JournalArgs, JournalView } from './contract.config';
import type { DeviceKind, GraphView, StepMarks } from './contract.graph';
import type { ChainsArgs, ChainsView, KernelArgs, KernelView } from './contract.kernel';
import type { ObjectView, ObjectsView } from './contract.objects';
import type { PoliciesView } from './contract.policies';
import type { SessionsView } from './contract.sessions';
import type { TablesAt } from './contract.tables';
import type { OutputsView, TerminalPlace } from './contract.terminal';
import type { FaultView } from './contract.faults';
import type { Message } from './message';

export type * from './contract.capture';
export type * from './contract.config';
export type * from './contract.costs';
export { TABLE_COSTS, TRAFFIC_COSTS } from './contract.costs';
export type * from './contract.faults';
export type * from './contract.graph';
export type * from './contract.kernel';
export type * from './contract.objects';
export type * from './contract.policies';
export type * from './contract.sessions';
export type * from './contract.tables';
export type * from './contract.terminal';
export { TUNNEL_KINDS, elementId, tabText } from './contract.graph';

/** Step sizes: groupings of the same trace. */
export type Grain = 'decision' | 'hop' | 'machine' | 'packet';

/** A protocol layer: it has a colour and a pattern on the page. */
export type Layer = 'l2' | 'l3' | 'l4' | 'tun' | 'app';

// ---------------------------------------------------------------------------------------------- the timeline

export interface PacketLane {
  readonly packet: number;
  readonly title: Message;
  /** Colour of the lane: the layer of its innermost known header (ARP l2, ICMP/UDP l4, ...). */
  readonly layer: Layer;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly fromNs: number;
  readonly toNs: number;
  /** Stretches of seq in which the packet was wrapped in a tunnel. */
  readonly wrapped: readonly { readonly from: number; readonly to: number }[];
  readonly dropSeq: number | null;
  readonly fate: 'delivered' | 'dropped' | 'consumed' | 'in-flight';
  /** Index of the input that led to it, null for none. */
  readonly input: number | null;
  /** The packet it follows from: that waits for its address (ARP), that it answers, that it reports on. */
  readonly parent: number | null;
  readonly background: boolean;
}
export interface InputMark {
  readonly index: number;
  readonly seq: number;
  readonly command: string;
}
/** Asked again only after the trace grew. */
export interface TimelineView {
  /** Number of records. */
  readonly length: number;
  /** The cursor's lowest place: the first record that is not set-up; with the set-up opened, the very first. */
  readonly start: number;
  readonly setUp: {
    /** Its steps are among the steps. */
    readonly open: boolean;
    /** Number of its decisions, open or not. */
    readonly steps: number;
    /** First record after it. */
    readonly end: number;
  };
  /** Sequence numbers at which a step of each grain ends, ascending. Decision: every foreground record. */
  readonly steps: Readonly<Record<Grain, readonly number[]>>;
  /** Those of them at which a machine or the cluster is configured, and no packet moves. */
  readonly config: Readonly<Record<Grain, readonly number[]>>;
  readonly lanes: readonly PacketLane[];
  readonly inputs: readonly InputMark[];
  /** Places one can jump to. */
  readonly jumps: {
    readonly drop: readonly number[];
    readonly rewrite: readonly number[];
    readonly encapsulation: readonly number[];
    /** A copy of a packet ends: delivered, answered, dropped. */
    readonly verdict: readonly number[];
    readonly config: readonly number[];
  };
}

// ---------------------------------------------------------------------------------------------- one instant

/** One device a packet stands at, on the way from first to last. */
export interface Stop {
  /** Element id of the device. */
  readonly element: string;
  readonly machine: string;
  readonly netns: string;
  readonly dev: string;
  readonly device: DeviceKind;
  /** The cursor is on this stop from `firstSeq` to `lastSeq`. */
  readonly firstSeq: number;
  readonly lastSeq: number;
  /** TTL of the innermost IPv4 header when leaving this stop, null without IPv4. */
  readonly ttl: number | null;
  readonly lenBytes: number;
  /** Bytes before the innermost transport payload. */
  readonly headerBytes: number;
  readonly wrapped: boolean;
  readonly state: 'travelled' | 'here' | 'ahead';
  readonly dropped: boolean;
}
/** The path of the packet under the cursor; of a flooded packet, the branch under the cursor. */
export interface Journey {
  readonly packet: number;
  readonly title: Message;
  readonly stops: readonly Stop[];
  /** Number of branches the packet has (1 unless flooded). */
  readonly branches: number;
  readonly fate: PacketLane['fate'];
}

export interface FieldView {
  readonly name: string;
  readonly text: string;
  /** Former value, when it changed since the step compared with. */
  readonly was: string | null;
  /** Bytes of the frame it lies in. */
  readonly from: number;
  readonly to: number;
  /** Where the field is defined: `RFC 791 3.1`. */
  readonly source: string;
  readonly note: Message | null;
}
export interface LayerView {
  /** Stable within a packet: header kind and encapsulation depth counted from the inside. */
  readonly id: string;
  /** What the chip says: `ETH`, `ARP`, `IPv4`, `UDP`, `VXLAN`, `ICMP`, `DATA`. */
  readonly tag: string;
  /** One or two letters for the compact form. */
  readonly shortTag: string;
  readonly layer: Layer;
  readonly status: 'kept' | 'added' | 'changed';
  /** Protocol text, the same in all languages: `10.244.1.2 → 10.244.2.2`. */
  readonly summary: string;
  readonly fields: readonly FieldView[];
  readonly from: number;
  readonly to: number;
  /** Belongs to the packet quoted inside an ICMP error. */
  readonly quoted: boolean;
}
export interface PacketView {
  readonly packet: number;
  readonly title: Message;
  readonly lenBytes: number;
  /** Length at the step compared with, null when the same. */
  readonly wasLenBytes: number | null;
  /** Outermost first. */
  readonly layers: readonly LayerView[];
  /** Layers that the last step took away, outermost first. */
  readonly removed: readonly LayerView[];
  readonly bytes: Uint8Array;
  /** Byte ranges that changed since the step compared with. */
  readonly changed: readonly { readonly from: number; readonly to: number }[];
}

export interface EvidenceRow {
  readonly cells: readonly string[];
  readonly verdict: 'won' | 'lost' | 'shown';
  /** Why it won or lost. */
  readonly reason: Message | null;
  /** Who wrote it: the command as typed, null when unknown. */
  readonly writtenBy: string | null;
}
/** Who told the row that won: for a route that a BGP daemon heard of. */
export interface Told {
  /** Element of the machine that told it; null where nobody has its address. */
  readonly from: string | null;
  /** Element of the machine that was told. */
  readonly to: string;
  readonly sentence: Message;
}
/** One decision with the table it was taken from. */
export interface Decision {
  readonly seq: number;
  /** `Route`, `Neighbour`, `Tunnel FDB`, ... */
  readonly title: Message;
  readonly sentence: Message;
  /** What was asked, protocol text; empty when nothing was. */
  readonly key: string;
  /** One line that says the answer: `10.244.2.0/24 via 10.244.2.0 dev flannel.1`. */
  readonly answer: string;
  readonly table: {
    readonly name: string;
    readonly size: number;
    readonly columns: readonly Message[];
  } | null;
  readonly rows: readonly EvidenceRow[];
  /** Entries not shown because there are too many. */
  readonly hidden: number;
  /** Null where the row that won was told by nobody: written here, or none won. */
  readonly told: Told | null;
  /** Kernel function modelled: `fib_table_lookup`. */
  readonly kernelFunction: string;
  /** It decides the present record: one of an instant's decisions, the last that is more than carrying out. */
  readonly deciding: boolean;
}
/** What changed in a table at this record. */
export interface TableChange {
  readonly table: string;
  readonly netns: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** What a packet in a tunnel carries, as it went in. */
export interface Carried {
  readonly tunnel: 'vxlan' | 'geneve' | 'ipip' | 'wireguard' | 'flannel-udp';
  /** Element of the tunnel device that wrapped it. */
  readonly from: string;
  /** The one that unwraps it, or is meant to; null where nobody on the map would. */
  readonly to: string | null;
  /** Ends of the outer packet: addresses. */
  readonly outer: { readonly from: string; readonly to: string };
  readonly inner: Pick<PacketView, 'title' | 'lenBytes' | 'layers'>;
}

/** How the drawing moves into this instant. Played forward on a step ahead, in reverse on a step back. */
export type Cue =
  | { readonly kind: 'none' }
  /** Along a wire (or several, from one element to the next). */
  | {
      readonly kind: 'travel';
      readonly wires: readonly { readonly wire: string; readonly reversed: boolean }[];
      readonly to: string;
      /** On arrival the packet is wrapped or unwrapped. */
      readonly then?: { readonly kind: 'wrap' | 'unwrap'; readonly layers: number };
    }
  | { readonly kind: 'stay'; readonly at: string }
  | { readonly kind: 'wrap' | 'unwrap'; readonly at: string; readonly layers: number }
  | {
      readonly kind: 'split';
      readonly at: string;
      readonly wires: readonly { readonly wire: string; readonly reversed: boolean }[];
    }
  | { readonly kind: 'drop'; readonly at: string; readonly reason: string };

export interface Instant {
  readonly seq: number;
  readonly atNs: number;
  readonly packet: number | null;
  /** Element the decision is taken at (device or routing core); machine for configuration. */
  readonly element: string;
  readonly machine: string;
  readonly netns: string;
  readonly narration: Message;
  readonly packetView: PacketView | null;
  /** Null for a packet that is in no tunnel. */
  readonly carried: Carried | null;
  readonly journey: Journey | null;
  /**
   * Never empty: the look-ups since the packet's previous stop, in order. The present record comes last; in steps
   * larger than a decision it is left to the narration when it only carries out what was decided.
   */
  readonly decisions: readonly Decision[];
  /**
   * What changed in the tables since the step before, as far as this step has to do with it: in the netns of the step,
   * or on the way of its packet.
   */
  readonly changes: readonly TableChange[];
  readonly cue: Cue;
  /** Of a configuration step: who, what woke him, the object or the plugin's call. */
  readonly config: ConfigView | null;
  /** The narration says why; `sentence` says who learns of it. */
  readonly drop: {
    readonly reason: string;
    readonly sentence: Message;
    /** Of a packet that network policies keep out: their names, `default/deny-all`. */
    readonly policies: readonly string[];
  } | null;
  /** Output of the process of the present input so far, as the terminal would show it. */
  readonly output: readonly string[];
}

/** All views: arguments and result. */
export interface Views {
  /** `open`: ids of folds that the reader has opened. */
  readonly graph: {
    readonly args: { readonly seq: number; readonly open?: readonly string[] };
    readonly result: GraphView;
  };
  readonly objects: { readonly args: { readonly seq: number }; readonly result: ObjectsView };
  readonly object: {
    readonly args: { readonly seq: number; readonly key: string };
    readonly result: ObjectView | null;
  };
  /** Null in a lab without a cluster. */
  readonly policies: { readonly args: { readonly seq: number }; readonly result: PoliciesView | null };
  /** BGP sessions between machines. */
  readonly sessions: { readonly args: { readonly seq: number }; readonly result: SessionsView };
  readonly marks: { readonly args: { readonly seq: number }; readonly result: StepMarks };
  readonly timeline: { readonly args: { readonly setUp?: boolean }; readonly result: TimelineView };
  /** `compare`: the earlier record that changes are told against; by default the previous hop of the packet. */
  readonly instant: {
    readonly args: { readonly seq: number; readonly grain: Grain };
    readonly result: Instant;
  };
  readonly tables: {
    readonly args: { readonly seq: number; readonly netns: string; readonly compareSeq: number | null };
    readonly result: TablesAt;
  };
  /** What the inputs printed by record `seq`, from the input with index `from` on. */
  readonly outputs: {
    readonly args: { readonly seq: number; readonly from?: number };
    readonly result: OutputsView;
  };
  /** The way of IPv4 through a netns; null where there is no such netns. */
  readonly kernel: { readonly args: KernelArgs; readonly result: KernelView | null };
  /** The rules of one table at one hook of it. */
  readonly chains: { readonly args: ChainsArgs; readonly result: ChainsView | null };
  /** Who did what: the configuration steps, by who was woken by what. */
  readonly journal: { readonly args: JournalArgs; readonly result: JournalView };
  /** What differs between two instants, in any order. */
  readonly diff: {
    readonly args: { readonly from: number; readonly to: number };
    readonly result: DiffView;
  };
  /** A part of the trace as a capture. */
  readonly capture: { readonly args: CaptureArgs; readonly result: CaptureView };
  /** What an input's traffic has cost so far. */
  readonly costs: { readonly args: CostsArgs; readonly result: CostsView };
  /** What can be broken at this instant, and where. */
  readonly faults: { readonly args: { readonly seq: number }; readonly result: readonly FaultView[] };
  /** Where one can open a terminal. */
  readonly places: { readonly args: { readonly seq: number }; readonly result: readonly TerminalPlace[] };
}
export type ViewName = keyof Views;
export type ViewArgs<V extends ViewName> = Views[V]['args'];
export type ViewResult<V extends ViewName> = Views[V]['result'];
