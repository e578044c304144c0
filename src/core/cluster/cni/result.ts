/**
 * Results of plugins: one form inside (that of CNI 1.x), printed and read in any version.
 * Source: CNI SPEC.md 1.1.0 section 5; containernetworking/cni pkg/types/{020,040,100} for the older forms.
 */
import type { Json, JsonObject } from '../../base/json';
import { asJson, isJsonObject, listAt, objectAt } from '../../base/json';

export interface CniInterface {
  readonly name: string;
  readonly mac?: string;
  readonly mtu?: number;
  /** Path of the netns; missing for one of the host. */
  readonly sandbox?: string;
}

export interface CniIp {
  /** `10.22.0.3/24` */
  readonly address: string;
  readonly gateway?: string;
  /** Index into the interfaces. */
  readonly interface?: number;
}

export interface CniRoute {
  readonly dst: string;
  readonly gw?: string;
  readonly mtu?: number;
  readonly priority?: number;
  readonly table?: number;
  readonly scope?: number;
}

export interface CniDns {
  readonly nameservers?: readonly string[];
  readonly domain?: string;
  readonly search?: readonly string[];
  readonly options?: readonly string[];
}

export interface CniResult {
  readonly interfaces: readonly CniInterface[];
  readonly ips: readonly CniIp[];
  readonly routes: readonly CniRoute[];
  readonly dns: CniDns;
}

export const EMPTY_RESULT: CniResult = Object.freeze({ interfaces: [], ips: [], routes: [], dns: {} });

/** Whether version `a` is at least `b`; both are dotted numbers. */
export function atLeast(a: string, b: string): boolean {
  const [x, y] = [numbersOf(a), numbersOf(b)];
  for (let i = 0; i < 3; i += 1) {
    const difference = (x[i] ?? 0) - (y[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/** The numbers of a version; there are only a few, and every call of a plugin compares some. */
function numbersOf(version: string): readonly number[] {
  const known = NUMBERS.get(version);
  if (known !== undefined) return known;
  const numbers = version.split('.').map(Number);
  if (NUMBERS.size >= NUMBERS_MAX) NUMBERS.clear();
  NUMBERS.set(version, numbers);
  return numbers;
}

const NUMBERS = new Map<string, readonly number[]>();
const NUMBERS_MAX = 64;

const isIpv6 = (text: string): boolean => text.includes(':');

/** As a plugin prints it for a configuration of this version. */
export function printResult(result: CniResult, cniVersion: string): JsonObject {
  if (!atLeast(cniVersion, '0.3.0')) return printOld(result, cniVersion);
  const versioned = !atLeast(cniVersion, '1.0.0');
  const newest = atLeast(cniVersion, '1.1.0');
  const ips = result.ips.map((ip) =>
    asJson(versioned ? { version: isIpv6(ip.address) ? '6' : '4', ...ip } : ip),
  );
  const interfaces = result.interfaces.map(({ mtu, ...rest }) =>
    asJson(newest && mtu !== undefined ? { ...rest, mtu } : rest),
  );
  const routes = result.routes.map((route) => asJson(newest ? route : onlyGateway(route)));
  return {
    cniVersion,
    ...(interfaces.length > 0 ? { interfaces } : {}),
    ...(ips.length > 0 ? { ips } : {}),
    ...(routes.length > 0 ? { routes } : {}),
    dns: asJson(result.dns),
  };
}

/** A result as it is when it was printed in a version and read again: older versions have no place for all of it. */
export function asSpoken(result: CniResult, cniVersion: string): CniResult {
  return isToldWhole(result, cniVersion) ? result : readResult(printResult(result, cniVersion));
}

function isToldWhole({ interfaces, routes }: CniResult, cniVersion: string): boolean {
  if (atLeast(cniVersion, '1.1.0')) return true;
  return (
    atLeast(cniVersion, '0.3.0') &&
    interfaces.every(({ mtu }) => mtu === undefined) &&
    routes.every(({ mtu, priority, table, scope }) => (mtu ?? priority ?? table ?? scope) === undefined)
  );
}

function onlyGateway({ dst, gw }: CniRoute): CniRoute {
  return gw === undefined ? { dst } : { dst, gw };
}

/** Before 0.3.0: one address of each family, its routes inside it. */
function printOld(result: CniResult, cniVersion: string): JsonObject {
  const family = (six: boolean): JsonObject => {
    const ip = result.ips.find(({ address }) => isIpv6(address) === six);
    if (ip === undefined) return {};
    const routes = result.routes
      .filter(({ dst }) => isIpv6(dst) === six)
      .map((route) => asJson(onlyGateway(route)));
    const entry = {
      ip: ip.address,
      ...(ip.gateway === undefined ? {} : { gateway: ip.gateway }),
      ...(routes.length > 0 ? { routes } : {}),
    };
    return six ? { ip6: entry } : { ip4: entry };
  };
  return { cniVersion, ...family(false), ...family(true), dns: asJson(result.dns) };
}

/** Reads a result of any version. What is not there is empty. */
export function readResult(json: JsonObject): CniResult {
  const dns = objectAt(json, 'dns') as CniDns;
  if (json['ip4'] !== undefined || json['ip6'] !== undefined) return readOld(json, dns);
  const objects = (key: string): unknown => listAt(json, key).filter((item: Json) => isJsonObject(item));
  const ips = objects('ips') as readonly (CniIp & { readonly version?: string })[];
  return {
    interfaces: objects('interfaces') as readonly CniInterface[],
    ips: ips.map(({ version: _version, ...ip }) => ip),
    routes: objects('routes') as readonly CniRoute[],
    dns,
  };
}

function readOld(json: JsonObject, dns: CniDns): CniResult {
  const ips: CniIp[] = [];
  const routes: CniRoute[] = [];
  for (const key of ['ip4', 'ip6']) {
    const entry = objectAt(json, key) as { ip?: string; gateway?: string; routes?: readonly CniRoute[] };
    if (entry.ip === undefined) continue;
    ips.push({ address: entry.ip, ...(entry.gateway === undefined ? {} : { gateway: entry.gateway }) });
    routes.push(...(entry.routes ?? []));
  }
  return { interfaces: [], ips, routes, dns };
}
