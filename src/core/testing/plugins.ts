/** Network plugins for tests: a node, pods, and calls as a runtime makes them. */
import type { JsonObject } from '../base/json';
import type { CniPlugins } from '../cluster/cni/plugin';
import { runPlugin } from '../cluster/cni/exec';
import type { PluginHost } from '../cluster/cni';
import { plugins } from '../cni/plugins';
import { printRule } from '../kernel/netfilter/text';
import { createWorld } from '../kernel/netns';
import { runCommand } from '../shell';
import { Simulation } from '../simulator';
import { TraceStore } from '../trace/store';

export interface PluginStage {
  readonly simulation: Simulation;
  readonly trace: TraceStore;
  readonly host: PluginHost;
  /** Runs a plugin for `pod`; the result, or the error's message. */
  call(
    type: string,
    command: string,
    pod: string,
    conf: JsonObject,
    more?: CallOptions,
  ): JsonObject | string | null;
  /** What a command prints, typed in a netns. */
  typed(netns: string, command: string): readonly string[];
  natRules(): readonly string[];
  files(folder: string): Readonly<Record<string, string>>;
}

export interface CallOptions {
  readonly id?: string;
  readonly ifname?: string;
  readonly args?: string;
}

export function pluginStage(pods: readonly string[] = ['pod-a'], set: CniPlugins = plugins): PluginStage {
  const trace = new TraceStore();
  const simulation = new Simulation(createWorld(1), trace);
  simulation.applyFabric({ kind: 'machine.add', name: 'node-1', role: 'node' });
  for (const name of pods) simulation.apply('node-1', { kind: 'netns.add', name });
  const host: PluginHost = { ctx: simulation.ctx, plugins: set, host: 0 };
  const node = (): NonNullable<(typeof simulation.world.netns)[number]> => {
    const ns = simulation.world.netns[0];
    if (ns === undefined) throw new Error('no node');
    return ns;
  };
  return {
    simulation,
    trace,
    host,
    call(type, command, pod, conf, { id = `id-${pod}`, ifname = 'eth0', args = '' } = {}) {
      const env = {
        CNI_COMMAND: command,
        CNI_CONTAINERID: id,
        CNI_NETNS: pod === '' ? '' : `/var/run/netns/${pod}`,
        CNI_IFNAME: ifname,
        CNI_ARGS: args,
        CNI_PATH: '/opt/cni/bin',
      };
      const answer = runPlugin(host, type, env, conf);
      return answer.ok ? answer.value : answer.error.msg;
    },
    typed: (netns, command) =>
      runCommand(simulation.shell, netns, command).stdout.map((line) => line.trimEnd()),
    natRules: () =>
      [...(node().nfTables.get('nat')?.chains.values() ?? [])].flatMap(({ name, rules }) =>
        rules.map((rule) => printRule(name, rule)),
      ),
    files: (folder) =>
      Object.fromEntries(
        [...node().files.entries]
          .filter(([path]) => path.startsWith(`${folder}/`))
          .map(([path, text]) => [path.slice(folder.length + 1), text]),
      ),
  };
}

export const BRIDGE_CONF: JsonObject = {
  cniVersion: '1.0.0',
  name: 'podnet',
  type: 'bridge',
  bridge: 'cni0',
  isGateway: true,
  isDefaultGateway: true,
  hairpinMode: true,
  mtu: 1450,
  ipam: { type: 'host-local', subnet: '10.244.1.0/24' },
};
