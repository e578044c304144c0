/**
 * macvlan: a device with an address of its own upon a card of the node; nothing of it passes the node's stack.
 * Source: containernetworking/plugins v1.9.1 plugins/main/macvlan/macvlan.go.
 */
import { objectAt, textAt } from '../../base/json';
import type { Result } from '../../base/result';
import { err, ok } from '../../base/result';
import { fail } from '../../cluster/cni/exec';
import type { CniAnswer, CniIo, CniPlugin, CniRequest } from '../../cluster/cni/plugin';
import type { CniInterface, CniResult } from '../../cluster/cni/result';
import { EMPTY_RESULT } from '../../cluster/cni/result';
import { flag, int64, text } from '../../cluster/objects/schema';
import type { Link, MacvlanMode, NetnsId } from '../../model/link';
import { TABLE_MAIN, prefixKey } from '../../model/route';
import type { MacAddr } from '../../wire/addr';
import { ANY_IPV4, formatMac, parseMac } from '../../wire/addr';
import { loadArgs } from './common/args';
import { resultFault } from './common/check';
import { dnsOf, ipamOf, typeFault } from './common/conf';
import {
  act,
  configureInterface,
  deleteInterface,
  errnoText,
  linkIn,
  macText,
  netnsName,
  noNetns,
} from './common/link';

const FIELDS = { master: text, mode: text, mtu: int64, linkInContainer: flag, bcqueuelen: int64, mac: text };
const MODES: Readonly<Record<string, MacvlanMode>> = {
  '': 'bridge',
  bridge: 'bridge',
  private: 'private',
  vepa: 'vepa',
  passthru: 'passthru',
};

export const macvlan: CniPlugin = {
  kind: 'macvlan',

  add(io, request): CniAnswer {
    const { env, conf } = request;
    const read = readConf(io, request);
    if (!read.ok) return fail(read.error);
    const netns = io.netns(env.CNI_NETNS);
    if (netns === null) return fail(noNetns(env.CNI_NETNS));
    const made = createDevice(io, request, netns, read.value);
    if (!made.ok) return fail(made.error);
    const answer = attach(io, request, netns, made.value);
    if (!answer.ok) deleteInterface(io, netns, env.CNI_IFNAME);
    return answer.ok ? ok({ ...answer.value, dns: dnsOf(conf, {}) } as CniResult) : answer;
  },

  del(io, { env, conf }): CniAnswer {
    const { type } = ipamOf(conf);
    const freed = type === '' ? ok(null) : io.delegate(type, 'DEL', conf);
    if (!freed.ok) return freed;
    const netns = env.CNI_NETNS === '' ? null : io.netns(env.CNI_NETNS);
    if (netns === null) return ok(null);
    const deleted = deleteInterface(io, netns, env.CNI_IFNAME);
    return deleted.ok ? ok(null) : fail(deleted.error);
  },

  check(io, request): CniAnswer {
    const { env, conf, prevResult } = request;
    const read = readConf(io, request);
    if (!read.ok) return fail(read.error);
    const netns = io.netns(env.CNI_NETNS);
    if (netns === null) return fail(noNetns(env.CNI_NETNS));
    const { type } = ipamOf(conf);
    const held = type === '' ? ok(null) : io.delegate(type, 'CHECK', conf);
    if (!held.ok) return held;
    if (prevResult === null) return fail('required prevResult missing');
    const fault = deviceFault(io, request, netns, prevResult);
    return fault === null ? ok(null) : fail(fault);
  },
};

interface Conf {
  /** The card, where it is. */
  readonly master: { readonly netns: NetnsId; readonly link: Link };
  readonly mtu: number;
  /** Empty for one by chance. */
  readonly mac: string;
}

/** Source: loadConf. */
function readConf(io: CniIo, { env, conf }: CniRequest): Result<Conf, string> {
  const wrong = typeFault(conf, FIELDS);
  if (wrong !== null) return err(`failed to load netconf: ${wrong}`);
  const inside = conf['linkInContainer'] === true;
  const netns = inside ? io.netns(env.CNI_NETNS) : io.host;
  if (netns === null) return err(noNetns(env.CNI_NETNS));
  const name = textAt(conf, 'master');
  const link = name === '' ? defaultDevice(io, netns) : linkIn(io, netns, name);
  if (link === null) return err(name === '' ? 'no default route interface found' : 'Link not found');
  const mtu = typeof conf['mtu'] === 'number' ? conf['mtu'] : 0;
  if (mtu < 0 || mtu > link.mtu) return err(`invalid MTU ${mtu}, must be [0, master MTU(${link.mtu})]`);
  const args = loadArgs(env.CNI_ARGS, ['MAC']);
  if (!args.ok) return args;
  const runtime = textAt(objectAt(conf, 'runtimeConfig'), 'mac');
  const asked = args.value.get('MAC') ?? '';
  const mac = runtime !== '' ? runtime : asked !== '' ? asked : textAt(conf, 'mac');
  return ok({ master: { netns, link }, mtu, mac });
}

function defaultDevice(io: CniIo, netns: NetnsId): Link | null {
  const ns = io.ctx.world.netns[netns];
  const [route] = ns?.routeTables.get(TABLE_MAIN)?.byPrefix.get(prefixKey(ANY_IPV4, 0)) ?? [];
  return (route === undefined ? undefined : ns?.links[route.dev]) ?? null;
}

