/**
 * net-conf.json: flannel's only configuration, as flanneld reads it. Source: flannel pkg/subnet/config.go ParseConfig;
 * errors in its words.
 */
import { decodeStruct, goBool, goOwn, goRaw, goString, goUint } from '../../base/go-decode';
import { parseGoJson, type GoJson } from '../../base/go-json';
import { err, ok, type Result } from '../../base/result';
import { ANY_IPV4, type Cidr4, type Ipv4Addr } from '../../wire/addr';
import type { Cidr6, Ipv6Addr } from '../../wire/addr6';
import { NO_NET4, NO_NET6, invalidCidr, parseIp, parseNet, to16 } from './net';

/** Absent things have Go's zero values: an empty network, address 0.0.0.0, length 0. */
export interface NetConf {
  readonly enableIpv4: boolean;
  readonly enableIpv6: boolean;
  readonly enableNftables: boolean;
  readonly network: Cidr4;
  readonly ipv6Network: Cidr6;
  readonly subnetMin: Ipv4Addr;
  readonly subnetMax: Ipv4Addr;
  readonly ipv6SubnetMin: Ipv6Addr | null;
  readonly ipv6SubnetMax: Ipv6Addr | null;
  readonly subnetLen: number;
  readonly ipv6SubnetLen: number;
  /** As written; a missing Backend means `udp`, whatever the documentation says. */
  readonly backendType: string;
  /** The Backend property with the options of that backend, null when it is missing. */
  readonly backend: GoJson | null;
}

/** Without `Backend`. Source: config.go parseBackendType. */
const DEFAULT_BACKEND = 'udp';

type Draft = { -readonly [K in keyof NetConf]: NetConf[K] };

export function parseNetConf(text: string): Result<NetConf, string> {
  const json = parseGoJson(text);
  if (!json.ok) return json;
  const draft: Draft = {
    enableIpv4: true,
    enableIpv6: false,
    enableNftables: false,
    network: NO_NET4,
    ipv6Network: NO_NET6,
    subnetMin: ANY_IPV4,
    subnetMax: ANY_IPV4,
    ipv6SubnetMin: null,
    ipv6SubnetMax: null,
    subnetLen: 0,
    ipv6SubnetLen: 0,
    backendType: DEFAULT_BACKEND,
    backend: null,
  };
  const error = readInto(draft, json.value) ?? readBackendType(draft);
  return error === null ? ok(draft) : err(error);
}

function readInto(draft: Draft, json: GoJson): string | null {
  return decodeStruct(json, {
    name: 'Config',
    type: 'subnet.Config',
    fields: {
      EnableIPv4: goBool((value) => (draft.enableIpv4 = value)),
      EnableIPv6: goBool((value) => (draft.enableIpv6 = value)),
      EnableNFTables: goBool((value) => (draft.enableNftables = value)),
      Network: goOwn((raw) => readNet4(raw, (net) => (draft.network = net))),
      IPv6Network: goOwn((raw) => readNet6(raw, (net) => (draft.ipv6Network = net))),
      SubnetMin: goOwn((raw) => readAddr4(raw, (addr) => (draft.subnetMin = addr))),
      SubnetMax: goOwn((raw) => readAddr4(raw, (addr) => (draft.subnetMax = addr))),
      IPv6SubnetMin: goOwn((raw) => readAddr6(raw, (addr) => (draft.ipv6SubnetMin = addr))),
      IPv6SubnetMax: goOwn((raw) => readAddr6(raw, (addr) => (draft.ipv6SubnetMax = addr))),
      SubnetLen: goUint((value) => (draft.subnetLen = value)),
      IPv6SubnetLen: goUint((value) => (draft.ipv6SubnetLen = value)),
      Backend: goRaw((value) => (draft.backend = value)),
    },
  });
}

/** `Type` in any case; without it the type is empty. */
function readBackendType(draft: Draft): string | null {
  if (draft.backend === null) return null;
  draft.backendType = '';
  const error = decodeStruct(draft.backend, {
    name: '',
    type: 'struct { Type string }',
    fields: { Type: goString((value) => (draft.backendType = value)) },
  });
  return error === null ? null : `error decoding Backend property of config: ${error}`;
}

// ---- types that read themselves, from whatever text the value has (flannel pkg/ip UnmarshalJSON)

function unquoted(raw: string): string {
  return raw.replace(/^"+|"+$/g, '');
}

function readNet4(raw: string, put: (net: Cidr4) => void): string | null {
  const text = unquoted(raw);
  const parsed = parseNet(text);
  if (parsed === null) return invalidCidr(text);
  if (parsed.family === 6) return 'invalid IPv4 CIDR format';
  put(parsed.net);
  return null;
}

/** The family is not asked for: an IPv4 network is taken in IPv6's notation. */
function readNet6(raw: string, put: (net: Cidr6) => void): string | null {
  const text = unquoted(raw);
  const parsed = parseNet(text);
  if (parsed === null) return invalidCidr(text);
  put(parsed.family === 6 ? parsed.net : { addr: to16(parsed.net.addr), len: parsed.net.len });
  return null;
}

function readAddr4(raw: string, put: (addr: Ipv4Addr) => void): string | null {
  const parsed = parseIp(unquoted(raw));
  if (parsed === null) return 'invalid IP address format';
  if (parsed.family === 6) return 'invalid IPv4 address format';
  put(parsed.addr);
  return null;
}

function readAddr6(raw: string, put: (addr: Ipv6Addr | null) => void): string | null {
  // A pointer: null points nowhere.
  if (raw === 'null') {
    put(null);
    return null;
  }
  const parsed = parseIp(unquoted(raw));
  if (parsed === null) return 'invalid IP address format';
  put(parsed.family === 6 ? parsed.addr : to16(parsed.addr));
  return null;
}
