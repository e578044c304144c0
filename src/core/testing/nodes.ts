/** Whole clusters for tests: nodes with the bridge plugin, every control loop running. */
import type { JsonObject } from '../base/json';
import type { ApiObject, ClusterConfig } from '../model/cluster';
import type { Netns } from '../model/world';
import { controllerKinds } from '../cluster/controllers';
import { getObject } from '../cluster/apiserver';
import { writeFile } from '../kernel/ops/file';
import { runCommand } from '../shell';
import type { TestCluster } from './cluster';
import { CONFIG, testCluster } from './cluster';

export interface RunningCluster extends TestCluster {
  /** Lets everything come to rest. */
  settle(): void;
  pod(name: string): ApiObject | null;
  netns(name: string): Netns | null;
  typed(netns: string, command: string): readonly string[];
  /** What the control loops decided from record `from` on. */
  decisions(from?: number): readonly string[];
}

/** A conf list with the bridge plugin and addresses 10.244.N.0/24 for node N. */
export function bridgeConfList(node: number, more: JsonObject = {}): string {
  return JSON.stringify({
    cniVersion: '1.0.0',
    name: 'podnet',
    plugins: [
      {
        type: 'bridge',
        bridge: 'cni0',
        isDefaultGateway: true,
        hairpinMode: true,
        ipam: { type: 'host-local', subnet: `10.244.${node}.0/24` },
        ...more,
      },
      { type: 'portmap', capabilities: { portMappings: true } },
    ],
  });
}

export const CONF_FILE = '/etc/cni/net.d/10-podnet.conflist';

/** Nodes that have come to rest; `conf` makes the file of node N, null leaves it out. */
export function runningCluster(
  nodes = 1,
  conf: (node: number) => string | null = (node) => bridgeConfList(node),
  config: ClusterConfig = CONFIG,
): RunningCluster {
  const cluster = testCluster(controllerKinds, nodes, config);
  const { simulation } = cluster;
  for (let node = 1; node <= nodes; node += 1) {
    const text = conf(node);
    if (text !== null) writeFile(simulation.ctx, simulation.engine.own(node - 1), CONF_FILE, text);
  }
  simulation.runUntilQuiet();
  return clusterView(cluster);
}

/** A cluster with what tests ask of it. */
export function clusterView(cluster: TestCluster): RunningCluster {
  const { simulation, trace } = cluster;
  return {
    ...cluster,
    settle: () => void simulation.runUntilQuiet(),
    pod: (name) => getObject(simulation.ctx, 'Pod', 'default', name),
    netns: (name) => simulation.world.netns.find((ns) => ns?.name === name) ?? null,
    typed: (netns, command) =>
      runCommand(simulation.shell, netns, command).stdout.map((line) => line.trimEnd()),
    decisions(from = 0) {
      const told: string[] = [];
      for (let seq = from; seq < trace.length; seq += 1) {
        const record = trace.record(seq);
        if (record.kind === 'ctrl.reconcile')
          told.push(`${record.detail.controller} ${record.detail.decision}`);
      }
      return told;
    },
  };
}
