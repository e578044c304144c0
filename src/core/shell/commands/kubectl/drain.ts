/** `kubectl drain`. Source: kubernetes v1.34 kubectl/pkg/cmd/drain/drain.go, kubectl/pkg/drain/{drain,filters}.go. */
import { deleteObject, findObjects } from '../../../cluster/apiserver';
import type { ApiObject } from '../../../model/cluster';
import { asKind } from '../../../model/cluster';
import { askedNodes, cordonNodes } from './cordon';
import { nothing, value } from './flags';
import type { Kubectl, Verb } from './kubectl';
import { statusLines, told } from './kubectl';

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
    const { stdout, stderr } = cordonNodes(kubectl, nodes.value, true);
    const faults: string[] = [];
    const pending: string[] = [];
    for (const node of nodes.value) {
      const drained = evict(kubectl, node);
      stdout.push(...drained.stdout);
      stderr.push(...drained.stderr);
      const { name } = node.metadata;
      if (drained.fault === null) stdout.push(`node/${name} drained`);
      else {
        stderr.push(
          `error: unable to drain node "${name}" due to error: ${drained.fault}, continuing command...`,
        );
        pending.push(` ${name}`);
        faults.push(drained.fault);
      }
    }
    if (pending.length > 0) stderr.push('There are pending nodes to be drained:', ...pending);
    return told(stdout, [...stderr, ...faults], faults.length > 0);
  },
};

interface Evicted {
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
  readonly fault: string | null;
}

function evict({ caller, flags }: Kubectl, node: ApiObject): Evicted {
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
    const fault = `cannot delete ${UNMANAGED} (use --force to override): ${list}`;
    return { stdout: [], stderr: [], fault };
  }
  const stderr = alone.length > 0 ? [`Warning: deleting ${UNMANAGED}: ${list}`] : [];
  const given = Number(flags.get('grace-period') ?? -1);
  const evicting: string[] = [];
  const evicted: string[] = [];
  for (const { metadata } of pods) {
    const { namespace = '', name } = metadata;
    evicting.push(`evicting pod ${namespace}/${name}`);
    const gone = deleteObject(caller, { kind: 'Pod', namespace, name }, given >= 0 ? given : null);
    if (gone.ok) evicted.push(`pod/${name} evicted`);
    else stderr.push(...statusLines(gone.error, null, name));
  }
  return { stdout: [...evicting, ...evicted], stderr, fault: null };
}
