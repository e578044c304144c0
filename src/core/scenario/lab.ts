/** A lab as read from its file: plain data that the session builds a World from. */
import type { JsonObject } from '../base/json';
import type { ClusterConfig } from '../model/cluster';
import type { FabricOp } from '../model/op';
import type { MachineRole } from '../model/world';
import type { LabInfo, Localized } from '../session.types';
import type { FaultName } from '../views/faults/names';
import type { Place } from './problems';

/** A command line and where it stands in the file. */
export interface LabCommand {
  readonly text: string;
  /** Line of its first word, from 1. */
  readonly line: number;
  readonly column: number;
  /** Path in the document, `spec.machines[0].setup`. */
  readonly path: string;
}

export interface LabMachine {
  readonly name: string;
  readonly role: MachineRole;
  /** Whether it is a Node from the beginning. */
  readonly joins: boolean;
  /** Texts by path, there before the commands run. */
  readonly files: Readonly<Record<string, string>>;
  /** Typed one after the other in the machine's root netns. */
  readonly setup: readonly LabCommand[];
}

/** A document of the file that is applied to the cluster. */
export interface LabManifest {
  readonly object: JsonObject;
  /** Where it begins. */
  readonly place: Place;
}

/** Something that is broken from the beginning. */
export interface LabFault {
  readonly name: FaultName;
  /** Null for the first place where it can happen. */
  readonly at: string | null;
  readonly place: Place;
}

/** What an option changes: a merge patch (RFC 7386) for the manifest of this kind, namespace and name. */
export interface LabPatch {
  readonly key: string;
  readonly patch: JsonObject;
  readonly place: Place;
}

export interface LabOption {
  readonly name: string;
  readonly title: Localized;
  readonly cluster: Partial<ClusterConfig>;
  /** All machines, cables and services of the lab where the option brings a fabric of its own. */
  readonly network: Pick<Lab, 'machines' | 'cables' | 'services'> | null;
  readonly faults: readonly LabFault[];
  readonly patches: readonly LabPatch[];
}

export interface LabChoice {
  readonly name: string;
  readonly title: Localized;
  readonly default: string;
  readonly options: readonly LabOption[];
}

export type LabCable = Pick<Extract<FabricOp, { kind: 'cable.add' }>, 'ends'>;

/** A command that is to run before the first input, usually a server. */
export interface LabService {
  readonly netns: string;
  readonly command: LabCommand;
}

export interface Lab {
  readonly file: string;
  /** Which document of the file it is, from 1. */
  readonly document: number;
  readonly info: LabInfo;
  readonly machines: readonly LabMachine[];
  readonly cables: readonly LabCable[];
  /** What `info.cluster` says, with its place. */
  readonly clusterPlace: Place;
  readonly manifests: readonly LabManifest[];
  readonly choices: readonly LabChoice[];
  readonly services: readonly LabService[];
  readonly faults: readonly LabFault[];
  /** The commands of `info.sends`, in their order, with their places. */
  readonly sends: readonly LabService[];
}
