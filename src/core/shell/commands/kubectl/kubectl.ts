/** What every verb of kubectl is given and answers. Words: kubernetes v1.34 kubectl/pkg/cmd/util/helpers.go. */
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';
import type { ApiCaller } from '../../../cluster/apiserver';
import { fieldText } from '../../../cluster/objects/fields';
import type { ResourceKind } from '../../../cluster/objects/kind';
import type { ApiStatus } from '../../../cluster/status';
import type { ApiObject } from '../../../model/cluster';
import type { CommandIo, Outcome } from '../../command';
import { failed, notYet } from '../../command';
import type { ClusterDoor, YamlText } from '../../host';
import type { FlagTable, Flags } from './flags';
import { nothing, readFlags, value } from './flags';
import { realFlag } from './real-flags';

export interface Kubectl {
  readonly io: CommandIo;
  readonly yaml: YamlText;
  readonly caller: ApiCaller;
  /** The verb, as typed. */
  readonly verb: string;
  readonly flags: Flags['given'];
  readonly words: readonly string[];
  /** All words behind the verb, as typed: what `--` parts. */
  readonly typedWords: readonly string[];
  /** `-n`, or `default`. */
  readonly namespace: string;
}

/** A verb: a file beside this one. */
export interface Verb {
  readonly kind: string;
  /** Forms it understands, without `kubectl`. */
  readonly usage: readonly string[];
  readonly flags: FlagTable;
  run(kubectl: Kubectl): Outcome;
}

/** Flags every verb has. */
const COMMON: FlagTable = { namespace: value('n'), help: nothing('h') };

/** Reads the flags of a verb; what cannot be read is an outcome at once. */
export function readVerb(
  io: CommandIo,
  door: ClusterDoor,
  verb: Verb,
  argv: readonly string[],
): Result<Kubectl, Outcome> {
  const { given, words, fault } = readFlags(argv, { ...COMMON, ...verb.flags });
  if (fault !== null) {
    const real = realFlag(verb.kind, fault);
    if (real !== null) return err(notYet(`kubectl ${verb.kind} ${real}`));
    return err(failed(1, `error: ${fault}`, `See 'kubectl ${verb.kind} --help' for usage.`));
  }
  if (given.has('help'))
    return err({ ...failed(0), stdout: ['Usage:', ...verb.usage.map((one) => `  kubectl ${one}`)] });
  const namespace = given.get('namespace') ?? 'default';
  const caller = door.caller(io.netns, 'kubectl');
  return ok({
    io,
    yaml: door.yaml,
    caller,
    verb: verb.kind,
    flags: given,
    words,
    typedWords: argv,
    namespace,
  });
}

/** `pod`, `deployment.apps`: a kind as the printer of names writes it. */
export function kindWord({ kind, apiVersion }: ResourceKind): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? kind.toLowerCase() : `${kind.toLowerCase()}.${apiVersion.slice(0, slash)}`;
}

/** `pod/web`, `deployment.apps/web` */
export function objectWord(kind: ResourceKind, { metadata }: ApiObject): string {
  return `${kindWord(kind)}/${metadata.name}`;
}

/** A refusal as kubectl tells it. `doing`: what it was about when it read a file, `creating`. */
export function statusLines(
  status: ApiStatus,
  kind: ResourceKind | null,
  name: string,
  doing = '',
): string[] {
  const { reason, causes, message } = status;
  if (reason === 'Invalid' && kind !== null) {
    const texts = [...new Set(causes.map(fieldText))];
    const head = `The ${kind.kind} "${name}" is invalid: `;
    return texts.length === 1 ? [`${head}${texts[0] ?? ''}`] : [head, ...texts.map((text) => `* ${text}`)];
  }
  const source = doing === '' ? '' : `error when ${doing} "STDIN": `;
  return [`Error from server (${reason}): ${source}${message}`];
}

export function fault(words: string): Outcome {
  return failed(1, `error: ${words}`);
}

/** Lines on both outputs; the exit code says whether something went wrong. */
export function told(stdout: readonly string[], stderr: readonly string[], failedAny: boolean): Outcome {
  return { exitCode: failedAny ? 1 : 0, stdout, stderr, pid: null };
}
