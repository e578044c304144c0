/** Ranges that are used for two things. */
import { asIpv4, formatCidr4, networkOf } from '../../wire/addr';
import { typed } from './kind';
import type { FaultKind } from './kind';
import { cardsOf, machinesOf, podRanges } from './where';

/** A node gets into a network whose addresses are those of another node's pods: a VPN, an office. */
export const rangesOverlap: FaultKind = {
  name: 'ranges-overlap',
  spots: (world) => {
    const ranges = podRanges(world);
    return machinesOf(world, 'node').flatMap(({ machine, ns }) => {
      const [card] = cardsOf(ns);
      const other = [...ranges].find(([name]) => name !== machine.name)?.[1];
      if (card === undefined || other === undefined || other.len > 30 || !ranges.has(machine.name)) return [];
      // Half of the range: the longer prefix wins, whatever routes there are.
      const len = other.len + 1;
      const last = 2 ** (32 - len) - 2;
      const text = formatCidr4({ addr: asIpv4(networkOf(other.addr, other.len) + last), len });
      return [
        typed(machine.name, `ip addr add ${text} dev ${card.name}`, `ip addr del ${text} dev ${card.name}`),
      ];
    });
  },
};

const SUBNET_ENV = '/run/flannel/subnet.env';

/** What the plugin reads names another node's range, as after a disk that was copied. */
export const podRangeChanged: FaultKind = {
  name: 'pod-range-changed',
  spots: (world) => {
    const ranges = podRanges(world);
    return machinesOf(world, 'node').flatMap(({ machine, ns }) => {
      const other = [...ranges].find(([name]) => name !== machine.name)?.[1];
      if (other === undefined || !ns.files.entries.has(SUBNET_ENV)) return [];
      const text = formatCidr4({ addr: asIpv4(networkOf(other.addr, other.len) + 1), len: other.len });
      const change = [
        `grep -v FLANNEL_SUBNET ${SUBNET_ENV} > /tmp/subnet.env`,
        `echo FLANNEL_SUBNET=${text} >> /tmp/subnet.env`,
        `cat /tmp/subnet.env > ${SUBNET_ENV}`,
      ];
      return [typed(machine.name, change.join(' && '), 'systemctl restart flanneld')];
    });
  },
};
