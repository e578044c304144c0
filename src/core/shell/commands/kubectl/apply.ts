/** `kubectl apply -f -`. Source: kubernetes v1.34 kubectl/pkg/cmd/apply/apply.go. */
import { applyManifest, LAST_APPLIED } from '../../../cluster/apply';
import { value } from './flags';
import { readStdin } from './documents';
import type { Verb } from './kubectl';
import { fault, objectWord, statusLines } from './kubectl';
import { Writing } from '../../written';

export const apply: Verb = {
  kind: 'apply',
  usage: ['apply -f - [-n NAMESPACE]'],
  flags: { filename: value('f') },
  run(kubectl) {
    if (!kubectl.flags.has('filename')) return fault('must specify one of -f and -k');
    const read = readStdin(kubectl);
    if (!read.ok) return read.error;
    const writing = new Writing();
    // Faults are told together when everything else is done, warnings when they come up.
    const faults = [...read.value.faults];
    for (const { kind, manifest, name, namespace } of read.value.documents) {
      const applied = applyManifest(kubectl.caller, manifest, namespace || undefined);
      if (!applied.ok) {
        faults.push(...statusLines(applied.error, kind, name, 'creating'));
        continue;
      }
      const { object, outcome, noLastApplied } = applied.value;
      if (noLastApplied) writing.err(missingAnnotation(`${kind.plural}/${name}`));
      writing.out(`${objectWord(kind, object)} ${outcome}`);
    }
    writing.err(...faults);
    return writing.outcome(faults.length > 0 ? 1 : 0);
  },
};

function missingAnnotation(what: string): string {
  return `Warning: resource ${what} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`;
}
