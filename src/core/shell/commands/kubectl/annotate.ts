/** `kubectl annotate`. Source: kubernetes v1.34 kubectl/pkg/cmd/annotate/annotate.go. */
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';
import { patchObject } from '../../../cluster/apiserver';
import { nothing, value } from './flags';
import type { Kubectl, Verb } from './kubectl';
import { fault, objectWord, statusLines, told } from './kubectl';
import type { Found } from './resources';
import { findAsked } from './resources';

export const annotate: Verb = {
  kind: 'annotate',
  usage: ['annotate TYPE NAME KEY=VALUE ... KEY- ... [--overwrite] [-n NAMESPACE]'],
  flags: { overwrite: nothing(), all: nothing(), selector: value('l'), 'all-namespaces': nothing('A') },
  run(kubectl) {
    const first = kubectl.words.findIndex((word) => word.includes('=') || word.endsWith('-'));
    const resources = first < 0 ? kubectl.words : kubectl.words.slice(0, first);
    if (resources.length === 0)
      return fault('one or more resources must be specified as <resource> <name> or <resource>/<name>');
    if (first < 0) return fault('at least one annotation update is required');
    const change = readChange(kubectl.words.slice(first));
    if (!change.ok) return fault(change.error);
    const asked = findAsked(kubectl, resources);
    if (!asked.ok) return fault(asked.error);
    const many = kubectl.flags.has('all') || kubectl.flags.has('selector');
    if (!asked.value.named && !many) return fault('resource(s) were provided, but no name was specified');
    const stdout: string[] = [];
    const stderr = [...asked.value.missing];
    for (const found of asked.value.found) {
      const done = changed(kubectl, found, change.value);
      if (done.ok) stdout.push(done.value);
      else stderr.push(...done.error);
    }
    return told(stdout, stderr, stderr.length > 0);
  },
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
): Result<string, string[]> {
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
  return ok(`${objectWord(kind, object)} annotated`);
}
