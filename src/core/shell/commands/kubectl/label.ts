/** `kubectl label`. Source: kubernetes v1.34 kubectl/pkg/cmd/label/label.go. */
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';
import { patchObject } from '../../../cluster/apiserver';
import { labelValueFaults } from '../../../cluster/objects/names';
import type { Kubectl, Verb } from './kubectl';
import { objectWord, statusLines } from './kubectl';
import { changeMetadata, METADATA_FLAGS } from './metadata';
import type { Found } from './resources';

export const label: Verb = {
  kind: 'label',
  usage: ['label TYPE NAME KEY=VALUE ... KEY- ... [--overwrite] [-n NAMESPACE]'],
  flags: METADATA_FLAGS,
  run: (kubectl) => changeMetadata(kubectl, 'label', readChange, relabel),
};

interface Change {
  readonly set: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
}

function readChange(words: readonly string[]): Result<Change, string> {
  const set = new Map<string, string>();
  const remove: string[] = [];
  for (const word of words) {
    if (word.includes('=')) {
      const [key = '', text = '', ...more] = word.split('=');
      if (more.length > 0) return err(`invalid label spec: ${word}`);
      const faults = labelValueFaults(text);
      if (faults.length > 0) return err(`invalid label value: "${word}": ${faults.join(';')}`);
      set.set(key, text);
    } else if (word.endsWith('-')) remove.push(word.slice(0, -1));
    else return err(`unknown label spec: ${word}`);
  }
  return remove.some((key) => set.has(key))
    ? err('can not both modify and remove a label in the same command')
    : ok({ set, remove });
}

function relabel(
  { caller, flags }: Kubectl,
  { kind, object }: Found,
  change: Change,
): Result<string[], string[]> {
  const own = object.metadata.labels ?? {};
  const taken = [...change.set].filter(([key, text]) => Object.hasOwn(own, key) && own[key] !== text);
  if (flags.get('overwrite') !== 'true' && taken.length > 0) {
    const faults = taken.map(
      ([key]) => `'${key}' already has a value (${own[key] ?? ''}), and --overwrite is false`,
    );
    return err([`error: ${faults.length === 1 ? faults.join('') : `[${faults.join(', ')}]`}`]);
  }
  const added = [...change.set].filter(([key, text]) => own[key] !== text);
  const gone = change.remove.filter((key) => Object.hasOwn(own, key));
  const lines = change.remove.filter((key) => !gone.includes(key)).map((key) => `label "${key}" not found.`);
  const word = objectWord(kind, object);
  if (added.length === 0 && gone.length === 0) return ok([...lines, `${word} not labeled`]);
  const labels = Object.fromEntries([...added, ...gone.map((key) => [key, null] as const)]);
  const { namespace = '', name } = object.metadata;
  const patched = patchObject(caller, { kind: kind.kind, namespace, name }, { metadata: { labels } });
  if (!patched.ok) return err(statusLines(patched.error, kind, name));
  const done = added.length === 0 ? 'unlabeled' : gone.length === 0 ? 'labeled' : 'modified';
  return ok([...lines, `${word} ${done}`]);
}
