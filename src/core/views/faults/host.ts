/** What is wrong on a node itself: a setting, a process that does not run. */
import type { World } from '../../model/world';
import { forwards } from '../routing-core';
import { typed } from './kind';
import type { FaultKind } from './kind';
import { machinesOf } from './where';

export const forwardingOff: FaultKind = {
  name: 'forwarding-off',
  spots: (world) =>
    machinesOf(world, 'node', 'router')
      .filter(({ ns }) => forwards(ns))
      .map(({ machine }) =>
        typed(machine.name, 'sysctl -w net.ipv4.ip_forward=0', 'sysctl -w net.ipv4.ip_forward=1'),
      ),
};

/** Daemons of networks, by the name of their unit. */
const AGENTS = ['flanneld', 'calico-node'];

function daemonStopped(world: World, unit: string): ReturnType<FaultKind['spots']> {
  const { controllers } = world.cluster ?? {};
  return machinesOf(world, 'node')
    .filter(({ machine }) => controllers?.entries.get(`${machine.name}/${unit}`)?.stopped === undefined)
    .filter(({ machine }) => controllers?.entries.has(`${machine.name}/${unit}`) === true)
    .map(({ machine }) => typed(machine.name, `systemctl stop ${unit}`, `systemctl start ${unit}`));
}

export const kubeletStopped: FaultKind = {
  name: 'kubelet-stopped',
  spots: (world) => daemonStopped(world, 'kubelet'),
};

export const agentStopped: FaultKind = {
  name: 'agent-stopped',
  spots: (world) => AGENTS.flatMap((unit) => daemonStopped(world, unit)),
};
