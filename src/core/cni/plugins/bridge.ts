/**
 * bridge: a bridge on the node, a veth pair for each pod, the gateway's address on the bridge.
 * Source: containernetworking/plugins v1.9.1 plugins/main/bridge/bridge.go.
 */
import type { JsonObject } from '../../base/json';
import { objectAt, textAt } from '../../base/json';
import { ok } from '../../base/result';
import { fail } from '../../cluster/cni/exec';
import type { CniAnswer, CniIo, CniPlugin, CniRequest, PluginRelease } from '../../cluster/cni/plugin';
import type { CniIp, CniResult, CniRoute } from '../../cluster/cni/result';
import { EMPTY_RESULT } from '../../cluster/cni/result';
import { flag, int64, list, any, text } from '../../cluster/objects/schema';
import { hasCarrier } from '../../kernel/carrier';
import type { Link, NetnsId } from '../../model/link';
import type { Cidr4, MacAddr } from '../../wire/addr';
import { formatCidr4, parseMac } from '../../wire/addr';
import { asKernelCidr, formatIp, networkOf, nextIp, parseIp, parseNetwork } from './common/address';
import { loadArgs } from './common/args';
import { resultFault } from './common/check';
import { dnsOf, interfaceFields, ipamOf, typeFault } from './common/conf';
import type { VethPair } from './common/link';
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

const FIELDS = {
  ...interfaceFields,
  bridge: text,
  isGateway: flag,
  isDefaultGateway: flag,
  forceAddress: flag,
  hairpinMode: flag,
  promiscMode: flag,
  vlan: int64,
  vlanTrunk: list(any),
  preserveDefaultVlan: flag,
  macspoofchk: flag,
  enabledad: flag,
  disableContainerInterface: flag,
  portIsolation: flag,
};

interface Config {
  readonly network: string;
  readonly bridge: string;
  readonly isGateway: boolean;
  readonly isDefaultGateway: boolean;
  readonly forceAddress: boolean;
  readonly hairpin: boolean;
  readonly isolated: boolean;
  readonly ipMasq: boolean;
  readonly mtu: number;
  /** The address the pod's interface is to have. */
  readonly mac: MacAddr | null;
  readonly ipam: string;
}

export const bridge: CniPlugin = {
  kind: 'bridge',

  add(io, request): CniAnswer {
    const config = readConfig(io, request);
    if (typeof config === 'string') return fail(config);
    const { env, conf } = request;
    const made = ensureBridge(io, config);
    if (made !== null) return fail(`failed to create bridge ${JSON.stringify(config.bridge)}: ${made}`);
    const netns = io.netns(env.CNI_NETNS);
    if (netns === null) return fail(noNetns(env.CNI_NETNS));
    const pair = makeVeth(io, netns, {
      containerId: env.CNI_CONTAINERID,
      ifname: env.CNI_IFNAME,
      mtu: config.mtu,
      mac: config.mac,
    });
    if (!pair.ok) return fail(pair.error);
    const plugged = plugIn(io, config, pair.value.host.name);
    if (plugged !== null) return fail(plugged);
    if (config.ipam === '') return withoutIpam(io, request, config, netns, pair.value);
    const given = io.delegate(config.ipam, 'ADD', conf);
    if (!given.ok) return given;
    const answer = configure(io, request, config, {
      netns,
      pair: pair.value,
      given: given.value ?? EMPTY_RESULT,
    });
    // Whatever fails from here on must not cost an address.
    if (!answer.ok) io.delegate(config.ipam, 'DEL', conf);
    return answer;
  },

  /** The container's end is deleted, and the other end with it; the bridge stays. A pod that is gone is no error. */
  del(io, request): CniAnswer {
    const config = readConfig(io, request);
    if (typeof config === 'string') return fail(config);
    const { env, conf } = request;
    const netns = env.CNI_NETNS === '' ? null : io.netns(env.CNI_NETNS);
    const deleted = netns === null ? ok(null) : deleteInterface(io, netns, env.CNI_IFNAME);
    if (!deleted.ok) return fail(deleted.error);
    if (config.ipam !== '') {
      const freed = io.delegate(config.ipam, 'DEL', conf);
      if (!freed.ok) return freed;
      if (config.ipMasq) tearDownIpMasq(io, conf, env, deleted.value ?? []);
    }
    return ok(null);
  },

  check(io, request): CniAnswer {
    const config = readConfig(io, request);
    if (typeof config === 'string') return fail(config);
    const { env, conf, prevResult } = request;
    const netns = io.netns(env.CNI_NETNS);
    if (netns === null) return fail(noNetns(env.CNI_NETNS));
    const held = io.delegate(config.ipam, 'CHECK', conf);
    if (!held.ok) return held;
    if (prevResult === null) return fail('Required prevResult missing');
    const fault =
      interfacesFault(io, request, config, netns, prevResult) ??
      resultFault(io, netns, env.CNI_IFNAME, prevResult);
    return fault === null ? ok(null) : fail(fault);
  },
};

