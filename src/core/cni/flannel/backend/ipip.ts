/**
 * The ipip backend: one device for all peers; the route's gateway says which of them gets the packet.
 * Source: flannel pkg/backend/ipip/ipip.go RegisterNetwork, configureIPIPDevice.
 */
import { err, ok, type Result } from '../../../base/result';
import { ANY_IPV4, formatIpv4, type Ipv4Addr } from '../../../wire/addr';
import { linkByName } from '../../../kernel/ctx';
import type { Link } from '../../../model/link';
import type { Netns } from '../../../model/world';
import { ensureAddress } from '../address';
import type { IpipConf } from '../backend-conf';
import { logged, must, type Effect, type FlannelOp } from '../effect';
import { directRouting } from '../host';
import type { Lease } from '../lease';
import { tunnelOf } from '../tunnel';
import type { Backend, Running, StartFacts } from './backend';
import { onRouteLease, recoverRoutes, type LeaseRoute } from './route-network';

const TYPE = 'ipip';
const FATAL = 'Error registering network: ';
const DEVICE = 'flannel.ipip';

export const ipip: Backend<IpipConf> = {
  register: ({ ext }, conf) =>
    ok({
      effects: [logged('info', `IPIP config: DirectRouting=${String(conf.directRouting)}`)],
      attrs: { publicIp: ext.extAddr, backendType: TYPE, backendData: 'null' },
      device: DEVICE,
    }),

  configure(facts, { conf, ext, network }, lease) {
    const device = ensureDevice(facts);
    if (!device.ok) return device;
    const { mtu } = tunnelOf(conf, ext.mtu);
    if (mtu <= 0) {
      const problem = `MTU ${String(ext.mtu)} of iface ${ext.name} is too small for ipip mode to work`;
      return err(`${FATAL}${problem}`);
    }
    return ok([
      ...device.value.effects,
      logged('info', `current MTU of ${DEVICE} is 0, setting it to ${String(mtu)}`),
      must(
        { kind: 'link.set', name: DEVICE, set: { mtu } },
        `${FATAL}failed to set ${DEVICE} MTU to ${String(mtu)}: `,
      ),
      ...ensureAddress(DEVICE, device.value.kept, lease.subnet, network, FATAL.slice(0, -2)),
      must({ kind: 'link.set', name: DEVICE, set: { up: true } }, `${FATAL}failed to set ${DEVICE} UP: `),
    ]);
  },

  onLease: (ns, running, event) => onRouteLease(ns, TYPE, event, ({ lease }) => routeOf(ns, running, lease)),
  recover: (ns, running, leases) =>
    recoverRoutes(
      ns,
      leases.filter(({ backendType }) => backendType === TYPE).map((lease) => routeOf(ns, running, lease)),
    ),
};

/**
 * A device of its own beside the kernel's tunl0, told apart by its local address. Another's device of that name is left
 * alone, one with another address is made anew.
 */
function ensureDevice({
  ns,
  ext,
}: StartFacts): Result<{ readonly effects: readonly Effect[]; readonly kept: Link | null }, string> {
  const add: FlannelOp = { kind: 'link.add', name: DEVICE, spec: { kind: 'ipip', local: ext.ifaceAddr } };
  const present = linkByName(ns, DEVICE);
  if (present === null) return ok({ effects: [must(add, FATAL)], kept: null });
  const ends = endsOf(present);
  if (ends === null)
    return err(`${FATAL}${DEVICE} isn't an ipip mode device, please remove device and try again`);
  if (ends.local === ext.ifaceAddr && ends.remote === ANY_IPV4) return ok({ effects: [], kept: present });
  const attributes = `local=${formatIpv4(ends.local)} remote=${formatIpv4(ends.remote)}`;
  return ok({
    effects: [
      logged(
        'warning',
        `"${DEVICE}" already exists with incompatible attributes: ${attributes}; recreating device`,
      ),
      must({ kind: 'link.del', name: DEVICE }, `${FATAL}failed to delete interface: `),
      must(add, `${FATAL}failed to create ipip interface: `),
    ],
    kept: null,
  });
}

/** The two ends of an ipip device, null for a device of another kind. */
function endsOf(link: Link): { readonly local: Ipv4Addr; readonly remote: Ipv4Addr } | null {
  const seen: { readonly kind: string; readonly local?: Ipv4Addr; readonly remote?: Ipv4Addr } = link;
  if (seen.kind !== 'ipip') return null;
  return { local: seen.local ?? ANY_IPV4, remote: seen.remote ?? ANY_IPV4 };
}

/** With DirectRouting a neighbour is sent to through the external interface; the route keeps its `onlink`. */
function routeOf(ns: Netns, { conf, ext }: Running<IpipConf>, { subnet, publicIp }: Lease): LeaseRoute {
  const direct = conf.directRouting && directRouting(ns, publicIp) === true;
  return { dst: subnet, via: publicIp, dev: direct ? ext.name : DEVICE, onlink: true };
}
