/** Clusters for tests: one machine of role node or more, objects as short as they may be. */
import type { JsonObject } from '../base/json';
import type { ApiCaller, ApiResult } from '../cluster/apiserver';
import type { AnyControllerKind } from '../cluster/controller';
import { startCluster } from '../cluster/start';
import { createWorld } from '../kernel/netns';
import type { ApiObject, ClusterConfig } from '../model/cluster';
import { Simulation } from '../simulator';
import { builtIn } from '../simulator.cluster';
import { TraceStore } from '../trace/store';

export const CONFIG: ClusterConfig = { podCIDR: '10.244.0.0/16', nodeCIDRMaskSize: 24, network: 'none' };

export interface TestCluster {
  readonly simulation: Simulation;
  readonly trace: TraceStore;
  readonly kubectl: ApiCaller;
}

/** Nodes called `node-1`, `node-2`, …, with the given control loops only. */
export function testCluster(
  controllers: readonly AnyControllerKind[],
  nodes = 1,
  config = CONFIG,
): TestCluster {
  const trace = new TraceStore();
  const simulation = new Simulation(createWorld(1), trace, () => undefined, { ...builtIn(), controllers });
  for (let i = 1; i <= nodes; i += 1) {
    simulation.applyFabric({ kind: 'machine.add', name: `node-${i}`, role: 'node' });
  }
  startCluster(simulation.ctx, simulation.runtime, config);
  return { simulation, trace, kubectl: simulation.caller('node-1', 'kubectl') };
}

export function podManifest(name: string, more: JsonObject = {}): JsonObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name },
    spec: { containers: [{ name: 'main', image: 'busybox:1.36' }], ...more },
  };
}

/** The object of an answer; the test fails with the server's words when it was refused. */
export function accepted(result: ApiResult): ApiObject {
  if (!result.ok) throw new Error(`refused: ${result.error.message}`);
  return result.value;
}

/** The server's words of a refusal. */
export function refused(result: ApiResult): string {
  if (result.ok) throw new Error(`accepted: ${JSON.stringify(result.value)}`);
  return result.error.message;
}
