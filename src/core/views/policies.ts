/** The network policies there are or were, and where nobody enforces them. */
import type { JsonObject } from '../base/json';
import { listAt, objectAt } from '../base/json';
import type { ApiObject } from '../model/cluster';
import { labelSelectorText } from '../model/label-selector';
import type { PoliciesView, PolicyRow } from './contract';
import type { ViewSource } from './source';
import { LAST_APPLIED } from './cluster-text';

const KIND = 'NetworkPolicy';
/** Whose felix makes rules of policies on a node. */
const ENFORCER = 'calico-node';

/** Null in a lab without a cluster. */
export function policiesView(source: ViewSource, seq: number): PoliciesView | null {
  const cluster = seq < 0 ? null : source.worldAt(seq).cluster;
  if (cluster === null) return null;
  const known = policiesUpTo(source, seq);
  for (const [key, object] of cluster.objects.entries) if (object.kind === KIND) known.set(key, object);
  const loops = [...cluster.controllers.entries.values()];
  const enforcers = loops.filter(({ kind }) => kind === ENFORCER);
  const enforced = new Set(enforcers.map(({ node }) => node));
  return {
    network: cluster.config.network,
    rows: [...known]
      .map(([key, object]) => rowOf(key, object, cluster.objects.entries.has(key)))
      .sort(byName),
    idleOn: loops
      .filter(({ kind, node }) => kind === 'kubelet' && !enforced.has(node))
      .map(({ node }) => node)
      .sort(),
    stoppedOn: enforcers
      .filter(({ stopped }) => stopped === true)
      .map(({ node }) => node)
      .sort(),
  };
}

/** Every policy as it was last, deleted or not. */
function policiesUpTo({ trace }: ViewSource, seq: number): Map<string, ApiObject> {
  const last = new Map<string, ApiObject>();
  for (let at = 0; at <= seq && at < trace.length; at += 1) {
    const record = trace.record(at);
    if (record.kind !== 'api.change' || !record.detail.key.startsWith(`${KIND}/`)) continue;
    for (const change of record.changes) {
      if (change.slot !== 'api.object' || change.key !== record.detail.key) continue;
      const object = change.after ?? change.before;
      if (object) last.set(change.key, object);
    }
  }
  return last;
}

function rowOf(key: string, object: ApiObject, on: boolean): PolicyRow {
  const { metadata } = object;
  const spec: JsonObject = object.spec ?? {};
  return {
    ...{ key, on, name: metadata.name, namespace: metadata.namespace ?? 'default' },
    selector: labelSelectorText(objectAt(spec, 'podSelector')),
    directions: listAt(spec, 'policyTypes').flatMap((type) =>
      type === 'Ingress' || type === 'Egress' ? [type] : [],
    ),
    manifest: manifestOf(object),
  };
}

/** What would make it again: what it was made from, else what it is without that which only the API server gives. */
function manifestOf(object: ApiObject): string {
  const { annotations = {}, labels, name, namespace } = object.metadata;
  const applied = annotations[LAST_APPLIED];
  if (applied !== undefined) return applied;
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }), ...(labels && { labels }) };
  return `${JSON.stringify({ apiVersion: object.apiVersion, kind: KIND, metadata, spec: object.spec ?? {} })}\n`;
}

function byName(a: PolicyRow, b: PolicyRow): number {
  const [left, right] = [`${a.namespace}/${a.name}`, `${b.namespace}/${b.name}`];
  return left < right ? -1 : left > right ? 1 : 0;
}
