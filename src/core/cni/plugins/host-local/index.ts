/**
 * host-local: gives out the addresses of a range, and notes them in files of the node.
 * Source: containernetworking/plugins v1.9.1 plugins/ipam/host-local.
 */
import type { Json, JsonObject } from '../../../base/json';
import { isJsonObject, listAt, objectAt, textAt } from '../../../base/json';
import type { Result } from '../../../base/result';
import { err, ok } from '../../../base/result';
import { fail } from '../../../cluster/cni/exec';
import type { CniAnswer, CniIo, CniPlugin, CniRequest } from '../../../cluster/cni/plugin';
import type { CniDns, CniIp, CniRoute } from '../../../cluster/cni/result';
import { atLeast } from '../../../cluster/cni/result';
import type { IpAddress } from '../common/address';
import { formatIp, formatNetwork, parseIp, sameIp } from '../common/address';
import { loadArgs } from '../common/args';
import type { RangeSet } from './range';
import { candidates, overlap, rangeFor, readRangeSet, setText } from './range';
import type { Store } from './store';
import { openStore } from './store';

interface Config {
  readonly sets: readonly RangeSet[];
  /** Addresses that were asked for. */
  readonly requested: readonly IpAddress[];
  readonly routes: readonly CniRoute[];
  readonly dataDir: string;
  readonly resolvConf: string;
}

export const hostLocal: CniPlugin = {
  kind: 'host-local',

  add(io, request): CniAnswer {
    const config = readConfig(request);
    if (!config.ok) return fail(config.error);
    const { sets, routes, dataDir, resolvConf } = config.value;
    const dns = resolvConf === '' ? ok({}) : readResolvConf(io, resolvConf);
    if (!dns.ok) return fail(dns.error);
    const store = openStore(io, textAt(request.conf, 'name'), dataDir);
    const { CNI_CONTAINERID: id, CNI_IFNAME: ifname } = request.env;
    const ips: CniIp[] = [];
    let wanted = config.value.requested;
    for (const [index, set] of sets.entries()) {
      const asked = wanted.find((ip) => rangeFor(ip, set) !== null) ?? null;
      wanted = wanted.filter((ip) => ip !== asked);
      const given = allocate(store, set, index, { id, ifname, asked });
      if (!given.ok) {
        if (index > 0) store.release(id, ifname);
        return fail(`failed to allocate for range ${index}: ${given.error}`);
      }
      ips.push(given.value);
    }
    if (wanted.length > 0) {
      store.release(id, ifname);
      return fail(`failed to allocate all requested IPs: ${wanted.map(formatIp).join(' ')}`);
    }
    return ok({ interfaces: [], ips, routes, dns: dns.value });
  },

  del(io, request): CniAnswer {
    const config = readConfig(request);
    if (!config.ok) return fail(config.error);
    const store = openStore(io, textAt(request.conf, 'name'), config.value.dataDir);
    store.release(request.env.CNI_CONTAINERID, request.env.CNI_IFNAME);
    return ok(null);
  },

  check(io, request): CniAnswer {
    const config = readConfig(request);
    if (!config.ok) return fail(config.error);
    const { CNI_CONTAINERID: id, CNI_IFNAME: ifname } = request.env;
    const store = openStore(io, textAt(request.conf, 'name'), config.value.dataDir);
    if (store.addressesOf(id, ifname).length > 0) return ok(null);
    return fail(`host-local: Failed to find address added by container ${id}`);
  },
};

/** Source: backend/allocator/config.go LoadIPAMConfig. */
function readConfig({ conf, env }: CniRequest): Result<Config, string> {
  if (!isJsonObject(conf['ipam'])) return err("IPAM config missing 'ipam' key");
  const args = loadArgs(env.CNI_ARGS, ARGS);
  if (!args.ok) return args;
  const wish = args.value.get('IP');
  if (wish !== undefined) return configOf(conf, conf['ipam'], [wish]);
  const known = CONFIGS.get(conf);
  if (known !== undefined) return known;
  const config = configOf(conf, conf['ipam'], []);
  CONFIGS.set(conf, config);
  return config;
}

const ARGS = ['IP'];

/** Most pods of a node are made with the very same configuration. */
const CONFIGS = new WeakMap<JsonObject, Result<Config, string>>();

