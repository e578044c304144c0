/**
 * The udp backend: a tun device, and a process that has a routing table of its own and sends what it reads there to the
 * process of another node. Source: flannel pkg/backend/udp/udp_amd64.go, udp_network_amd64.go, proxy_amd64.c.
 */
import { ok } from '../../../base/result';
import { formatCidr4, networkOf, type Cidr4 } from '../../../wire/addr';
import { linkByName } from '../../../kernel/ctx';
import { SCOPE_GLOBAL } from '../../../model/route';
import type { Netns } from '../../../model/world';
import type { UdpConf } from '../backend-conf';
import { logged, must } from '../effect';
import { tunnelOf } from '../tunnel';
import type { Backend } from './backend';

const FATAL = 'Error registering network: ';

export const udp: Backend<UdpConf> = {
  /** It publishes its address and nothing else, not even its type. */
  register: ({ ns, ext }) =>
    ok({
      effects: [],
      attrs: { publicIp: ext.extAddr, backendType: '', backendData: 'null' },
      device: freeTun(ns),
    }),

  configure(_, { conf, ext, network, device }, lease) {
    const dev = device ?? '';
    const { mtu } = tunnelOf(conf, ext.mtu);
    const addr: Cidr4 = { addr: lease.subnet.addr, len: 32 };
    // The route is to the network around the lease, with the length the configuration gives.
    const dst: Cidr4 = { addr: networkOf(lease.subnet.addr, network.len), len: network.len };
    return ok([
      must({ kind: 'link.add', name: dev, spec: { kind: 'tun' } }, `${FATAL}failed to open TUN device: `),
      must(
        { kind: 'addr.add', dev, addr },
        `${FATAL}failed to add IP address ${formatCidr4(addr)} to ${dev}: `,
      ),
      must({ kind: 'link.set', name: dev, set: { mtu } }, `${FATAL}failed to set MTU for ${dev}: `),
      must(
        { kind: 'link.set', name: dev, set: { up: true } },
        `${FATAL}failed to set interface ${dev} to UP state: `,
      ),
      must(
        { kind: 'route.add', route: { dst, dev, scope: SCOPE_GLOBAL } },
        `${FATAL}failed to add route (${formatCidr4(dst)} -> ${dev}): `,
        { tolerated: 'EEXIST' },
      ),
      {
        kind: 'relay.start',
        relay: { dev, addr: ext.ifaceAddr, port: conf.port, tunAddr: lease.subnet.addr, mtu },
      },
    ]);
  },

  /** Whatever backend the other node runs: nobody asks. */
  onLease(_, { conf }, { type, lease }) {
    const { subnet, publicIp: remote } = lease;
    return type === 'added'
      ? [
          logged('info', `Subnet added: ${formatCidr4(subnet)}`),
          { kind: 'relay.set', route: { subnet, remote, port: conf.port } },
        ]
      : [logged('info', `Subnet removed: ${formatCidr4(subnet)}`), { kind: 'relay.del', subnet }];
  },
};

/** The kernel numbers tun devices of one name: `flannel%d`. */
function freeTun(ns: Netns): string {
  let number = 0;
  while (linkByName(ns, `flannel${String(number)}`) !== null) number += 1;
  return `flannel${String(number)}`;
}
