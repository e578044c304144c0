/** What felix remembers of what it wrote. Plain data. */
import type { Table } from './hooks';
import type { PlannedChain } from './planned';

export interface DesiredSet {
  readonly name: string;
  readonly type: 'hash:net' | 'hash:ip,port';
  readonly members: readonly string[];
}

export type ProgrammedSets = ReadonlyMap<string, Pick<DesiredSet, 'type' | 'members'>>;

/** What felix believes is there. */
export interface ProgrammedRules {
  /** Hash of each chain's last rule, by table and name. */
  readonly chains: Readonly<Record<Table, ReadonlyMap<string, string>>>;
  /** Hashes of the rules in the kernel's own chains. */
  readonly hooks: Readonly<Record<Table, string>>;
  readonly sets: ProgrammedSets;
  /** Chains of each pod's device, and what they were made of. */
  readonly endpoints: ReadonlyMap<string, PlannedEndpoint>;
  /** The ways from devices to those chains. */
  readonly dispatch: PlannedEndpoint;
}

export interface PlannedEndpoint {
  readonly madeOf: string;
  readonly chains: readonly PlannedChain[];
}

const NONE: ReadonlyMap<string, string> = new Map();

export const NOTHING_PROGRAMMED: ProgrammedRules = {
  chains: { raw: NONE, mangle: NONE, nat: NONE, filter: NONE },
  hooks: { raw: '', mangle: '', nat: '', filter: '' },
  sets: new Map(),
  endpoints: new Map(),
  dispatch: { madeOf: '', chains: [] },
};
