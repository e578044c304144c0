/** `kubectl cordon` and `uncordon`. Source: kubernetes v1.34 kubectl/pkg/cmd/drain/drain.go. */
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';
import { patchObject } from '../../../cluster/apiserver';
import type { ApiObject } from '../../../model/cluster';
import type { Outcome } from '../../command';
import { failed } from '../../command';
import { value } from './flags';
import type { Kubectl, Verb } from './kubectl';
import { fault, statusLines, told } from './kubectl';
import { findAsked } from './resources';
import { Writing } from '../../written';

function verb(kind: 'cordon' | 'uncordon'): Verb {
  return {
    kind,
    usage: [`${kind} NODE`],
    flags: { selector: value('l') },
    run(kubectl) {
      const nodes = askedNodes(kubectl, kind);
      if (!nodes.ok) return nodes.error;
      const writing = cordonNodes(kubectl, nodes.value, kind === 'cordon');
      return writing.outcome(writing.has('stderr') ? 1 : 0);
    },
  };
}

export const cordon = verb('cordon');
export const uncordon = verb('uncordon');

/** The nodes a command names; names that are not there end it, as nothing was done yet. */
export function askedNodes(kubectl: Kubectl, name: string): Result<readonly ApiObject[], Outcome> {
  if (kubectl.words.length === 0 && !kubectl.flags.has('selector')) {
    return err(
      failed(1, `error: USAGE: ${name} NODE [flags]`, `See 'kubectl ${name} -h' for help and examples`),
    );
  }
  const asked = findAsked(kubectl, ['nodes', ...kubectl.words.map((word) => word.replace(/^nodes?\//, ''))]);
  if (!asked.ok) return err(fault(asked.error));
  if (asked.value.missing.length > 0) return err(told([], asked.value.missing, true));
  return ok(asked.value.found.map(({ object }) => object));
}

/** Marks nodes so that nothing more is scheduled there, or takes the mark away. */
export function cordonNodes({ caller }: Kubectl, nodes: readonly ApiObject[], wanted: boolean): Writing {
  const word = wanted ? 'cordoned' : 'uncordoned';
  const writing = new Writing();
  for (const { metadata, spec } of nodes) {
    const { name } = metadata;
    if ((spec?.['unschedulable'] === true) === wanted) {
      writing.out(`node/${name} already ${word}`);
      continue;
    }
    const at = { kind: 'Node', namespace: '', name };
    const patched = patchObject(caller, at, { spec: { unschedulable: wanted ? true : null } });
    if (patched.ok) writing.out(`node/${name} ${word}`);
    else writing.err(...statusLines(patched.error, null, name));
  }
  return writing;
}