/** The configuration, or what is wrong with it. */
function readConfig(io: CniIo, { conf, env }: CniRequest): Config | string {
  const wrong = typeFault(conf, FIELDS);
  if (wrong !== null) return `failed to load netconf: ${wrong}`;
  const args = loadArgs(env.CNI_ARGS, ARGS);
  if (!args.ok) return args.error;
  const wish = args.value.get('MAC') ?? '';
  if (wish !== '') return configOf(io.release, conf, wish);
  const known = CONFIGS.get(conf);
  if (known?.release === io.release) return known.config;
  const config = configOf(io.release, conf, '');
  CONFIGS.set(conf, { release: io.release, config });
  return config;
}

const ARGS = ['MAC', 'IP', 'GATEWAY'];

/** Most pods of a node are made with the very same configuration. */
const CONFIGS = new WeakMap<
  JsonObject,
  { readonly release: PluginRelease; readonly config: Config | string }
>();

/** `asked` is the address in CNI_ARGS, empty for none. */
function configOf(release: PluginRelease, conf: JsonObject, asked: string): Config | string {
  const { mtu, vlan = 0, vlanTrunk } = conf;
  const on = (key: string): boolean => conf[key] === true;
  const ipam = ipamOf(conf).type;
  if (ipam !== '' && on('disableContainerInterface')) {
    return 'cannot use IPAM when DisableContainerInterface flag is set';
  }
  if (on('hairpinMode') && on('promiscMode')) {
    const says = 'cannot set hairpin mode and promiscuous mode at the same time';
    return release.version === 'v1.1.1' ? `${says}.` : says;
  }
  const notYet =
    vlan !== 0 || vlanTrunk !== undefined
      ? 'VLANs'
      : ['promiscMode', 'macspoofchk', 'disableContainerInterface'].find(on);
  if (notYet !== undefined) return `packetwalk: ${notYet} of the bridge plugin is not in this lab yet`;
  // Of several wishes the last one counts.
  const wishes = [
    asked,
    textAt(objectAt(objectAt(conf, 'args'), 'cni'), 'mac'),
    textAt(objectAt(conf, 'runtimeConfig'), 'mac'),
  ];
  const wish = wishes.findLast((one) => one !== '');
  const mac = wish === undefined ? null : parseMac(wish);
  if (mac?.ok === false) return `failed to make veth pair: address ${wish ?? ''}: invalid MAC address`;
  return {
    network: textAt(conf, 'name'),
    bridge: textAt(conf, 'bridge') === '' ? 'cni0' : textAt(conf, 'bridge'),
    isGateway: on('isGateway') || on('isDefaultGateway'),
    isDefaultGateway: on('isDefaultGateway'),
    forceAddress: on('forceAddress'),
    hairpin: on('hairpinMode'),
    isolated: on('portIsolation'),
    ipMasq: on('ipMasq'),
    mtu: typeof mtu === 'number' ? mtu : 0,
    mac: mac?.value ?? null,
    ipam,
  };
}

/** Makes the bridge unless it is there, and brings it up. The answer is what went wrong. */
function ensureBridge(io: CniIo, { bridge: name, mtu }: Config): string | null {
  const present = linkIn(io, io.host, name);
  if (present === null) {
    const size = mtu > 0 ? { mtu } : {};
    const words = (): string => `ip link add ${name}${mtu > 0 ? ` mtu ${mtu}` : ''} type bridge`;
    const error = act(io, io.host, { kind: 'link.add', name, ...size, spec: { kind: 'bridge' } }, words);
    if (error !== null) return `could not add ${JSON.stringify(name)}: ${errnoText(error)}`;
  } else if (present.kind !== 'bridge') {
    return `${JSON.stringify(name)} already exists but is not a bridge`;
  }
  if (linkIn(io, io.host, name)?.up !== true) {
    act(io, io.host, { kind: 'link.set', name, set: { up: true } }, `ip link set ${name} up`);
  }
  return null;
}

