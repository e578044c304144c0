/**
 * The host-gw backend: plain routes through the other nodes, which must be neighbours.
 * Source: flannel pkg/backend/hostgw/hostgw.go.
 */
import { err, ok } from '../../../base/result';
import type { HostGwConf } from '../backend-conf';
import type { Lease } from '../lease';
import type { Backend, Running } from './backend';
import { onRouteLease, recoverRoutes, type LeaseRoute } from './route-network';

const TYPE = 'host-gw';
const NAT =
  "Error fetching backend: your PublicIP differs from interface IP, meaning that probably you're on a NAT, which is not supported by host-gw backend";

export const hostGw: Backend<HostGwConf> = {
  register({ ext }) {
    if (ext.extAddr !== ext.ifaceAddr) return err(NAT);
    return ok({
      effects: [],
      attrs: { publicIp: ext.extAddr, backendType: TYPE, backendData: 'null' },
      device: null,
    });
  },
  configure: () => ok([]),
  onLease: (ns, running, event) => onRouteLease(ns, TYPE, event, ({ lease }) => routeOf(running, lease)),
  recover: (ns, running, leases) =>
    recoverRoutes(
      ns,
      leases.filter(({ backendType }) => backendType === TYPE).map((lease) => routeOf(running, lease)),
    ),
};

/** Without `onlink`: the kernel refuses a next hop it cannot reach directly. */
function routeOf({ ext }: Running<HostGwConf>, { subnet, publicIp }: Lease): LeaseRoute {
  return { dst: subnet, via: publicIp, dev: ext.name, onlink: false };
}
