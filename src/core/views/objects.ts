/** The API server's objects at one instant, as a list for the panel, and one of them as a whole. */
import type { ApiObject, Deployment } from '../model/cluster';
import { asKind } from '../model/cluster';
import type { World } from '../model/world';
import { nodeStatusText, podStatusText } from './cluster-facts';
import type { ObjectRow, ObjectView, ObjectsView } from './contract';
import { objectElement } from './marks';
import type { ViewSource } from './source';

/** Kinds in the order of the panel; others come after them by name. */
const ORDER = ['Node', 'Namespace', 'Deployment', 'Pod', 'ConfigMap'];

/** All objects; empty in a lab without a cluster. */
export function objectsView(source: ViewSource, seq: number): ObjectsView {
  const world = seq < 0 ? null : source.worldAt(seq);
  const cluster = world?.cluster ?? null;
  if (world === null || cluster === null)
    return { version: 0, namespaces: [], rows: [], kubectlOn: null, spare: [] };
  const writers = writersUpTo(source, seq);
  const rows = [...cluster.objects.entries].map(([key, object]) => rowOf(world, key, object, writers));
  const joined = new Set(
    [...cluster.controllers.entries.values()]
      .filter(({ kind }) => kind === 'kubelet')
      .map(({ node }) => node),
  );
  const nodes = world.machines.filter(({ role }) => role === 'node').map(({ name }) => name);
  return {
    version: cluster.resourceVersion,
    namespaces: rows.flatMap(({ kind, name }) => (kind === 'Namespace' ? [name] : [])).sort(),
    rows: rows.sort(byKindAndName),
    kubectlOn: nodes[0] ?? null,
    spare: nodes.filter((name) => !joined.has(name)),
  };
}

/** One object as the API server keeps it, null when it is not there at this instant. */
export function objectView(source: ViewSource, seq: number, key: string): ObjectView | null {
  const world = seq < 0 ? null : source.worldAt(seq);
  const object = world?.cluster?.objects.entries.get(key);
  if (world === null || object === undefined) return null;
  const writers = writersUpTo(source, seq);
  return { row: rowOf(world, key, object, writers), object };
}

function rowOf(world: World, key: string, object: ApiObject, writers: Writers): ObjectRow {
  const { kind, metadata } = object;
  const pod = asKind(object, 'Pod');
  const deployment = asKind(object, 'Deployment');
  const node = asKind(object, 'Node');
  return {
    key,
    kind,
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    labels: metadata.labels ?? {},
    status: statusOf(object),
    well:
      node === null
        ? pod === null
          ? true
          : pod.status.phase === 'Running'
        : statusOf(object).startsWith('Ready'),
    detail: detailOf(object),
    node: pod?.spec.nodeName ?? null,
    schedulable: node === null || node.spec.unschedulable !== true,
    replicas: deployment?.spec.replicas ?? null,
    owner: metadata.ownerReferences?.find(({ controller }) => controller === true)?.name ?? null,
    element: objectElement(world, key),
    written: writers.get(key) ?? null,
  };
}

/** What a reader looks at first, in kubectl's words. */
function statusOf(object: ApiObject): string {
  const pod = asKind(object, 'Pod');
  if (pod !== null) return podStatusText(pod);
  const node = asKind(object, 'Node');
  if (node !== null) return nodeStatusText(node);
  const deployment = asKind(object, 'Deployment');
  if (deployment !== null) return `${readyOf(deployment)}/${deployment.spec.replicas}`;
  if (object.kind === 'Namespace') return (object.status as { phase?: string } | undefined)?.phase ?? '';
  return object.data === undefined ? '' : String(Object.keys(object.data).length);
}

function readyOf({ status }: Deployment): number {
  const ready = status['readyReplicas'];
  return typeof ready === 'number' ? ready : 0;
}

/** Address of a pod, range of a node, keys of a ConfigMap. */
function detailOf(object: ApiObject): string {
  const pod = asKind(object, 'Pod');
  if (pod !== null) return pod.status.podIP ?? '';
  const node = asKind(object, 'Node');
  if (node !== null) return node.spec.podCIDR ?? '';
  return object.data === undefined ? '' : Object.keys(object.data).join(', ');
}

function byKindAndName(a: ObjectRow, b: ObjectRow): number {
  const place = ({ kind }: ObjectRow): number => (ORDER.includes(kind) ? ORDER.indexOf(kind) : ORDER.length);
  return (
    place(a) - place(b) ||
    compare(a.kind, b.kind) ||
    compare(a.namespace, b.namespace) ||
    compare(a.name, b.name)
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

type Writers = ReadonlyMap<string, { readonly seq: number; readonly by: string }>;

interface Written {
  readonly seq: number;
  readonly key: string;
  readonly by: string;
}

/** Changes of objects in a trace, as far as it was read. */
const read = new WeakMap<ViewSource, { length: number; last: unknown; written: Written[] }>();

/** Who wrote each object last, up to a record. */
function writersUpTo(source: ViewSource, seq: number): Writers {
  const { trace } = source;
  let known = read.get(source);
  // A trace that was cut and went on differently has another record where the reading ended.
  if (
    known &&
    (known.length > trace.length || (known.length > 0 && trace.record(known.length - 1) !== known.last))
  )
    known = undefined;
  known ??= { length: 0, last: null, written: [] };
  for (; known.length < trace.length; known.length += 1) {
    const record = trace.record(known.length);
    known.last = record;
    if (record.kind !== 'api.change' || record.verdict === 'refused') continue;
    known.written.push({ seq: record.seq, key: record.detail.key, by: record.detail.by });
  }
  read.set(source, known);
  const writers = new Map<string, { seq: number; by: string }>();
  for (const change of known.written) {
    if (change.seq > seq) break;
    writers.set(change.key, { seq: change.seq, by: change.by });
  }
  return writers;
}