/** Makes the host's end a port of the bridge. */
function plugIn(io: CniIo, { bridge: name, hairpin, isolated }: Config, host: string): string | null {
  const error = act(
    io,
    io.host,
    { kind: 'link.set', name: host, set: { master: name } },
    () => `ip link set ${host} master ${name}`,
  );
  if (error !== null)
    return `failed to connect ${JSON.stringify(host)} to bridge ${name}: ${errnoText(error)}`;
  if (hairpin) {
    const words = `bridge link set dev ${host} hairpin on`;
    io.op(io.host, { kind: 'link.set', name: host, set: { hairpin: true } }, words);
  }
  if (isolated) {
    const words = `bridge link set dev ${host} isolated on`;
    io.op(io.host, { kind: 'link.set', name: host, set: { isolated: true } }, words);
  }
  return null;
}

interface Given {
  readonly netns: NetnsId;
  readonly pair: VethPair;
  /** What the IPAM plugin gave. */
  readonly given: CniResult;
}

/** From the addresses on: the pod's interface, the gateway on the bridge, forwarding, masquerading. */
function configure(
  io: CniIo,
  { env, conf }: CniRequest,
  config: Config,
  { netns, pair, given }: Given,
): CniAnswer {
  if (given.ips.length === 0) return fail('IPAM plugin returned missing IP config');
  const addresses: Cidr4[] = [];
  const gateways: Cidr4[] = [];
  const ips: CniIp[] = [];
  let routes: readonly CniRoute[] = given.routes;
  for (const ip of given.ips) {
    const network = parseNetwork(ip.address);
    const address = network.ok ? asKernelCidr(network.value) : null;
    if (!network.ok || address === null) return fail(NO_IPV6);
    addresses.push(address);
    const gateway =
      ip.gateway ?? (config.isGateway ? formatIp(nextIp({ ...networkOf(network.value) })) : undefined);
    ips.push({ ...ip, interface: 2, ...(gateway === undefined ? {} : { gateway }) });
    if (config.isDefaultGateway && !routes.some(({ dst, gw }) => gw !== undefined && dst === '0.0.0.0/0')) {
      routes = [...routes, { dst: '0.0.0.0/0', ...(gateway === undefined ? {} : { gw: gateway }) }];
    }
    const gatewayIp = gateway === undefined ? null : parseIp(gateway);
    const gatewayCidr = gatewayIp === null ? null : asKernelCidr({ ip: gatewayIp, len: address.len });
    if (config.isGateway && gatewayCidr !== null) gateways.push(gatewayCidr);
  }
  const result = { ...given, ips, routes };
  const fault = configureInterface(io, netns, env.CNI_IFNAME, result);
  if (fault !== null) return fail(fault);
  for (const gateway of gateways) {
    const refused = ensureAddress(io, config, gateway);
    if (refused !== null) return fail(`failed to set bridge addr: ${refused}`);
  }
  if (gateways.length > 0) enableForwarding(io);
  const masqueraded = config.ipMasq ? setUpIpMasq(io, conf, env, addresses) : null;
  return masqueraded === null ? finish(io, env.CNI_NETNS, conf, config, pair, result) : fail(masqueraded);
}

/** The gateway's address on the bridge; from then on the bridge keeps its own MAC address. Source: ensureAddr. */
function ensureAddress(io: CniIo, { bridge: name, forceAddress }: Config, address: Cidr4): string | null {
  for (const { local, len } of linkIn(io, io.host, name)?.addrs ?? []) {
    const other = { addr: local, len };
    if (local === address.addr && len === address.len) return null;
    if (!forceAddress) {
      return `${JSON.stringify(name)} already has an IP address different from ${formatCidr4(address)}`;
    }
    act(
      io,
      io.host,
      { kind: 'addr.del', dev: name, addr: other },
      `ip addr del ${formatCidr4(other)} dev ${name}`,
    );
  }
  const error = addAddress(io, io.host, name, address);
  if (error !== null) {
    return `could not add IP address ${formatCidr4(address)} to ${JSON.stringify(name)}: ${errnoText(error)}`;
  }
  const link = linkIn(io, io.host, name);
  if (link !== null) {
    const words = `ip link set ${name} address ${macText(link)}`;
    act(io, io.host, { kind: 'link.set', name, set: { mac: link.mac } }, words);
  }
  return null;
}

