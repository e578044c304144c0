/** Filters between the nodes that do not know what a network needs. */
import type { World } from '../../model/world';
import { typed } from './kind';
import type { FaultKind } from './kind';
import type { FaultName } from './names';
import { between, linksOf, machinesOf } from './where';

const BGP_PORT = 179;

function blocked(name: FaultName, match: string, used: (world: World) => boolean): FaultKind {
  const rule = `FORWARD ${match} -j DROP`;
  return {
    name,
    spots: (world) =>
      used(world)
        ? between(world).map(({ machine }) =>
            typed(machine.name, `iptables -I ${rule}`, `iptables -D ${rule}`),
          )
        : [],
  };
}

/** Speakers are neighbours as a rule, so that nobody stands between them: the rules are a speaker's own. */
const bgpBlocked: FaultKind = {
  name: 'bgp-blocked',
  spots: (world) =>
    machinesOf(world, 'node', 'host', 'router')
      .filter(({ ns }) => ns.tcpPorts.entries.has(BGP_PORT))
      .map(({ machine }) => {
        const rules = (how: string): string =>
          ['INPUT', 'OUTPUT']
            .map((chain) => `iptables ${how} ${chain} -p tcp --dport ${BGP_PORT} -j DROP`)
            .join(' && ');
        return typed(machine.name, rules('-I'), rules('-D'));
      }),
};

const hasLink = (world: World, fits: (link: ReturnType<typeof linksOf>[number]) => boolean): boolean =>
  machinesOf(world, 'node', 'host').some(({ ns }) => linksOf(ns).some(fits));

export const ports: readonly FaultKind[] = [
  blocked('vxlan-blocked', '-p udp --dport 8472', (world) =>
    hasLink(world, (link) => link.kind === 'vxlan' && link.dstPort === 8472),
  ),
  blocked('flannel-udp-blocked', '-p udp --dport 8285', (world) =>
    hasLink(world, ({ kind }) => kind === 'tun'),
  ),
  blocked('calico-vxlan-blocked', '-p udp --dport 4789', (world) =>
    hasLink(world, (link) => link.kind === 'vxlan' && link.dstPort === 4789),
  ),
  blocked('wireguard-blocked', '-p udp --dport 51820', (world) =>
    hasLink(world, (link) => link.kind === 'wireguard' && link.listenPort === 51_820),
  ),
  bgpBlocked,
  blocked('ipip-blocked', '-p 4', (world) => hasLink(world, ({ kind }) => kind === 'ipip')),
];
