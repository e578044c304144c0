/** What a cloud's network does not let pass by itself. */
import { formatIpv4 } from '../../wire/addr';
import { typed } from './kind';
import type { FaultKind } from './kind';
import { linksOf, machinesOf } from './where';

/** Name of the port towards the instance, see the fabric `vpc`. */
const INSTANCE = 'instance';

/** The check is on again at an instance's interface: what is not its own does not pass. */
export const sourceDestCheck: FaultKind = {
  name: 'source-dest-check',
  spots: (world) =>
    machinesOf(world, 'switch').flatMap(({ machine, ns }) => {
      const port = linksOf(ns).find(({ name }) => name === INSTANCE);
      const peer = port?.kind === 'physical' ? port.peer : null;
      const [address] = peer === null ? [] : (world.netns[peer.netns]?.links[peer.ifindex]?.addrs ?? []);
      if (address === undefined) return [];
      const own = `${formatIpv4(address.local)}/32`;
      const rules = (how: string): string =>
        [
          `iptables ${how} FORWARD -m physdev --physdev-in ${INSTANCE} ! -s ${own} -m comment --comment source-check -j DROP`,
          `iptables ${how} FORWARD -m physdev --physdev-out ${INSTANCE} ! -d ${own} -m comment --comment destination-check -j DROP`,
        ].join(' && ');
      return [typed(machine.name, rules('-I'), rules('-D'))];
    }),
};
