/** `kubectl drain`. Source: kubernetes v1.34 kubectl/pkg/cmd/drain/drain.go, kubectl/pkg/drain/{drain,filters}.go. */
import { deleteObject, findObjects } from '../../../cluster/apiserver';
import type { ApiObject } from '../../../model/cluster';
import { asKind } from '../../../model/cluster';
import { askedNodes, cordonNodes } from './cordon';
import { nothing, value } from './flags';
import type { Kubectl, Verb } from './kubectl';
import { statusLines } from './kubectl';
import type { Writing } from '../../written';

const UNMANAGED = 'Pods that declare no controller';

export const drain: Verb = {
  kind: 'drain',
  usage: ['drain NODE [--ignore-daemonsets] [--force]'],
  flags: {
    force: nothing(),
    'ignore-daemonsets': nothing(),
    'delete-emptydir-data': nothing(),
    'grace-period': value(),
    timeout: value(),
    selector: value('l'),
  },
  run(kubectl) {
    const nodes = askedNodes(kubectl, 'drain');
    if (!nodes.ok) return nodes.error;
    const writing = cordonNodes(kubectl, nodes.value, true);
    const faults: string[] = [];
    const pending: string[] = [];
    for (const node of nodes.value) {
      const fault = evict(kubectl, node, writing);
      const { name } = node.metadata;
      if (fault === null) writing.out(`node/${name} drained`);
      else {
        writing.err(`error: unable to drain node "${name}" due to error: ${fault}, continuing command...`);
        pending.push(` ${name}`);
        faults.push(fault);
      }
    }
    if (pending.length > 0) writing.err('There are pending nodes to be drained:', ...pending);
    writing.err(...faults);
    return writing.outcome(faults.length > 0 ? 1 : 0);
  },
};

/** Deletes what runs on a node; answers why it did not. */
function evict({ caller, flags }: Kubectl, node: ApiObject, writing: Writing): string | null {
  const pods = findObjects(caller.ctx, `Pod/spec.nodeName=${node.metadata.name}`).flatMap(
    (object) => asKind(object, 'Pod') ?? [],
  );
  const alone = pods.filter(({ metadata, status }) => {
    const owned = metadata.ownerReferences?.some(({ controller }) => controller === true) === true;
    return !owned && status.phase !== 'Succeeded' && status.phase !== 'Failed';
  });
  const list = alone.map(({ metadata }) => `${metadata.namespace ?? ''}/${metadata.name}`).join(', ');
  const force = flags.get('force') === 'true';
  if (alone.length > 0 && !force) {
    return `cannot delete ${UNMANAGED} (use --force to override): ${list}`;
  }
  if (alone.length > 0) writing.err(`Warning: deleting ${UNMANAGED}: ${list}`);
  const given = Number(flags.get('grace-period') ?? -1);
  // Each is told when it is asked to go, and again when it is gone.
  const gone: Writing['lines'] = [];
  for (const { metadata } of pods) {
    const { namespace = '', name } = metadata;
    writing.out(`evicting pod ${namespace}/${name}`);
    const answer = deleteObject(caller, { kind: 'Pod', namespace, name }, given >= 0 ? given : null);
    if (answer.ok) gone.push({ to: 'stdout', text: `pod/${name} evicted` });
    else writing.err(...statusLines(answer.error, null, name));
  }
  writing.lines.push(...gone);
  return null;
}
