/**
 * What a kind of physical network is: settings → machines and cables. Nothing of it is special to the simulation; a
 * router is a Linux machine that forwards, a switch is one with a bridge, a rule of the network is a rule of theirs.
 */
import type { Cidr4 } from '../../wire/addr';
import type { CableEnd } from '../../model/op';
import type { MachineRole } from '../../model/world';
import type { CloudRoutes } from '../../model/cluster';

/** The settings of `spec.fabric` that only some kinds have. */
export type FabricField =
  | 'ranges'
  | 'mtu'
  | 'allow'
  | 'spines'
  | 'trunkedNodes'
  | 'routing'
  | 'nodeAs'
  | 'sourceDestCheck'
  | 'cloudRoutes'
  | 'icmpErrors'
  | 'masquerade';

/** `spec.fabric`, with everything filled in. */
export interface FabricSettings {
  /** Number of nodes, from 1. */
  readonly nodes: number;
  /** IPv4 ranges of the segments the nodes are in. */
  readonly ranges: readonly Cidr4[];
  /** MTU of what the kind says it is of, bytes. */
  readonly mtu: number;
  /** What a filter lets through, see `allow.ts`; null where everything passes. */
  readonly allow: readonly string[] | null;
  readonly spines: number;
  /** How many nodes, the last ones, hang on trunks. */
  readonly trunkedNodes: number;
  /** Where the routes of leaves and spines come from. */
  readonly routing: 'static' | 'bgp';
  /** The autonomous system of all nodes; null for one each. */
  readonly nodeAs: number | null;
  readonly sourceDestCheck: boolean;
  readonly cloudRoutes: { readonly limit: number; readonly inUse: number } | null;
  /** Whether ICMP errors pass. */
  readonly icmpErrors: boolean;
  /** Whose addresses are hidden behind the gateway's. */
  readonly masquerade: 'nodes' | 'all' | 'none';
}

export interface FabricMachine {
  readonly name: string;
  readonly role: MachineRole;
  /** Texts by path, there before the commands run. */
  readonly files?: Readonly<Record<string, string>>;
  readonly setup: readonly string[];
}

/** What a fabric is made of. */
export interface Underlay {
  readonly machines: readonly FabricMachine[];
  readonly cables: readonly (readonly [CableEnd, CableEnd])[];
  /** Servers that run from the beginning. */
  readonly services: readonly { readonly netns: string; readonly run: string }[];
  /** The route table that a cloud route controller writes. */
  readonly cloudRoutes: CloudRoutes | null;
}

export interface FabricKind {
  readonly kind: string;
  /** Settings it has besides `nodes`. */
  readonly fields: readonly FabricField[];
  /** Ranges of its segments, unless told otherwise. */
  readonly ranges: readonly string[];
  /** How many ranges it may have. */
  readonly segments: { readonly min: number; readonly max: number };
  /** MTU unless told otherwise, bytes. */
  readonly mtu: number;
  /** What passes unless told otherwise; null for everything. */
  readonly allow: readonly string[] | null;
  build(settings: FabricSettings): Underlay;
}
