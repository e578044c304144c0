/** `kubectl apply -f -`. Source: kubernetes v1.34 kubectl/pkg/cmd/apply/apply.go. */
import { applyManifest, LAST_APPLIED } from '../../../cluster/apply';
import { value } from './flags';
import { readStdin } from './documents';
import type { Verb } from './kubectl';
import { fault, objectWord, statusLines, told } from './kubectl';

export const apply: Verb = {
  kind: 'apply',
  usage: ['apply -f - [-n NAMESPACE]'],
  flags: { filename: value('f') },
  run(kubectl) {
    if (!kubectl.flags.has('filename')) return fault('must specify one of -f and -k');
    const read = readStdin(kubectl);
    if (!read.ok) return read.error;
    const stdout: string[] = [];
    const stderr = [...read.value.faults];
    let bad = stderr.length > 0;
    for (const { kind, manifest, name, namespace } of read.value.documents) {
      const applied = applyManifest(kubectl.caller, manifest, namespace || undefined);
      if (!applied.ok) {
        bad = true;
        stderr.push(...statusLines(applied.error, kind, name, 'creating'));
        continue;
      }
      const { object, outcome, noLastApplied } = applied.value;
      if (noLastApplied) stderr.push(missingAnnotation(`${kind.plural}/${name}`));
      stdout.push(`${objectWord(kind, object)} ${outcome}`);
    }
    return told(stdout, stderr, bad);
  },
};

function missingAnnotation(what: string): string {
  return `Warning: resource ${what} is missing the ${LAST_APPLIED} annotation which is required by kubectl apply. kubectl apply should only be used on resources created declaratively by either kubectl create --save-config or kubectl apply. The missing annotation will be patched automatically.`;
}
