/** loopback: brings `lo` up. Source: containernetworking/plugins v1.9.1 plugins/main/loopback. */
import { ok } from '../../base/result';
import { fail } from '../../cluster/cni/exec';
import type { CniAnswer, CniPlugin } from '../../cluster/cni/plugin';
import { EMPTY_RESULT } from '../../cluster/cni/result';
import { formatCidr4, formatMac, isLoopbackIpv4 } from '../../wire/addr';
import { act, linkIn, noNetns } from './common/link';

const LO = 'lo';

export const loopback: CniPlugin = {
  kind: 'loopback',

  add(io, { env, prevResult }): CniAnswer {
    const netns = io.netns(env.CNI_NETNS);
    if (netns === null) return fail(noNetns(env.CNI_NETNS));
    act(io, netns, { kind: 'link.set', name: LO, set: { up: true } }, `ip link set ${LO} up`);
    if (prevResult !== null) return ok(prevResult);
    const link = linkIn(io, netns, LO);
    const stranger = link?.addrs.find(({ local }) => !isLoopbackIpv4(local));
    if (link === null || stranger !== undefined)
      return fail('loopback interface found with non-loopback address');
    return ok({
      ...EMPTY_RESULT,
      interfaces: [{ name: LO, mac: formatMac(link.mac), sandbox: env.CNI_NETNS }],
      ips: link.addrs
        .slice(0, 1)
        .map(({ local, len }) => ({ interface: 0, address: formatCidr4({ addr: local, len }) })),
    });
  },

  del(io, { env }): CniAnswer {
    const netns = io.netns(env.CNI_NETNS);
    if (netns !== null)
      act(io, netns, { kind: 'link.set', name: LO, set: { up: false } }, `ip link set ${LO} down`);
    return ok(null);
  },

  check(io, { env }): CniAnswer {
    const netns = io.netns(env.CNI_NETNS);
    if (netns === null) return fail(noNetns(env.CNI_NETNS));
    return linkIn(io, netns, LO)?.up === true ? ok(null) : fail('loopback interface is down');
  },
};
