/**
 * ptp: a veth pair and routes, no bridge. All the pod sends goes by the gateway, which is the host's end of its cable.
 * Source: containernetworking/plugins v1.9.1 plugins/main/ptp/ptp.go.
 */
import { ok } from '../../base/result';
import { fail } from '../../cluster/cni/exec';
import type { CniAnswer, CniIo, CniPlugin, CniRequest } from '../../cluster/cni/plugin';
import type { CniResult } from '../../cluster/cni/result';
import { EMPTY_RESULT } from '../../cluster/cni/result';
import type { NetnsId } from '../../model/link';
import { SCOPE_GLOBAL, SCOPE_HOST, SCOPE_LINK } from '../../model/route';
import type { Cidr4, Ipv4Addr } from '../../wire/addr';
import { formatCidr4, formatIpv4, networkOf } from '../../wire/addr';
import { asKernelAddr, asKernelCidr, parseIp, parseNetwork } from './common/address';
import { resultFault } from './common/check';
import { dnsOf, interfaceFields, ipamOf, typeFault } from './common/conf';
import {
  NO_IPV6,
  act,
  addAddress,
  configureInterface,
  deleteInterface,
  enableForwarding,
  errnoText,
  linkIn,
  macText,
  makeVeth,
  noNetns,
} from './common/link';
import { setUpIpMasq, tearDownIpMasq } from './common/ipmasq';

export const ptp: CniPlugin = {
  kind: 'ptp',

  add(io, request): CniAnswer {
    const { conf } = request;
    const wrong = typeFault(conf, interfaceFields);
    if (wrong !== null) return fail(`failed to load netconf: ${wrong}`);
    const { type } = ipamOf(conf);
    const given = io.delegate(type, 'ADD', conf);
    if (!given.ok) return given;
    const answer = attach(io, request, given.value ?? EMPTY_RESULT);
    if (!answer.ok) io.delegate(type, 'DEL', conf);
    return answer;
  },

  del(io, { env, conf }): CniAnswer {
    const freed = io.delegate(ipamOf(conf).type, 'DEL', conf);
    if (!freed.ok) return freed;
    const netns = env.CNI_NETNS === '' ? null : io.netns(env.CNI_NETNS);
    if (netns === null) return ok(null);
    const deleted = deleteInterface(io, netns, env.CNI_IFNAME);
    if (!deleted.ok) return fail(deleted.error);
    const addresses = deleted.value ?? [];
    if (conf['ipMasq'] === true && addresses.length > 0) {
      tearDownIpMasq(io, conf, env, addresses);
    }
    return ok(null);
  },

  check(io, { env, conf, prevResult }): CniAnswer {
    const netns = io.netns(env.CNI_NETNS);
    if (netns === null) return fail(noNetns(env.CNI_NETNS));
    const held = io.delegate(ipamOf(conf).type, 'CHECK', conf);
    if (!held.ok) return held;
    if (prevResult === null) return fail('ptp: Required prevResult missing');
    const name = env.CNI_IFNAME;
    const entry = prevResult.interfaces.find((one) => one.name === name && one.sandbox === env.CNI_NETNS);
    if (entry === undefined)
      return fail(`Sandbox in prevResult  doesn't match configured netns: ${env.CNI_NETNS}`);
    const link = linkIn(io, netns, name);
    if (link === null) return fail(`ptp: Container Interface name in prevResult: ${name} not found`);
    if (link.kind !== 'veth') return fail(`Error: Container interface ${name} not of type veth/p2p`);
    if (entry.mac !== undefined && entry.mac !== macText(link)) {
      return fail(`ptp: Interface ${name} Mac ${entry.mac} doesn't match container Mac: ${macText(link)}`);
    }
    const fault = resultFault(io, netns, name, prevResult);
    return fault === null ? ok(null) : fail(fault);
  },
};

interface Address {
  readonly cidr: Cidr4;
  readonly gateway: Ipv4Addr;
}

