/** What a cloud's network does not let pass by itself. */
import { formatIpv4 } from '../../wire/addr';
import { typed } from './kind';
import type { FaultKind } from './kind';
import { INSTANCE_PORT, sourceDestRules } from './source-dest';
import { linksOf, machinesOf } from './where';

/** The check is on again at an instance's interface: what is not its own does not pass. */
export const sourceDestCheck: FaultKind = {
  name: 'source-dest-check',
  spots: (world) =>
    machinesOf(world, 'switch').flatMap(({ machine, ns }) => {
      const port = linksOf(ns).find(({ name }) => name === INSTANCE_PORT);
      const peer = port?.kind === 'physical' ? port.peer : null;
      const [address] = peer === null ? [] : (world.netns[peer.netns]?.links[peer.ifindex]?.addrs ?? []);
      if (address === undefined) return [];
      const rules = (how: '-I' | '-D'): string =>
        sourceDestRules(formatIpv4(address.local), how).join(' && ');
      return [typed(machine.name, rules('-I'), rules('-D'))];
    }),
};
