/** What a case of golden/networkpolicy says, read. Its format is described beside the cases. */
import type { Json, JsonObject } from '../json';
import { isObject, member, objectsOf, textOf } from '../json';

export interface GoldenPod {
  readonly namespace: string;
  readonly name: string;
  readonly labels: JsonObject;
  readonly ip: string;
  /** Empty where the case does not care. */
  readonly node: string;
  readonly hostNetwork: boolean;
  readonly containers: readonly JsonObject[];
}

export interface GoldenNode {
  readonly name: string;
  readonly ip: string;
  readonly labels: JsonObject;
}

export interface GoldenCluster {
  readonly namespaces: readonly JsonObject[];
  readonly pods: readonly GoldenPod[];
  readonly nodes: readonly GoldenNode[];
}

export interface Probe {
  readonly from: string;
  readonly to: string;
  /** A number, or the name that the other end gives it. */
  readonly port: number | string;
  readonly protocol: string;
  readonly expected: string;
  /** The connection that this is a reply of: it comes through as a reply does. */
  readonly replyTo: Probe | null;
}

export function readPod(pod: JsonObject): GoldenPod {
  return {
    namespace: textOf(pod, 'namespace'),
    name: textOf(pod, 'name'),
    labels: member(pod, 'labels'),
    ip: textOf(pod, 'ip'),
    node: textOf(pod, 'node'),
    hostNetwork: pod['hostNetwork'] === true,
    containers: objectsOf(pod['containers']),
  };
}

/** Nodes that are named only by the pods on them are there as well. */
export function readCluster(cluster: JsonObject): GoldenCluster {
  const pods = objectsOf(cluster['pods']).map(readPod);
  const nodes = objectsOf(cluster['nodes']).map((node) => ({
    name: textOf(node, 'name'),
    ip: textOf(node, 'ip'),
    labels: member(node, 'labels'),
  }));
  const named = new Set(nodes.map(({ name }) => name));
  for (const { node, ip, hostNetwork } of pods) {
    if (node === '' || named.has(node)) continue;
    named.add(node);
    nodes.push({ name: node, ip: hostNetwork ? ip : '', labels: {} });
  }
  return { namespaces: objectsOf(cluster['namespaces']), pods, nodes };
}

export function readProbes(value: Json | undefined): readonly Probe[] {
  return objectsOf(value).map(readProbe);
}

function readProbe(probe: JsonObject): Probe {
  return {
    from: textOf(probe, 'from'),
    to: textOf(probe, 'to'),
    port: typeof probe['port'] === 'number' ? probe['port'] : textOf(probe, 'port'),
    protocol: textOf(probe, 'protocol'),
    expected: textOf(probe, 'expected'),
    replyTo: isObject(probe['replyTo']) ? readProbe(probe['replyTo']) : null,
  };
}

/** Whether the case needs policies of an administrator (AdminNetworkPolicy and its like). */
export function needsAdminPolicies(golden: JsonObject): boolean {
  const given = objectsOf(golden['adminPolicies']).length > 0;
  return given || objectsOf(golden['steps']).some((step) => step['applyAdmin'] !== undefined);
}

/** Number of a port, or of the name that a pod's container gives it for the protocol; null for a name nobody has. */
export function portNumber({ port, protocol }: Probe, to: GoldenPod | undefined): number | null {
  if (typeof port === 'number') return port;
  for (const container of to?.containers ?? []) {
    for (const one of objectsOf(container['ports'])) {
      const of = isObject(one) ? textOf(one, 'protocol') : '';
      if (textOf(one, 'name') === port && (of === '' ? 'TCP' : of) === protocol) {
        return Number(one['containerPort']);
      }
    }
  }
  return null;
}
