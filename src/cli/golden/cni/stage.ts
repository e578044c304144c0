/**
 * The machine the plugin cases were recorded on, as far as a case depends on what had happened before: one host with
 * network namespaces of given names, and the attachments made before this one.
 */
import type { PluginHost } from '../../../core/cluster/cni';
import { runPlugin } from '../../../core/cluster/cni/exec';
import type { CniPlugins, PluginRelease } from '../../../core/cluster/cni/plugin';
import { RELEASE, plugins } from '../../../core/cni/plugins';
import type { CniEnv } from '../../../core/trace/kinds.cluster';
import type { LinkSpec } from '../../../core/model/op';
import { createSimulation, type Simulation } from '../../../core/simulator';
import type { Json, JsonObject } from '../json';
import { member, textOf } from '../json';

export interface Run {
  readonly plugin: string;
  readonly env: CniEnv;
  readonly stdin: JsonObject;
  /** Its `prevResult` is what the run before it for the same container printed. */
  readonly chained?: boolean;
}

export interface Stage {
  readonly simulation: Simulation;
  /** Runs a plugin on the host: exit code and what it prints. */
  run(run: Run): { readonly rc: number; readonly stdout: Json };
}

/** Plugins of the release a case names in its source; the CNI versions a release speaks follow from it. */
export function releaseOf(source: string): PluginRelease {
  const version = /plugins (v[\d.]+)/.exec(source)?.[1] ?? RELEASE.version;
  return version === 'v1.1.1' ? { version, cniVersions: RELEASE.cniVersions.slice(0, -1) } : RELEASE;
}

export function stage(release: PluginRelease): Stage {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'host', role: 'host' });
  addCards(simulation);
  const set: CniPlugins = { ...plugins, release };
  const at: PluginHost = { ctx: simulation.ctx, plugins: set, host: 0 };
  const seen = new Set<string>();
  return {
    simulation,
    run({ plugin, env, stdin }) {
      const name = env.CNI_NETNS.replace('/var/run/netns/', '');
      if (name !== '' && !seen.has(name)) simulation.apply('host', { kind: 'netns.add', name });
      seen.add(name);
      const answer = runPlugin(at, plugin, env, stdin);
      return answer.ok ? { rc: 0, stdout: answer.value } : { rc: 1, stdout: { ...answer.error } };
    },
  };
}

/**
 * The cards that cases name, with the numbers they had on the recording machine: pods see them. `eth1` is plugged in,
 * `eth5` is not; each is the younger end of a pair.
 */
function addCards(simulation: Simulation): void {
  const add = (name: string, spec: LinkSpec): unknown =>
    simulation.apply('host', { kind: 'link.add', name, spec });
  for (let ifindex = 2; ifindex < 11; ifindex += 1) {
    add('other', { kind: 'dummy' });
    simulation.apply('host', { kind: 'link.del', name: 'other' });
  }
  for (const name of ['eth1', 'eth5'])
    add(name, { kind: 'veth', peer: { netns: 'host', name: `${name}-far` } });
  for (const name of ['eth1', 'eth1-far'])
    simulation.apply('host', { kind: 'link.set', name, set: { up: true } });
}

/** The plugin call of a case. */
export function runOf(input: JsonObject): Run {
  const env = member(input, 'env');
  const of = (key: string): string => textOf(env, key);
  return {
    plugin: textOf(input, 'plugin'),
    env: {
      CNI_COMMAND: of('CNI_COMMAND'),
      CNI_CONTAINERID: of('CNI_CONTAINERID'),
      CNI_NETNS: of('CNI_NETNS'),
      CNI_IFNAME: of('CNI_IFNAME'),
      CNI_ARGS: of('CNI_ARGS'),
      CNI_PATH: '/opt/cni/bin',
    },
    stdin: member(input, 'stdin'),
  };
}

/** The configuration of the network `lab`, on which most cases were recorded. */
const LAB: JsonObject = {
  cniVersion: '1.0.0',
  name: 'lab',
  type: 'bridge',
  bridge: 'cni0',
  isGateway: true,
  ipMasq: true,
  hairpinMode: true,
  mtu: 1450,
  ipam: { type: 'host-local', subnet: '10.22.0.0/24', routes: [{ dst: '0.0.0.0/0' }] },
  dns: { nameservers: ['10.96.0.10'], search: ['svc.cluster.local'], options: ['ndots:5'] },
};

/** Containers of the network `lab` in the order in which they were attached, with their namespaces. */
const LAB_CONTAINERS: readonly (readonly [id: string, netns: string])[] = [
  ['c0ffee01', 'pod-a'],
  ['c0ffee02', 'pod-b'],
];

/**
 * What had been run before a case: on the network `lab` the containers attached before this one; and whatever is
 * checked, deleted or chained had been added first.
 */
export function before(run: Run): readonly Run[] {
  const { env, stdin, plugin } = run;
  const adds = env.CNI_COMMAND === 'ADD' && stdin['prevResult'] === undefined;
  if (textOf(stdin, 'name') === 'lab') {
    const at = LAB_CONTAINERS.findIndex(([id]) => id === env.CNI_CONTAINERID);
    const count = at < 0 ? LAB_CONTAINERS.length : adds ? at : at + 1;
    const added = LAB_CONTAINERS.slice(0, count).map(([id, netns]): Run => ({
      plugin: 'bridge',
      env: {
        ...env,
        CNI_COMMAND: 'ADD',
        CNI_CONTAINERID: id,
        CNI_NETNS: `/var/run/netns/${netns}`,
        CNI_IFNAME: 'eth0',
      },
      stdin: LAB,
    }));
    if (plugin === 'bridge') return added;
    // A chained plugin had been added before it is checked or deleted; firewall also for the container before.
    const { prevResult: _result, ...conf } = stdin;
    const own = env.CNI_COMMAND === 'ADD' ? count - 1 : count;
    return [
      ...added,
      ...added
        .slice(plugin === 'firewall' ? 0 : count - 1, own)
        .map((run): Run => ({ ...run, plugin, stdin: conf, chained: true })),
    ];
  }
  if (adds || env.CNI_COMMAND === 'VERSION') return [];
  const { prevResult: _prevResult, ...conf } = stdin;
  return [{ plugin, env: { ...env, CNI_COMMAND: 'ADD' }, stdin: conf }];
}