function createDevice(
  io: CniIo,
  { env, conf }: CniRequest,
  netns: NetnsId,
  { master, mtu, mac }: Conf,
): Result<Link, string> {
  const named = textAt(conf, 'mode');
  const mode = Object.hasOwn(MODES, named) ? MODES[named] : undefined;
  if (mode === undefined) return err(`unknown macvlan mode: ${JSON.stringify(named)}`);
  let own: MacAddr | null = null;
  if (mac !== '') {
    const read = parseMac(mac);
    if (!read.ok) return err(`invalid args ${mac} for MAC addr: address ${mac}: invalid MAC address`);
    own = read.value;
  }
  const ifname = env.CNI_IFNAME;
  if (linkIn(io, netns, ifname) !== null) {
    return err(`failed to rename macvlan to ${JSON.stringify(ifname)}: file exists`);
  }
  const card = master.link.name;
  // Before it learned to leave the kernel's default alone, the plugin asked for a queue of no length.
  const noQueue = io.release.version === 'v1.1.1';
  const words = [
    `ip link add link ${card} name ${ifname}`,
    ...(own === null ? [] : [`address ${formatMac(own)}`]),
    ...(mtu > 0 ? [`mtu ${mtu}`] : []),
    ...(noQueue ? ['txqueuelen 0'] : []),
    ...(master.netns === netns ? [] : [`netns ${netnsName(io, netns)}`]),
    `type macvlan mode ${mode}`,
  ];
  // Typed where the card is, made in the pod.
  const where = master.netns === io.host ? '' : `-n ${netnsName(io, master.netns)} `;
  const error = io.op(
    netns,
    {
      kind: 'link.add',
      name: ifname,
      ...(own === null ? {} : { mac: own }),
      ...(mtu > 0 ? { mtu } : {}),
      ...(noQueue ? { txQueueLen: 0 } : {}),
      spec: { kind: 'macvlan', link: { netns: netnsName(io, master.netns), dev: card }, mode },
    },
    `ip ${where}${words.join(' ').slice(3)}`,
  );
  if (error !== null) return err(`failed to create macvlan: ${errnoText(error)}`);
  const link = linkIn(io, netns, ifname);
  return link === null
    ? err(`failed to refetch macvlan ${JSON.stringify(ifname)}: Link not found`)
    : ok(link);
}

/** Addresses and routes, or the bare device where nobody hands out addresses. */
function attach(io: CniIo, { env, conf }: CniRequest, netns: NetnsId, link: Link): CniAnswer {
  const ifname = env.CNI_IFNAME;
  const interfaces: readonly CniInterface[] = [
    { name: link.name, mac: macText(link), sandbox: env.CNI_NETNS },
  ];
  const { type } = ipamOf(conf);
  if (type === '') {
    const up = act(
      io,
      netns,
      { kind: 'link.set', name: ifname, set: { up: true } },
      `ip link set ${ifname} up`,
    );
    return up === null
      ? ok({ ...EMPTY_RESULT, interfaces })
      : fail(`failed to set ${JSON.stringify(ifname)} UP: ${errnoText(up)}`);
  }
  const given = io.delegate(type, 'ADD', conf);
  if (!given.ok) return given;
  const { ips, routes } = given.value ?? EMPTY_RESULT;
  const result: CniResult = {
    ...EMPTY_RESULT,
    interfaces,
    ips: ips.map((ip) => ({ ...ip, interface: 0 })),
    routes,
  };
  const key = `net/ipv4/conf/${ifname}/arp_notify`;
  act(io, netns, { kind: 'sysctl.set', key, value: 1 }, `sysctl -w ${key.replaceAll('/', '.')}=1`);
  const wrong =
    ips.length === 0
      ? 'IPAM plugin returned missing IP config'
      : configureInterface(io, netns, ifname, result);
  if (wrong === null) return ok(result);
  io.delegate(type, 'DEL', conf);
  return fail(wrong);
}

/** Source: cmdCheck, validateCniContainerInterface. */
function deviceFault(
  io: CniIo,
  { env, conf }: CniRequest,
  netns: NetnsId,
  previous: CniResult,
): string | null {
  const name = env.CNI_IFNAME;
  const entry = previous.interfaces.find((one) => one.name === name && one.sandbox === env.CNI_NETNS);
  if (entry === undefined) {
    return `sandbox in prevResult  doesn't match configured netns: ${env.CNI_NETNS}`;
  }
  const link = linkIn(io, netns, name);
  if (link === null) return `container Interface name in prevResult: ${name} not found`;
  if (link.kind !== 'macvlan') return `error: Container interface ${name} not of type macvlan`;
  const mode = textAt(conf, 'mode');
  const wanted = Object.hasOwn(MODES, mode) ? MODES[mode] : undefined;
  if (wanted === undefined) return `unknown macvlan mode: ${JSON.stringify(mode)}`;
  if (link.mode !== wanted) {
    return `container macvlan mode ${link.mode} does not match expected value: ${wanted}`;
  }
  if (entry.mac !== undefined && entry.mac !== macText(link)) {
    return `interface ${name} Mac ${entry.mac} doesn't match container Mac: ${macText(link)}`;
  }
  return resultFault(io, netns, name, previous);
}
