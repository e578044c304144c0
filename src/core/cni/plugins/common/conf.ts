/** Reading the fields a plugin knows of its configuration, in the words of Go's encoding/json where one does not fit. */
import type { JsonObject } from '../../../base/json';
import { asJson } from '../../../base/json';
import { decode, int64, any, flag, list, map, struct, text } from '../../../cluster/objects/schema';
import type { Schema } from '../../../cluster/objects/schema';
import type { CniDns, CniRoute } from '../../../cluster/cni/result';

const dns = struct('DNS', { nameservers: list(text), domain: text, search: list(text), options: list(text) });

/** What every configuration may hold (libcni types.NetConf). */
const common: Readonly<Record<string, Schema>> = {
  cniVersion: text,
  name: text,
  type: text,
  capabilities: map(flag),
  dns,
  prevResult: any,
  args: any,
  runtimeConfig: any,
  ipam: any,
};

/** Fields of a main plugin that makes interfaces. */
export const interfaceFields: Readonly<Record<string, Schema>> = {
  mtu: int64,
  ipMasq: flag,
  ipMasqBackend: text,
};

/** The first field whose type does not fit, as Go says it; null when all fit. Fields nobody knows are passed over. */
export function typeFault(conf: JsonObject, fields: Readonly<Record<string, Schema>>): string | null {
  const shape = netConf(fields);
  if (shape.fitting.has(conf)) return null;
  const wrong = decode(shape.schema, conf).wrongType?.words ?? null;
  if (wrong === null) shape.fitting.add(conf);
  return wrong;
}

interface Shape {
  readonly schema: Schema;
  /** Configurations that were found to fit: most pods of a node are made with the very same. */
  readonly fitting: WeakSet<JsonObject>;
}

/** Each plugin's shape, put together once: fields are a constant of its file. */
const netConfs = new WeakMap<Readonly<Record<string, Schema>>, Shape>();

function netConf(fields: Readonly<Record<string, Schema>>): Shape {
  const before = netConfs.get(fields);
  if (before !== undefined) return before;
  const shape = { schema: struct('NetConf', { ...common, ...fields }), fitting: new WeakSet<JsonObject>() };
  netConfs.set(fields, shape);
  return shape;
}

/** The DNS settings of a configuration when it has any: they win over the IPAM plugin's. */
export function dnsOf(conf: JsonObject, otherwise: CniDns): CniDns {
  const own = (conf['dns'] ?? {}) as CniDns;
  return Object.keys(own).length > 0 ? own : otherwise;
}

export interface IpamConf {
  readonly type: string;
  readonly routes: readonly CniRoute[];
}

/** `ipam` of a configuration; its type is empty when there is none. */
export function ipamOf(conf: JsonObject): IpamConf {
  const { type = '', routes = [] } = asJson((conf['ipam'] ?? {}) as object) as Partial<IpamConf>;
  return { type, routes };
}
