/** What may be chosen when a lab is opened, and the lab that a choice makes of it. */
import type { JsonObject } from '../base/json';
import { isJsonObject, jsonEqual, mergePatch, objectAt, textAt } from '../base/json';
import type { Path } from '../base/path';
import { err, ok, type Result } from '../base/result';
import type { ClusterConfig } from '../model/cluster';
import type { Chosen, Problem } from '../session.types';
import type { SourceDocument } from './documents';
import type { Lab, LabChoice, LabManifest, LabOption } from './lab';
import { keyOfManifest, manifestProblems, type Spots } from './manifests';
import { nearest } from './nearest';
import { placeOf, placeOfKey } from './place';
import { problemAt, wholeFile } from './problems';
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
      return { name: option.name, title: option.title, cluster: given(option.cluster), patches };
    });
    return { name: part.name, title: part.title, default: preset, options };
  });
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

/** The lab with the chosen options; what is not chosen is as the file has it. */
export function chosenLab(lab: Lab, chosen: Chosen): Result<Lab, readonly Problem[]> {
  const problems: Problem[] = [];
  const names = lab.choices.map(({ name }) => name);
  const at = { ...wholeFile(lab.file), document: lab.document, path: 'spec.choices' };
  for (const name of Object.keys(chosen)) {
    if (names.includes(name)) continue;
    const close = nearest(name, names) ?? (names.join(', ') || '—');
    problems.push(problemAt(at, 'unknownChoice', { found: name, choices: close }));
  }
  let config = lab.info.cluster;
  let manifests = lab.manifests;
  const choices = lab.choices.map((choice) => {
    const name = Object.hasOwn(chosen, choice.name) ? (chosen[choice.name] ?? '') : choice.default;
    const option = choice.options.find((one) => one.name === name);
    const options = choice.options.map((one) => ({ name: one.name, title: one.title }));
    if (option === undefined) {
      const params = { found: name, choice: choice.name, choices: options.map((one) => one.name).join(', ') };
      problems.push(problemAt(at, 'unknownOption', params));
    } else {
      if (config !== null) config = { ...config, ...option.cluster };
      manifests = manifests.map((manifest) => patched(manifest, option));
    }
    return { name: choice.name, title: choice.title, options, default: choice.default, chosen: name };
  });
  if (problems.length > 0) return err(problems);
  return ok({ ...lab, info: { ...lab.info, cluster: config, choices }, manifests });
}

function patched(manifest: LabManifest, { patches }: LabOption): LabManifest {
  const key = keyOfManifest(manifest.object);
  return patches
    .filter((patch) => patch.key === key)
    .reduce((before, { patch }): LabManifest => {
      const object = mergePatch(before.object, patch);
      return isJsonObject(object) && !jsonEqual(object, before.object) ? { ...before, object } : before;
    }, manifest);
}
