/**
 * etcd as the subnet manager: flanneld cuts the network into subnets itself. Source: flannel
 * pkg/subnet/etcd/local_manager.go tryAcquireLease, allocateSubnet.
 */
import { err, ok, type Result } from '../../base/result';
import type { Cidr4 } from '../../wire/addr';
import type { Lease, LeaseAttrs } from './lease';
import { isNoNet4, nextNet, overlaps, sameNet } from './net';
import type { NetConf } from './net-conf';

/** So many free subnets are looked at; one of them is drawn. */
const CANDIDATES_MAX = 100;

export interface EtcdAcquired {
  readonly lease: Lease;
  /** A lease of this node that no longer fits the configuration and goes. */
  readonly deleted: Lease | null;
}

/**
 * A node keeps its lease as long as it fits; else it takes the subnet of its last life if that is free; else one of the
 * free ones, drawn by `draw`, which answers a number from 0 to below its argument. `conf` has been checked.
 */
export function acquireEtcdLease(
  conf: NetConf,
  leases: readonly Lease[],
  attrs: LeaseAttrs,
  previous: Cidr4,
  draw: (count: number) => number,
): Result<EtcdAcquired, string> {
  const mine = leases.find((lease) => lease.publicIp === attrs.publicIp);
  if (mine !== undefined && fits(conf, mine.subnet)) {
    return ok({ lease: { ...attrs, subnet: mine.subnet }, deleted: null });
  }
  // The list is not read anew after a deletion: the subnet that was given up still counts as taken.
  const free = !leases.some((lease) => sameNet(lease.subnet, previous));
  const reused = !isNoNet4(previous) && free && fits(conf, previous);
  const subnet = reused ? ok(previous) : allocateSubnet(conf, leases, draw);
  return subnet.ok ? ok({ lease: { ...attrs, subnet: subnet.value }, deleted: mine ?? null }) : subnet;
}

/** Source: isSubnetConfigCompat. */
function fits(conf: NetConf, subnet: Cidr4): boolean {
  return subnet.addr >= conf.subnetMin && subnet.addr <= conf.subnetMax && subnet.len === conf.subnetLen;
}

function allocateSubnet(
  conf: NetConf,
  leases: readonly Lease[],
  draw: (count: number) => number,
): Result<Cidr4, string> {
  const free: Cidr4[] = [];
  let subnet: Cidr4 = { addr: conf.subnetMin, len: conf.subnetLen };
  while (subnet.addr <= conf.subnetMax && free.length < CANDIDATES_MAX) {
    const candidate = subnet;
    if (!leases.some((lease) => overlaps(candidate, lease.subnet))) free.push(candidate);
    subnet = nextNet(subnet);
    // At the end of all addresses flannel would begin again at 0.0.0.0 and never stop.
    if (subnet.addr < candidate.addr) break;
  }
  const chosen = free.length === 0 ? undefined : free[draw(free.length)];
  return chosen === undefined ? err('out of subnets') : ok(chosen);
}
