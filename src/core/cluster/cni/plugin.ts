/** The shape of a network plugin, and how one is run: environment and standard input in, standard output out. */
import type { JsonObject } from '../../base/json';
import type { Result } from '../../base/result';
import type { Ctx } from '../../kernel/ctx';
import type { NetnsId } from '../../model/link';
import type { NetOp, OpError } from '../../model/op';
import type { CniEnv, CniError } from '../../trace/kinds.cluster';
import type { ApiDoor } from '../api-door';
import type { CniResult } from './result';

export type CniCommand = 'ADD' | 'DEL' | 'CHECK' | 'GC' | 'VERSION';

/** What a plugin is run with, its environment read. */
export interface CniRequest {
  readonly env: CniEnv;
  /** Standard input. */
  readonly conf: JsonObject;
  /** `prevResult` of the configuration in the newest form, null when there is none. */
  readonly prevResult: CniResult | null;
}

/** A command in words, or how to find them: they are asked for when there is a record to stand in. */
export type Words = string | (() => string);

/** What a plugin can do. It runs in the host's netns. */
export interface CniIo {
  readonly ctx: Ctx;
  readonly host: NetnsId;
  /** Which release of containernetworking/plugins this is: texts differ a little. */
  readonly release: PluginRelease;
  /** Null where there is no cluster. */
  readonly api: ApiDoor | null;
  /** The netns behind CNI_NETNS, null when there is none (any more). */
  netns(path: string): NetnsId | null;
  /** Configures a netns. `command` says it as one would type it; the record names the plugin before it. */
  op(netns: NetnsId, op: NetOp, command: Words): OpError | null;
  readFile(path: string): string | null;
  writeFile(path: string, text: string | undefined): void;
  /** Paths of the files right in a folder that say just this, blanks around it left out. */
  filesSaying(folder: string, text: string): readonly string[];
  /**
   * Runs another plugin with the same environment: an IPAM plugin, a delegate. `args` are added to its CNI_ARGS,
   * `IP=10.244.7.21`.
   */
  delegate(
    type: string,
    command: CniCommand,
    conf: JsonObject,
    args?: string,
  ): Result<CniResult | null, CniError>;
}

/** A plugin's answer: a result in the newest form (null prints nothing), or an error. */
export type CniAnswer = Result<CniResult | null, CniError>;

export interface CniPlugin {
  /** Its name, `type` in configurations. */
  readonly kind: string;
  /** What it sets up is kept and shown, and no packet feels it; the narration says so. */
  readonly withoutEffect?: boolean;
  /** The oldest CNI version it speaks; all of the release's when absent. */
  readonly oldestVersion?: string;
  add(io: CniIo, request: CniRequest): CniAnswer;
  del(io: CniIo, request: CniRequest): CniAnswer;
  check(io: CniIo, request: CniRequest): CniAnswer;
  /** Frees what belongs to no valid attachment; the reference plugins have nothing of the kind. */
  gc?(io: CniIo, request: CniRequest): CniAnswer;
}

export interface PluginRelease {
  readonly version: string;
  /** CNI versions they understand, oldest first. */
  readonly cniVersions: readonly string[];
}

/** The plugins in CNI_PATH. */
export interface CniPlugins {
  readonly release: PluginRelease;
  readonly byType: { get(type: string): CniPlugin | undefined };
}
