/** What is wrong with cables and what they are plugged into. */
import { formatCidr4, formatIpv4, inCidr } from '../../wire/addr';
import type { FaultKind } from './kind';
import { typed } from './kind';
import { between, cardsOf, machinesOf } from './where';

const SMALL_MTU = 1400;

export const cableOut: FaultKind = {
  name: 'cable-out',
  spots: (world) =>
    machinesOf(world, 'node', 'host', 'router').flatMap(({ machine, ns }) =>
      cardsOf(ns).map(({ name: dev }) => ({
        at: `${machine.name}/${dev}`,
        break: { kind: 'cable', netns: machine.name, dev, plugged: false },
        mend: { kind: 'cable', netns: machine.name, dev, plugged: true },
      })),
    ),
};

/** As a rule that drops one packet in three, drawn from the lab's seed. */
export const lossyLink: FaultKind = {
  name: 'lossy-link',
  spots: (world) =>
    between(world).map(({ machine }) => {
      const rule = 'FORWARD -m statistic --mode random --probability 0.33 -j DROP';
      return typed(machine.name, `iptables -I ${rule}`, `iptables -D ${rule}`);
    }),
};

/** One way out of a switch is narrower than its neighbours believe. A router would say so; a switch says nothing. */
export const smallMtu: FaultKind = {
  name: 'small-mtu',
  spots: (world) =>
    machinesOf(world, 'switch').flatMap(({ machine, ns }) => {
      if (cardsOf(ns).length < 2) return [];
      const narrow = cardsOf(ns)
        .filter(({ peer, mtu }) => {
          const far = peer === null ? undefined : world.machines.find(({ root }) => root === peer.netns);
          return far?.role === 'node' && mtu > SMALL_MTU;
        })
        .at(-1);
      if (narrow === undefined) return [];
      const { name, mtu } = narrow;
      return [typed(machine.name, `ip link set ${name} mtu ${SMALL_MTU}`, `ip link set ${name} mtu ${mtu}`)];
    }),
};

/** Somebody gives a node's address to another node of the segment, and says so to everybody. */
export const addressTwice: FaultKind = {
  name: 'address-twice',
  spots: (world) => {
    const nodes = machinesOf(world, 'node');
    return nodes.flatMap(({ machine, ns }) => {
      const [card] = cardsOf(ns);
      const [own] = card?.addrs ?? [];
      if (card === undefined || own === undefined) return [];
      const range = { addr: own.local, len: own.len };
      const [other] = nodes.flatMap((one) =>
        one.machine === machine
          ? []
          : cardsOf(one.ns).flatMap(({ addrs }) => addrs.filter(({ local }) => inCidr(local, range))),
      );
      // Who has it already has been given it.
      if (other === undefined || card.addrs.some(({ local }) => local === other.local)) return [];
      const taken = formatCidr4({ addr: other.local, len: other.len });
      const told = `arping -c 1 -U -I ${card.name} ${formatIpv4(other.local)}`;
      return [
        typed(
          machine.name,
          `ip addr add ${taken} dev ${card.name} && ${told}`,
          `ip addr del ${taken} dev ${card.name}`,
        ),
      ];
    });
  },
};
