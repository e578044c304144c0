/** The half of a simulation that runs Kubernetes: control loops, network solutions, plugins. */
import { registry } from './base/registry';
import type { CniPlugins } from './cluster/cni/plugin';
import type { AnyControllerKind, ClusterRuntime, NetworkSolution, ProcessRunner } from './cluster/controller';
import { controllerKinds } from './cluster/controllers';
import { networks, networksAtHand } from './cni';
import { plugins } from './cni/plugins';

export { runController } from './cluster/controller';
export { restartNetwork, startDaemon, startNode, stopDaemon, stopNode } from './cluster/start';
export { notifyLink, notifyOp } from './cluster/watch';

/** What a cluster is made of besides its objects; the built-in ones unless a test wants others. */
export interface ClusterParts {
  readonly controllers: readonly AnyControllerKind[];
  readonly networks: readonly NetworkSolution[];
  readonly plugins: CniPlugins;
}

/** Those that have been fetched; a lab that names another ends for want of a part, and is built again. */
export function builtIn(): ClusterParts {
  return { controllers: controllerKinds, networks: networksAtHand(), plugins };
}

/**
 * `given`: null for the built-in ones. `network`: the solution of the cluster that runs already, null where none does; throws
 * `MissingPart` where it has not been fetched, as in a lab that came built.
 */
export function runtimeOf(
  given: ClusterParts | null,
  network: string | null,
  processes: ProcessRunner,
): ClusterRuntime {
  if (given === null && network !== null) networks.get(network);
  const parts = given ?? builtIn();
  const known = registry(parts.networks);
  // Canal is made of parts of two others.
  const brought = registry([...new Set(parts.networks.flatMap((one) => one.plugins))]);
  return {
    controllers: registry([
      ...new Set([
        ...parts.controllers,
        ...parts.networks.flatMap((one) => [...one.controllers, ...(one.controlPlane ?? [])]),
      ]),
    ]),
    networks: { get: (kind) => known.get(kind) ?? networks.get(kind) },
    plugins: {
      release: parts.plugins.release,
      byType: { get: (type) => brought.get(type) ?? parts.plugins.byType.get(type) },
    },
    processes,
  };
}
