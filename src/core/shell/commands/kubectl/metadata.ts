/** What `kubectl annotate` and `kubectl label` have in common: whose metadata changes, and how that is told. */
import type { Result } from '../../../base/result';
import { nothing, value } from './flags';
import type { Kubectl, Verb } from './kubectl';
import { fault, told } from './kubectl';
import type { Found } from './resources';
import { findAsked } from './resources';

export const METADATA_FLAGS: Verb['flags'] = {
  ...{ overwrite: nothing(), all: nothing(), selector: value('l'), 'all-namespaces': nothing('A') },
};

/** Reads `TYPE NAME … KEY=VALUE … KEY- …` and makes the change in each object that is meant. */
export function changeMetadata<Change>(
  kubectl: Kubectl,
  what: 'annotation' | 'label',
  read: (words: readonly string[]) => Result<Change, string>,
  make: (kubectl: Kubectl, found: Found, change: Change) => Result<readonly string[], readonly string[]>,
): ReturnType<Verb['run']> {
  const first = kubectl.words.findIndex((word) => word.includes('=') || word.endsWith('-'));
  const resources = first < 0 ? kubectl.words : kubectl.words.slice(0, first);
  if (resources.length === 0)
    return fault('one or more resources must be specified as <resource> <name> or <resource>/<name>');
  if (first < 0) return fault(`at least one ${what} update is required`);
  const change = read(kubectl.words.slice(first));
  if (!change.ok) return fault(change.error);
  const asked = findAsked(kubectl, resources);
  if (!asked.ok) return fault(asked.error);
  const many = kubectl.flags.has('all') || kubectl.flags.has('selector');
  if (!asked.value.named && !many) return fault('resource(s) were provided, but no name was specified');
  const stdout: string[] = [];
  const stderr = [...asked.value.missing];
  for (const found of asked.value.found) {
    const done = make(kubectl, found, change.value);
    if (done.ok) stdout.push(...done.value);
    else stderr.push(...done.error);
  }
  return told(stdout, stderr, stderr.length > 0);
}
