/**
 * The flannel CNI plugin: it makes no interface itself, but a configuration for another plugin, out of its own and of
 * what the daemon wrote into subnet.env. Source: flannel-io/cni-plugin v1.9.1 flannel.go cmdAdd, loadFlannelSubnetEnv,
 * flannel_linux.go doCmdAdd, getDelegateIPAM.
 */
import type { PlainJson, PlainObject } from '../../base/go-json';
import { err, ok, type Result } from '../../base/result';
import { formatCidr4 } from '../../wire/addr';
import { formatCidr6 } from '../../wire/addr6';
import { delegateRoutes } from './delegate.routes';
import { invalidCidr, parseNet } from './net';
import { SUBNET_FILE } from './subnet-env';

/** Where the delegate's configuration waits for DEL, one file for each container. */
const DATA_DIR = '/var/lib/cni/flannel';

/** Where a plugin's configuration says its files are. */
export function filesOf(conf: PlainObject): { readonly subnetFile: string; readonly dataDir: string } {
  const { subnetFile, dataDir } = conf;
  return {
    subnetFile: typeof subnetFile === 'string' ? subnetFile : SUBNET_FILE,
    dataDir: typeof dataDir === 'string' ? dataDir : DATA_DIR,
  };
}

/**
 * The configuration the delegate gets on its standard input, members in the order of their names as Go writes a map; or
 * the message of the error. `subnetEnv` is the text of the file, null when there is none.
 */
export function delegateConf(conf: PlainObject, subnetEnv: string | null): Result<PlainObject, string> {
  const fault = typeFault(conf);
  if (fault !== null) return err(`failed to load flannel netconf file: failed to load netconf: ${fault}`);
  const env = readSubnetEnv(filesOf(conf).subnetFile, subnetEnv);
  if (!env.ok) {
    const advice = 'Check the flannel pod log for this node.';
    return err(`failed to load flannel 'subnet.env' file: ${env.error}. ${advice}`);
  }
  const given = objectIn(conf, 'delegate');
  const refused = given === null ? null : delegateFault(given);
  if (refused !== null) return err(refused);
  const ipam = delegateIpam(objectIn(conf, 'ipam'), env.value);
  if (!ipam.ok) return err(`failed to assemble Delegate IPAM: ${ipam.error}`);
  const runtimeConfig = objectIn(conf, 'runtimeConfig');
  const { name, cniVersion } = conf;
  const type = given?.['type'] ?? 'bridge';
  return ok(
    sorted({
      // Whoever does not masquerade leaves it to the other: the daemon does, or the delegate.
      ipMasq: !env.value.ipMasq,
      mtu: env.value.mtu,
      ...(type === 'bridge' && { isGateway: true }),
      ...given,
      ...(runtimeConfig !== null && { runtimeConfig }),
      name: typeof name === 'string' ? name : '',
      type,
      ...(typeof cniVersion === 'string' && cniVersion !== '' && { cniVersion }),
      ipam: ipam.value,
    }),
  );
}

function objectIn(conf: PlainObject, key: string): PlainObject | null {
  const value = conf[key];
  return isObject(value) ? value : null;
}

function isObject(value: PlainJson | undefined): value is PlainObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Members whose type the plugin relies on. */
const TYPES: Readonly<Record<string, 'string' | 'map[string]interface {}'>> = {
  cniVersion: 'string',
  dataDir: 'string',
  delegate: 'map[string]interface {}',
  ipam: 'map[string]interface {}',
  name: 'string',
  runtimeConfig: 'map[string]interface {}',
  subnetFile: 'string',
};

function typeFault(conf: PlainObject): string | null {
  for (const [key, value] of Object.entries(conf)) {
    const type = Object.hasOwn(TYPES, key) ? TYPES[key] : undefined;
    if (type === undefined || value === undefined || value === null) continue;
    if (type === 'string' ? typeof value === 'string' : isObject(value)) continue;
    return `json: cannot unmarshal ${kindOf(value)} into Go struct field NetConf.${key} of type ${type}`;
  }
  return null;
}

function kindOf(value: PlainJson): string {
  if (typeof value === 'boolean') return 'bool';
  return typeof value === 'object' ? (Array.isArray(value) ? 'array' : 'object') : typeof value;
}

