/**
 * The /32 on a backend's device: a source address for what the node itself sends to pods; not wider, so that no route
 * comes with it. Source: flannel pkg/ip/iface.go EnsureV4AddressOnLink.
 */
import { formatCidr4, inCidr, type Cidr4 } from '../../wire/addr';
import type { Link } from '../../model/link';
import { must, type Effect } from './effect';
import { sameNet } from './net';

/**
 * Puts the lease's own address on `dev` and takes away others of flannel's network. `present` is the device as it is,
 * null when it is new.
 */
export function ensureAddress(
  dev: string,
  present: Link | null,
  subnet: Cidr4,
  network: Cidr4,
  complaint: string,
): readonly Effect[] {
  const wanted: Cidr4 = { addr: subnet.addr, len: 32 };
  const there = (present?.addrs ?? []).map(({ local, len }): Cidr4 => ({ addr: local, len }));
  const failed = `${complaint}: failed to ensure address of interface ${dev}: `;
  const effects = there
    .filter((addr) => !sameNet(addr, wanted) && inCidr(addr.addr, network))
    .map((addr) =>
      must(
        { kind: 'addr.del', dev, addr },
        `${failed}failed to remove IP address ${formatCidr4(addr)} from ${dev}: `,
        {
          success: `removed IP address ${formatCidr4(addr)} from ${dev}`,
        },
      ),
    );
  if (there.some((addr) => sameNet(addr, wanted))) return effects;
  const add = must(
    { kind: 'addr.add', dev, addr: wanted },
    `${failed}failed to add IP address ${formatCidr4(wanted)} to ${dev}: `,
  );
  return [...effects, add];
}
