/** Who plays the cases of golden/flannel. */
import type { Player } from '../played';
import { backendDevices, hostGwRoutes, vxlanLeaseEvents } from './backends';
import { annotations, networkConfig, subnetEnv, subnetKeys } from './config';
import { cniDelegate } from './delegate';
import { ip4net } from './ip4net';
import { leaseAllocation, vtepMac } from './lease';
import { iptablesRules, iptablesTransactions, nftablesRules } from './rules';

export const flannelPlayers: Readonly<Record<string, Player>> = {
  'flannel/annotations.json': annotations,
  'flannel/backend-devices.json': backendDevices,
  'flannel/cni-delegate.json': cniDelegate,
  'flannel/host-gw-routes.json': hostGwRoutes,
  'flannel/ip4net.json': ip4net,
  'flannel/iptables-rules.json': iptablesRules,
  'flannel/iptables-transactions.json': iptablesTransactions,
  'flannel/lease-allocation.json': leaseAllocation,
  'flannel/network-config.json': networkConfig,
  'flannel/nftables-rules.json': nftablesRules,
  'flannel/subnet-env.json': subnetEnv,
  'flannel/subnet-keys.json': subnetKeys,
  'flannel/vtep-mac.json': vtepMac,
  'flannel/vxlan-lease-events.json': vxlanLeaseEvents,
};
