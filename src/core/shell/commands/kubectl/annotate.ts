/** `kubectl annotate`. Source: kubernetes v1.34 kubectl/pkg/cmd/annotate/annotate.go. */
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';
import { patchObject } from '../../../cluster/apiserver';
import type { Kubectl, Verb } from './kubectl';
import { objectWord, statusLines } from './kubectl';
import { changeMetadata, METADATA_FLAGS } from './metadata';
import type { Found } from './resources';

export const annotate: Verb = {
  kind: 'annotate',
  usage: ['annotate TYPE NAME KEY=VALUE ... KEY- ... [--overwrite] [-n NAMESPACE]'],
  flags: METADATA_FLAGS,
  run: (kubectl) => changeMetadata(kubectl, 'annotation', readChange, changed),
};

/** Values by key, null for what is taken away. A value may hold anything, an equals sign too. */
function readChange(words: readonly string[]): Result<ReadonlyMap<string, string | null>, string> {
  const change = new Map<string, string | null>();
  for (const word of words) {
    const at = word.indexOf('=');
    const [key, text] = at < 0 ? [word.replace(/-$/, ''), null] : [word.slice(0, at), word.slice(at + 1)];
    if (key === '' || (at < 0 && !word.endsWith('-'))) return err(`invalid annotation format: ${word}`);
    const before = change.get(key);
    if (before !== undefined && (before === null) !== (text === null)) {
      return err('can not both modify and remove an annotation in the same command');
    }
    change.set(key, text);
  }
  return ok(change);
}

function changed(
  { caller, flags }: Kubectl,
  { kind, object }: Found,
  change: ReadonlyMap<string, string | null>,
): Result<string[], string[]> {
  const own = object.metadata.annotations ?? {};
  const taken = [...change].filter(([key, text]) => text !== null && Object.hasOwn(own, key));
  if (flags.get('overwrite') !== 'true' && taken.length > 0) {
    const keys = taken.map(([key]) => `'${key}' already has a value (${own[key] ?? ''})`).join('; ');
    return err([`error: --overwrite is false but found the following declared annotation(s): ${keys}`]);
  }
  const { namespace = '', name } = object.metadata;
  const metadata = { annotations: Object.fromEntries(change) };
  const patched = patchObject(caller, { kind: kind.kind, namespace, name }, { metadata });
  if (!patched.ok) return err(statusLines(patched.error, kind, name));
  return ok([`${objectWord(kind, object)} annotated`]);
}
