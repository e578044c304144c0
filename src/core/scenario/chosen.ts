/** The lab that a choice makes of a lab. */
import { isJsonObject, jsonEqual, mergePatch } from '../base/json';
import { Part } from '../base/part';
import { err, ok, type Result } from '../base/result';
import type { Chosen, Problem } from '../session.types';
import type { Lab, LabManifest, LabOption } from './lab';
import { nearest } from './nearest';
import { problemAt, wholeFile } from './problems';

/** Knows the kinds of the API; only some options patch manifests. */
const keys = new Part('manifest keys', async () => (await import('./manifest-key')).keyOfManifest);

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
  let { faults } = lab;
  let network: Pick<Lab, 'machines' | 'cables' | 'services'> = lab;
  const choices = lab.choices.map((choice) => {
    const name = Object.hasOwn(chosen, choice.name) ? (chosen[choice.name] ?? '') : choice.default;
    const option = choice.options.find((one) => one.name === name);
    const options = choice.options.map((one) => ({ name: one.name, title: one.title }));
    if (option === undefined) {
      const params = { found: name, choice: choice.name, choices: options.map((one) => one.name).join(', ') };
      problems.push(problemAt(at, 'unknownOption', params));
    } else {
      if (config !== null) config = { ...config, ...option.cluster };
      network = option.network ?? network;
      faults = [...faults, ...option.faults];
      manifests = manifests.map((manifest) => patched(manifest, option));
    }
    return { name: choice.name, title: choice.title, options, default: choice.default, chosen: name };
  });
  if (problems.length > 0) return err(problems);
  const { machines, cables, services } = network;
  return ok({
    ...lab,
    machines,
    cables,
    services,
    faults,
    info: { ...lab.info, cluster: config, choices },
    manifests,
  });
}

function patched(manifest: LabManifest, { patches }: LabOption): LabManifest {
  if (patches.length === 0) return manifest;
  const key = keys.content(manifest.object);
  return patches
    .filter((patch) => patch.key === key)
    .reduce((before, { patch }): LabManifest => {
      const object = mergePatch(before.object, patch);
      return isJsonObject(object) && !jsonEqual(object, before.object) ? { ...before, object } : before;
    }, manifest);
}