function attach(io: CniIo, { env, conf }: CniRequest, given: CniResult): CniAnswer {
  if (given.ips.length === 0) return fail('IPAM plugin returned missing IP config');
  const addresses: Address[] = [];
  for (const { address, gateway } of given.ips) {
    const network = parseNetwork(address);
    const cidr = network.ok ? asKernelCidr(network.value) : null;
    const ip = gateway === undefined ? null : parseIp(gateway);
    const via = ip === null ? null : asKernelAddr(ip);
    if (cidr === null || via === null) return fail(NO_IPV6);
    addresses.push({ cidr, gateway: via });
  }
  enableForwarding(io);
  const netns = io.netns(env.CNI_NETNS);
  if (netns === null) return fail(noNetns(env.CNI_NETNS));
  const { CNI_CONTAINERID: containerId, CNI_IFNAME: ifname } = env;
  const mtu = typeof conf['mtu'] === 'number' ? conf['mtu'] : 0;
  const pair = makeVeth(io, netns, { containerId, ifname, mtu, mac: null });
  if (!pair.ok) return fail(pair.error);
  const { host, container } = pair.value;
  const result: CniResult = {
    ...given,
    interfaces: [
      { name: host.name, mac: macText(host) },
      { name: container.name, mac: macText(container), sandbox: env.CNI_NETNS },
    ],
    ips: given.ips.map((ip) => ({ ...ip, interface: 1 })),
  };
  const fault =
    configureInterface(io, netns, ifname, result) ??
    addresses.map((one) => routeByGateway(io, netns, ifname, one)).find((one) => one !== null) ??
    addresses.map((one) => routeToPod(io, host.name, one)).find((one) => one !== null) ??
    null;
  if (fault !== null) return fail(fault);
  if (conf['ipMasq'] === true) {
    const cidrs = addresses.map(({ cidr }) => cidr);
    const refused = setUpIpMasq(io, conf, env, cidrs);
    if (refused !== null) return fail(refused);
  }
  return ok({ ...result, dns: dnsOf(conf, given.dns) });
}

/**
 * The connected route the kernel made would have the pod ask for its neighbours itself. It is replaced by two: the
 * gateway alone is on the link, the subnet is behind it.
 */
function routeByGateway(io: CniIo, netns: NetnsId, dev: string, { cidr, gateway }: Address): string | null {
  const subnet: Cidr4 = { addr: networkOf(cidr.addr, cidr.len), len: cidr.len };
  const away = act(
    io,
    netns,
    { kind: 'route.del', route: { dst: subnet, dev } },
    `ip route del ${formatCidr4(subnet)} dev ${dev}`,
  );
  if (away !== null) return `failed to delete route ${formatCidr4(subnet)}: ${errnoText(away)}`;
  const src = cidr.addr;
  const gatewayOnly: Cidr4 = { addr: gateway, len: 32 };
  const own = `src ${formatIpv4(src)}`;
  const onLink = act(
    io,
    netns,
    { kind: 'route.add', route: { dst: gatewayOnly, dev, src, scope: SCOPE_LINK } },
    `ip route add ${formatIpv4(gateway)} dev ${dev} scope link ${own}`,
  );
  if (onLink !== null) return `failed to add route ${formatIpv4(gateway)}: ${errnoText(onLink)}`;
  const behind = act(
    io,
    netns,
    { kind: 'route.add', route: { dst: subnet, dev, via: gateway, src, scope: SCOPE_GLOBAL } },
    `ip route add ${formatCidr4(subnet)} via ${formatIpv4(gateway)} dev ${dev} ${own}`,
  );
  return behind === null ? null : `failed to add route ${formatCidr4(subnet)}: ${errnoText(behind)}`;
}

/** The host's end has the gateway's address, for itself alone; a route leads to the pod. */
function routeToPod(io: CniIo, dev: string, { cidr, gateway }: Address): string | null {
  const own = addAddress(io, io.host, dev, { addr: gateway, len: 32 });
  if (own !== null) return `failed to add IP addr (${formatIpv4(gateway)}/32) to veth: ${errnoText(own)}`;
  const dst: Cidr4 = { addr: cidr.addr, len: 32 };
  const error = act(
    io,
    io.host,
    { kind: 'route.add', route: { dst, dev, scope: SCOPE_HOST } },
    `ip route add ${formatIpv4(cidr.addr)} dev ${dev} scope host`,
  );
  if (error === null || error.errno === 'EEXIST') return null;
  return `failed to add route on host: ${errnoText(error)}`;
}
