/** CHECK: is everything as ADD reported it? Source: containernetworking/plugins v1.9.1 pkg/ip/utils_linux.go. */
import type { CniIo } from '../../../cluster/cni/plugin';
import type { CniResult } from '../../../cluster/cni/result';
import type { NetnsId } from '../../../model/link';
import { TABLE_MAIN } from '../../../model/route';
import { networkOf } from '../../../wire/addr';
import { asKernelAddr, asKernelCidr, parseIp, parseNetwork } from './address';
import { linkIn } from './link';

/** What differs from the result, null when nothing does. */
export function resultFault(io: CniIo, netns: NetnsId, ifname: string, result: CniResult): string | null {
  const link = linkIn(io, netns, ifname);
  const routes = [
    ...(io.ctx.world.netns[netns]?.routeTables.get(TABLE_MAIN)?.byPrefix.values() ?? []),
  ].flat();
  for (const { address, gateway } of result.ips) {
    if (link === null) return `Cannot find container link ${ifname}`;
    const network = parseNetwork(address);
    const cidr = network.ok ? asKernelCidr(network.value) : null;
    if (cidr === null || !link.addrs.some(({ local, len }) => local === cidr.addr && len === cidr.len)) {
      return `Failed to match addr ${address} on interface ${ifname}`;
    }
    const prefix = networkOf(cidr.addr, cidr.len);
    if (!routes.some(({ dst, len }) => dst === prefix && len === cidr.len)) {
      return `Failed to find Gateway ${gateway ?? '<nil>'} for interface ${ifname}`;
    }
  }
  for (const { dst, gw } of result.routes) {
    const network = parseNetwork(dst);
    const cidr = network.ok ? asKernelCidr(network.value) : null;
    const gateway = gw === undefined ? null : parseIp(gw);
    const via = gateway === null ? null : asKernelAddr(gateway);
    // Of a default route the gateway is not compared.
    const found = routes.some(
      (route) =>
        route.dst === cidr?.addr &&
        route.len === cidr.len &&
        (via === null || cidr.len === 0 || route.gateway === via),
    );
    if (!found) return `Expected Route {Dst:${dst} GW:${gw ?? '<nil>'}} not found in routing table`;
  }
  return null;
}