/** `wishes` are the addresses in CNI_ARGS. */
function configOf(conf: JsonObject, ipam: JsonObject, wishes: readonly string[]): Result<Config, string> {
  const texts = [
    ...wishes,
    ...texted(listAt(objectAt(objectAt(conf, 'args'), 'cni'), 'ips')),
    ...texted(listAt(objectAt(conf, 'runtimeConfig'), 'ips')),
  ];
  const requested: IpAddress[] = [];
  for (const text of texts) {
    const ip = parseIp(text.split('/')[0] ?? '');
    if (ip === null) return err(`ARGS: error parsing value of pair "IP=${text}": invalid IP address ${text}`);
    requested.push(ip);
  }
  const raw = [
    ...listAt(objectAt(conf, 'runtimeConfig'), 'ipRanges'),
    ...(ipam['subnet'] === undefined ? [] : [[ipam]]),
    ...listAt(ipam, 'ranges'),
  ];
  const sets = readSets(raw, textAt(conf, 'cniVersion'));
  if (!sets.ok) return sets;
  const routes = listAt(ipam, 'routes').filter(isJsonObject) as unknown as readonly CniRoute[];
  return ok({
    sets: sets.value,
    requested,
    routes,
    dataDir: textAt(ipam, 'dataDir'),
    resolvConf: textAt(ipam, 'resolvConf'),
  });
}

function texted(values: readonly Json[]): readonly string[] {
  return values.filter((value): value is string => typeof value === 'string');
}

function readSets(raw: readonly Json[], cniVersion: string): Result<readonly RangeSet[], string> {
  if (raw.length === 0) return err('no IP ranges specified');
  const sets: RangeSet[] = [];
  for (const [index, one] of raw.entries()) {
    const ranges = (Array.isArray(one) ? (one as readonly Json[]) : []).filter(isJsonObject);
    const set = readRangeSet(ranges);
    if (!set.ok) {
      // A subnet that is no network at all is refused while the configuration is read, before any range is looked at.
      return err(set.error.startsWith('invalid ') ? set.error : `invalid range set ${index}: ${set.error}`);
    }
    sets.push(set.value);
  }
  const six = sets.filter((set) => set[0]?.start.six === true).length;
  if (Math.max(six, sets.length - six) > 1 && !atLeast(cniVersion, '0.3.0')) {
    return err(`CNI version ${cniVersion} does not support more than 1 address per family`);
  }
  for (const [i, a] of sets.entries()) {
    for (const [j, b] of sets.slice(i + 1).entries()) {
      if (a.some((x) => b.some((y) => overlap(x, y))))
        return err(`range set ${i} overlaps with ${i + j + 1}`);
    }
  }
  return ok(sets);
}

/** Source: backend/allocator/allocator.go Get. */
function allocate(
  store: Store,
  set: RangeSet,
  index: number,
  who: { readonly id: string; readonly ifname: string; readonly asked: IpAddress | null },
): Result<CniIp, string> {
  const { id, ifname, asked } = who;
  const found = (ip: IpAddress, { subnet, gateway }: RangeSet[number]): Result<CniIp, string> =>
    ok({ address: formatNetwork({ ip, len: subnet.len }), gateway: formatIp(gateway) });
  if (asked !== null) {
    const range = rangeFor(asked, set);
    if (range === null) return err(`${formatIp(asked)} not in range set ${setText(set)}`);
    if (sameIp(asked, range.gateway)) return err(`requested ip ${formatIp(asked)} is subnet's gateway`);
    if (store.reserve(id, ifname, asked, index)) return found(asked, range);
    return err(`requested IP address ${formatIp(asked)} is not available in range set ${setText(set)}`);
  }
  const held = store.addressesOf(id, ifname).find((ip) => rangeFor(ip, set) !== null);
  if (held !== undefined) {
    return err(`${formatIp(held)} has been allocated to ${id}, duplicate allocation is not allowed`);
  }
  for (const { ip, range } of candidates(set, store.lastReserved(index))) {
    if (store.reserve(id, ifname, ip, index)) return found(ip, range);
  }
  return err(`no IP addresses available in range set: ${setText(set)}`);
}

/** Source: dns.go parseResolvConf. */
function readResolvConf(io: CniIo, path: string): Result<CniDns, string> {
  const text = io.readFile(path);
  if (text === null) return err(`open ${path}: no such file or directory`);
  const dns: { nameservers?: string[]; domain?: string; search?: string[]; options?: string[] } = {};
  for (const line of text.split('\n')) {
    const [key, ...values] = line.trim().split(/\s+/);
    if (values.length === 0) continue;
    if (key === 'nameserver') (dns.nameservers ??= []).push(values[0] ?? '');
    else if (key === 'domain') dns.domain = values[0] ?? '';
    else if (key === 'search') (dns.search ??= []).push(...values);
    else if (key === 'options') (dns.options ??= []).push(...values);
  }
  return ok(dns);
}