/** The name and the IPAM part are flannel's to set. */
function delegateFault(delegate: PlainObject): string | null {
  if ('type' in delegate && typeof delegate['type'] !== 'string') {
    return "'delegate' dictionary, if present, must have (string) 'type' field";
  }
  const taken = ['name', 'ipam'].find((key) => key in delegate);
  return taken === undefined
    ? null
    : `'delegate' dictionary must not have '${taken}' field, it'll be set by flannel`;
}

interface SubnetEnv {
  readonly networks: readonly string[];
  readonly subnets: readonly string[];
  readonly mtu: number;
  readonly ipMasq: boolean;
}

/** IPv4 before IPv6, whatever the order in the file. */
function delegateIpam(given: PlainObject | null, env: SubnetEnv): Result<PlainObject, string> {
  const routes = delegateRoutes(given?.['routes']);
  if (!routes.ok) return err(`failed to read IPAM routes: failed to parse ipam.routes: ${routes.error}`);
  return ok(
    sorted({
      type: 'host-local',
      ...given,
      ranges: env.subnets.map((subnet) => [{ subnet }]),
      routes: [...routes.value, ...env.networks.map((dst) => ({ dst }))],
    }),
  );
}

function readSubnetEnv(path: string, text: string | null): Result<SubnetEnv, string> {
  if (text === null) return err(`open ${path}: no such file or directory`);
  const nets = new Map<string, readonly string[]>();
  let mtu: number | null = null;
  let ipMasq: boolean | null = null;
  for (const line of text.split(/\r?\n/)) {
    const equals = line.indexOf('=');
    const key = equals < 0 ? line : line.slice(0, equals);
    const value = equals < 0 ? '' : line.slice(equals + 1);
    if (/^FLANNEL_(IPV6_)?(NETWORK|SUBNET)$/.test(key)) {
      // Networks may be several, of a subnet there is one.
      const read = readNets(key.endsWith('NETWORK') ? value.split(',') : [value]);
      if (!read.ok) return read;
      nets.set(key, read.value);
    } else if (key === 'FLANNEL_MTU') {
      const read = readMtu(value);
      if (!read.ok) return read;
      mtu = read.value;
    } else if (key === 'FLANNEL_IPMASQ') ipMasq = value === 'true';
  }
  const both = (what: string): readonly string[] =>
    ['FLANNEL_', 'FLANNEL_IPV6_'].flatMap((prefix) => nets.get(prefix + what) ?? []);
  const [networks, subnets] = [both('NETWORK'), both('SUBNET')];
  const missing = [
    ...(networks.length === 0 ? ['FLANNEL_NETWORK', 'FLANNEL_IPV6_NETWORK'] : []),
    ...(subnets.length === 0 ? ['FLANNEL_SUBNET', 'FLANNEL_IPV6_SUBNET'] : []),
    ...(mtu === null ? ['FLANNEL_MTU'] : []),
    ...(ipMasq === null ? ['FLANNEL_IPMASQ'] : []),
  ];
  if (mtu === null || ipMasq === null || missing.length > 0) {
    return err(`${path} is missing ${missing.join(', ')}`);
  }
  return ok({ networks, subnets, mtu, ipMasq });
}

/** Networks without host bits, each once. */
function readNets(texts: readonly string[]): Result<readonly string[], string> {
  const nets = new Set<string>();
  for (const text of texts) {
    const parsed = parseNet(text);
    if (parsed === null) return err(invalidCidr(text));
    nets.add(parsed.family === 4 ? formatCidr4(parsed.net) : formatCidr6(parsed.net));
  }
  return ok([...nets]);
}

/** Source: go src/strconv/atoi.go ParseUint, 32 bits. */
function readMtu(text: string): Result<number, string> {
  const wrong = (why: string): Result<never, string> =>
    err(`strconv.ParseUint: parsing ${JSON.stringify(text)}: ${why}`);
  if (!/^\d+$/.test(text)) return wrong('invalid syntax');
  const mtu = Number(text);
  return mtu > 0xffff_ffff ? wrong('value out of range') : ok(mtu);
}

/** Members by name, all the way down. */
function sorted(value: PlainObject): PlainObject {
  const entries = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(
    entries
      .sort(([a], [b]) => (a < b ? -1 : 1))
      // Routes keep the order of their own fields.
      .map(([key, member]) => [key, key === 'routes' ? member : sortedValue(member)]),
  );
}

function sortedValue(value: PlainJson | undefined): PlainJson | undefined {
  if (isObject(value)) return sorted(value);
  return Array.isArray(value)
    ? (value as readonly PlainJson[]).map((item) => sortedValue(item) ?? null)
    : value;
}
