/** A lab as read from its file: plain data that the session builds a World from. */
import type { FabricOp } from '../model/op';
import type { MachineRole } from '../model/world';
import type { LabInfo } from '../session.types';

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
  /** Typed one after the other in the machine's root netns. */
  readonly setup: readonly LabCommand[];
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
  readonly services: readonly LabService[];
  /** The commands of `info.sends`, in their order, with their places. */
  readonly sends: readonly LabService[];
}