/** Layer 2 only: the interface comes up without an address. */
function withoutIpam(
  io: CniIo,
  { env, conf }: CniRequest,
  config: Config,
  netns: NetnsId,
  pair: VethPair,
): CniAnswer {
  const { CNI_IFNAME: ifname } = env;
  act(io, netns, { kind: 'link.set', name: ifname, set: { up: true } }, `ip link set ${ifname} up`);
  return finish(io, env.CNI_NETNS, conf, config, pair, EMPTY_RESULT);
}

/** The port must be up by now; the result names bridge, host end and container end. */
function finish(
  io: CniIo,
  sandbox: string,
  conf: JsonObject,
  config: Config,
  pair: VethPair,
  result: CniResult,
): CniAnswer {
  const port = linkIn(io, io.host, pair.host.name);
  const own = io.ctx.world.netns[io.host];
  const up = port !== null && own !== undefined && hasCarrier(io.ctx.world, own, port);
  if (port === null || !up) return fail('bridge port in error state: lowerlayerdown');
  const bridgeLink = linkIn(io, io.host, config.bridge);
  return ok({
    interfaces: [
      { name: config.bridge, mac: bridgeLink === null ? '' : macText(bridgeLink) },
      { name: port.name, mac: macText(port) },
      { name: pair.container.name, mac: macText(pair.container), sandbox },
    ],
    ips: result.ips,
    routes: result.routes,
    dns: dnsOf(conf, result.dns),
  });
}

/** Whether bridge, container end and host end are the ones of the result. Source: cmdCheck. */
function interfacesFault(
  io: CniIo,
  { env }: CniRequest,
  config: Config,
  netns: NetnsId,
  { interfaces }: CniResult,
): string | null {
  const bridgeEntry = interfaces.find(({ name }) => name === config.bridge);
  const containerEntry = interfaces.find(
    ({ name, sandbox }) => name === env.CNI_IFNAME && sandbox === env.CNI_NETNS,
  );
  if (bridgeEntry === undefined) return 'Interface name missing ';
  const bridgeLink = linkIn(io, io.host, bridgeEntry.name);
  if (bridgeLink === null) return `Interface name ${bridgeEntry.name} not found`;
  if (bridgeLink.kind !== 'bridge') return `Interface ${bridgeEntry.name} does not have link type of bridge`;
  if (differs(bridgeEntry.mac, bridgeLink)) {
    return `Bridge interface ${bridgeEntry.name} Mac doesn't match: ${bridgeEntry.mac ?? ''}`;
  }
  if (containerEntry === undefined) {
    return `Sandbox in prevResult  doesn't match configured netns: ${env.CNI_NETNS}`;
  }
  const container = linkIn(io, netns, containerEntry.name);
  if (container === null) return `Interface name ${containerEntry.name} not found`;
  if (container.kind !== 'veth') return `Error: Container interface ${containerEntry.name} not of type veth`;
  if (differs(containerEntry.mac, container)) {
    return `Interface ${containerEntry.name} Mac ${containerEntry.mac ?? ''} doesn't match container Mac: ${macText(container)}`;
  }
  for (const { name, mac } of interfaces) {
    if (name === bridgeEntry.name || name === containerEntry.name) continue;
    const host = linkIn(io, io.host, name);
    if (host === null) return `Interface name ${name} not found`;
    const isPeer = container.peer?.netns === io.host && container.peer.ifindex === host.ifindex;
    if (!isPeer || host.master !== bridgeLink.ifindex) continue;
    return differs(mac, host) ? `Interface ${name} Mac doesn't match: ${mac ?? ''} not found` : null;
  }
  return `CNI veth created for bridge ${config.bridge} was not found`;
}

function differs(mac: string | undefined, link: Link): boolean {
  return mac !== undefined && mac !== '' && mac !== macText(link);
}
