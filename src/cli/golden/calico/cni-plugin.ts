/** What the CNI plugin sets up: cni-plugin. */
import { hostSysctls, podRoutes, podSysctls } from '../../../core/cni/calico/pod-network';
import { runCommand, type ShellHost } from '../../../core/shell';
import { createSimulation } from '../../../core/simulator';
import { ipv4 } from '../../../core/wire/addr';
import { compared } from '../compare';
import type { JsonObject } from '../json';
import { isList, member, textOf } from '../json';
import type { Played } from '../played';

/** What `ip route` shows in a pod that has the routes. */
function shownRoutes(): readonly string[] {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'pod', role: 'host' });
  simulation.apply('pod', { kind: 'link.add', name: 'eth0', spec: { kind: 'dummy' } });
  simulation.apply('pod', { kind: 'link.set', name: 'eth0', set: { up: true } });
  simulation.apply('pod', { kind: 'addr.add', dev: 'eth0', addr: { addr: ipv4('192.0.2.1'), len: 32 } });
  for (const route of podRoutes('eth0')) simulation.apply('pod', { kind: 'route.add', route });
  const host: ShellHost = {
    world: simulation.world,
    apply: (netns, op, typed) => simulation.apply(netns, op, typed),
    spawn: (netns, process) => simulation.spawn(netns, process),
  };
  return runCommand(host, 'pod', 'ip route').stdout.map((line) => line.trimEnd());
}

export function cniPlugin(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const { ipVersions, allowIPForwarding } = input;
  if (isList(ipVersions)) {
    if (ipVersions.includes(6)) return { notModelled: 'the simulated kernel has no IPv6' };
    return compared(golden['expected'], { podRoutes: shownRoutes() });
  }
  const veth = textOf(input, 'hostVeth');
  return compared(
    golden['expected'],
    Object.fromEntries(veth === '' ? podSysctls(allowIPForwarding === true) : hostSysctls(veth)),
  );
}
