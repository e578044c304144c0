/** A cluster begins: its namespaces, its control plane, the kubelets of its nodes. */
import { need } from '../base/assert';
import type { Ctx } from '../kernel/ctx';
import type { ClusterConfig } from '../model/cluster';
import type { NetnsId } from '../model/link';
import type { Machine } from '../model/world';
import type { ApiCaller } from './apiserver';
import { createObject } from './apiserver';
import type { ClusterRuntime } from './controller';
import { startController } from './controller';
import { CONTROL_PLANE, NODE_CONTROLLERS } from './controllers';
import { clusterOf, putCluster } from './write';

const NAMESPACES = ['default', 'kube-node-lease', 'kube-public', 'kube-system'];

/** The machines that become Nodes. */
export function nodeMachines(ctx: Pick<Ctx, 'world'>): readonly Machine[] {
  return ctx.world.machines.filter(({ role }) => role === 'node');
}

/**
 * Starts the cluster. The control plane has no machine of its own: its loops run on the first node, where nothing of
 * them but their decisions is seen. `nodes`: those that are there from the beginning; at least one.
 */
export function startCluster(
  ctx: Ctx,
  runtime: ClusterRuntime,
  config: ClusterConfig,
  nodes: readonly Machine[] = nodeMachines(ctx),
): void {
  const netns = need(nodes[0], 'a machine of role node').root;
  putCluster(ctx, netns, config);
  const caller: ApiCaller = { ctx, watchers: runtime.controllers, netns, by: 'kube-apiserver' };
  for (const name of NAMESPACES)
    createObject(caller, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
  for (const kind of CONTROL_PLANE) {
    if (runtime.controllers.has(kind)) startController(ctx, runtime, { kind, node: '', netns });
  }
  for (const { name, root } of nodes) startNode(ctx, runtime, name, root);
}

/** A machine joins: its kubelet starts, and registers it. */
export function startNode(ctx: Ctx, runtime: ClusterRuntime, node: string, netns: NetnsId): void {
  const network = runtime.networks.get(clusterOf(ctx).config.network);
  for (const kind of [...NODE_CONTROLLERS, ...(network?.controllers ?? []).map((one) => one.kind)]) {
    if (runtime.controllers.has(kind)) startController(ctx, runtime, { kind, node, netns });
  }
}
