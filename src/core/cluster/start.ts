/** A cluster begins: its namespaces, its control plane, the kubelets of its nodes. */
import { need } from '../base/assert';
import type { Ctx } from '../kernel/ctx';
import type { ClusterConfig } from '../model/cluster';
import type { NetnsId } from '../model/link';
import type { Machine, World } from '../model/world';
import type { ApiCaller } from './apiserver';
import { createObject } from './apiserver';
import type { ClusterRuntime } from './controller';
import { controllerRuns, startController, stopController } from './controller';
import { CLOUD_CONTROLLERS, CONTROL_PLANE, NODE_CONTROLLERS } from './controllers';
import { GRACE_NS, leaseTimer } from './controllers/node-lifecycle';
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
  const cloud = config.cloudRoutes === undefined || config.cloudRoutes === null ? [] : CLOUD_CONTROLLERS;
  const brought = runtime.networks.get(config.network)?.controlPlane?.map(({ kind }) => kind) ?? [];
  for (const kind of [...CONTROL_PLANE, ...cloud, ...brought]) {
    if (runtime.controllers.has(kind)) startController(ctx, runtime, { kind, node: '', netns });
  }
  for (const { name, root } of nodes) startNode(ctx, runtime, name, root);
}

/**
 * A machine joins: its kubelet starts, and registers it. The daemons of the network come with it; those that are there
 * already have not noticed that the kubelet was away.
 */
export function startNode(ctx: Ctx, runtime: ClusterRuntime, node: string, netns: NetnsId): void {
  for (const kind of NODE_CONTROLLERS) {
    const id = `${node}/${kind}`;
    if (runtime.controllers.has(kind) && !controllerRuns(ctx, id)) {
      startController(ctx, runtime, { kind, node, netns });
    }
  }
  const { controllers } = clusterOf(ctx);
  for (const kind of networkDaemons(ctx, runtime)) {
    if (!controllers.entries.has(`${node}/${kind}`)) startController(ctx, runtime, { kind, node, netns });
  }
}

/** `systemctl stop kubelet`: containers run on, and after a while the control plane notices. */
export function stopNode(ctx: Ctx, node: string): void {
  for (const kind of NODE_CONTROLLERS) stopController(ctx, `${node}/${kind}`);
  const { controller, timer } = leaseTimer(node);
  const netns = clusterOf(ctx).controllers.entries.get(controller)?.netns;
  if (netns === undefined) return;
  const due = { kind: 'controller.due', netns, controller, request: { reason: 'timer', timer } } as const;
  ctx.schedule(due, GRACE_NS, false);
}

/**
 * Starts the network's daemons anew, on one node or on all of them: `kubectl rollout restart`. Only a start makes them
 * read their configuration.
 */
export function restartNetwork(ctx: Ctx, runtime: ClusterRuntime, node: string | null = null): void {
  const kinds = networkDaemons(ctx, runtime);
  for (const controller of [...clusterOf(ctx).controllers.entries.values()]) {
    const { kind, netns, stopped } = controller;
    if (!kinds.includes(kind) || (node !== null && controller.node !== node)) continue;
    // A pod goes with all that runs in it.
    if (stopped !== true) runtime.controllers.get(kind)?.stopped?.(ctx, runtime.processes, netns);
    startController(ctx, runtime, controller);
  }
}

/** Starts a network's daemon again where there was one. */
export function startDaemon(ctx: Ctx, runtime: ClusterRuntime, node: string, kind: string): void {
  const controller = clusterOf(ctx).controllers.entries.get(`${node}/${kind}`);
  if (controller !== undefined) startController(ctx, runtime, controller);
}

/** Stops one, and what runs in its container: what it has set up in the kernel stays, and it hears of nothing. */
export function stopDaemon(ctx: Ctx, runtime: ClusterRuntime, node: string, kind: string): void {
  const controller = clusterOf(ctx).controllers.entries.get(`${node}/${kind}`);
  if (controller === undefined || controller.stopped === true) return;
  stopController(ctx, `${node}/${kind}`);
  runtime.controllers.get(kind)?.stopped?.(ctx, runtime.processes, controller.netns);
}

/** Whether a network's daemon runs on a machine; null where there is none of the kind. */
export function daemonRuns(world: World, machine: string, kind: string): boolean | null {
  const id = `${machine}/${kind}`;
  if (NODE_CONTROLLERS.includes(kind) || world.cluster?.controllers.entries.has(id) !== true) return null;
  return controllerRuns({ world }, id);
}

function networkDaemons(ctx: Ctx, runtime: ClusterRuntime): readonly string[] {
  const network = runtime.networks.get(clusterOf(ctx).config.network);
  return (network?.controllers ?? []).map(({ kind }) => kind).filter((kind) => runtime.controllers.has(kind));
}

/** Whether the machine has a kubelet that could be started: a machine of role node in a lab with a cluster. */
export function hasKubelet(world: World, machine: string): boolean {
  return (
    world.cluster !== null && world.machines.some(({ name, role }) => name === machine && role === 'node')
  );
}

export function kubeletRuns(world: World, machine: string): boolean {
  return controllerRuns({ world }, `${machine}/kubelet`);
}
