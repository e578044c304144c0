/** What a file says may be chosen when its lab is opened. */
import type { JsonObject } from '../base/json';
import { isJsonObject, mergePatch, objectAt, textAt } from '../base/json';
import type { Path } from '../base/path';
import type { ClusterConfig } from '../model/cluster';
import type { Problem } from '../session.types';
import type { SourceDocument } from './documents';
import type { LabChoice, LabFault, LabManifest, LabOption } from './lab';
import { keyOfManifest } from './manifest-key';
import { manifestProblems, type Spots } from './manifests';
import { placeOf, placeOfKey } from './place';
import { problemAt } from './problems';
import type { ChoicePart } from './schema.cluster';

/** The choices of a document. An option that makes a manifest invalid is a problem in the option. */
export function readChoices(
  source: SourceDocument,
  parts: readonly ChoicePart[],
  manifests: readonly LabManifest[],
  problems: Problem[],
): readonly LabChoice[] {
  return parts.map((part, at): LabChoice => {
    const path = ['spec', 'choices', at];
    const names = part.options.map(({ name }) => name);
    const first = names[0] ?? '';
    const preset = part.default ?? first;
    if (!names.includes(preset)) {
      const params = { found: preset, choices: names.join(', ') };
      problems.push(problemAt(placeOf(source, [...path, 'default']), 'unknownDefault', params));
    }
    const options = part.options.map((option, index): LabOption => {
      const patches = option.patches.map((patch, number) => {
        const own: Path = [...path, 'options', index, 'patches', number];
        const raw = asPatch(patch);
        const key = keyOfPatch(raw, manifests);
        problems.push(...patchProblems(source, own, raw, key, manifests));
        return { key, patch: raw, place: placeOf(source, own) };
      });
      return {
        name: option.name,
        title: option.title,
        cluster: given(option.cluster),
        network: null,
        faults: readFaults(source, [...path, 'options', index], option.faults),
        patches,
      };
    });
    return { name: part.name, title: part.title, default: preset, options };
  });
}

/** Faults of a file or of an option of it. */
export function readFaults(
  source: SourceDocument,
  path: Path,
  parts: ChoicePart['options'][number]['faults'],
): readonly LabFault[] {
  return parts.map(({ name, at = null }, index) => ({
    ...{ name, at },
    place: placeOf(source, [...path, 'faults', index]),
  }));
}

function asPatch(value: unknown): JsonObject {
  return value as JsonObject;
}

function given(settings: ChoicePart['options'][number]['cluster']): Partial<ClusterConfig> {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}

/** A patch need not repeat the apiVersion of what it changes. */
function keyOfPatch(patch: JsonObject, manifests: readonly LabManifest[]): string {
  const same = manifests.find(({ object }) => object['kind'] === patch['kind']);
  return keyOfManifest({ ...patch, apiVersion: same?.object['apiVersion'] });
}

function patchProblems(
  source: SourceDocument,
  path: Path,
  patch: JsonObject,
  key: string,
  manifests: readonly LabManifest[],
): readonly Problem[] {
  const target = manifests.find(({ object }) => keyOfManifest(object) === key);
  if (target === undefined) {
    const params = { kind: textAt(patch, 'kind'), name: textAt(objectAt(patch, 'metadata'), 'name') };
    return [problemAt(placeOf(source, path), 'unknownPatched', params)];
  }
  const patched = mergePatch(target.object, patch);
  const spots: Spots = {
    value: (inner) => placeOf(source, [...path, ...inner]),
    key: (inner) => placeOfKey(source, [...path, ...inner]),
  };
  return isJsonObject(patched) ? manifestProblems(patched, spots) : [];
}
