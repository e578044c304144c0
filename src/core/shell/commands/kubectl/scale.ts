/** `kubectl scale`. Source: kubernetes v1.34 kubectl/pkg/cmd/scale/scale.go. */
import { patchObject } from '../../../cluster/apiserver';
import { nothing, value } from './flags';
import type { Verb } from './kubectl';
import { fault, objectWord, statusLines, told } from './kubectl';
import { findAsked } from './resources';

export const scale: Verb = {
  kind: 'scale',
  usage: ['scale (deployment NAME | deployment/NAME) --replicas=COUNT [-n NAMESPACE]'],
  flags: { replicas: value(), selector: value('l'), all: nothing() },
  run(kubectl) {
    const { flags, words, caller } = kubectl;
    const given = flags.get('replicas');
    const replicas = Number(given ?? -1);
    if (given !== undefined && !/^-?\d+$/.test(given)) {
      return fault(
        `invalid argument "${given}" for "--replicas" flag: strconv.ParseInt: parsing "${given}": invalid syntax`,
      );
    }
    if (replicas < 0)
      return fault('The --replicas=COUNT flag is required, and COUNT must be greater than or equal to 0');
    if (words.length === 0) return fault('no objects passed to scale');
    const asked = findAsked(kubectl, words);
    if (!asked.ok) return fault(asked.error);
    const stdout: string[] = [];
    const stderr = [...asked.value.missing];
    if (asked.value.found.length === 0 && stderr.length === 0) return fault('no objects passed to scale');
    for (const { kind, object } of asked.value.found) {
      const { namespace = '', name } = object.metadata;
      if (kind.kind !== 'Deployment') {
        stderr.push('Error from server (NotFound): the server could not find the requested resource');
        continue;
      }
      const scaled = patchObject(caller, { kind: kind.kind, namespace, name }, { spec: { replicas } });
      if (scaled.ok) stdout.push(`${objectWord(kind, object)} scaled`);
      else stderr.push(...statusLines(scaled.error, kind, name));
    }
    return told(stdout, stderr, stderr.length > 0);
  },
};
