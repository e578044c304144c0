/**
 * The options of the Backend property, backend by backend, with their defaults.
 * Source: flannel pkg/backend/manager.go GetBackend; vxlan/vxlan.go parseVXLANConfig; ipip/ipip.go, udp/udp_amd64.go and
 * wireguard/wireguard.go RegisterNetwork.
 */
import { decodeStruct, goBool, goInt, goString, type Store } from '../../base/go-decode';
import { err, ok, type Result } from '../../base/result';
import type { NetConf } from './net-conf';

export type BackendConf = VxlanConf | HostGwConf | IpipConf | WireguardConf | UdpConf;

export interface VxlanConf {
  readonly type: 'vxlan';
  readonly vni: number;
  /** 0 leaves the choice to the kernel: 8472. */
  readonly port: number;
  /** Of the packets on the wire; the device gets 50 less. */
  readonly mtu: number;
  readonly gbp: boolean;
  readonly learning: boolean;
  readonly directRouting: boolean;
}

export interface HostGwConf {
  readonly type: 'host-gw';
}

export interface IpipConf {
  readonly type: 'ipip';
  readonly directRouting: boolean;
}

export type WireguardMode = 'separate' | 'auto' | 'ipv4' | 'ipv6';

export interface WireguardConf {
  readonly type: 'wireguard';
  readonly listenPort: number;
  readonly mtu: number;
  readonly psk: string;
  readonly persistentKeepaliveSec: number;
  readonly mode: WireguardMode;
}

export interface UdpConf {
  readonly type: 'udp';
  readonly port: number;
}

/**
 * Backends of flannel that nothing here stands for: alloc hands out subnets only, extension runs an operator's own
 * programs, ipsec needs the kernel's IPsec and a key daemon, tencent-vpc the route table of that cloud.
 */
const NOT_SIMULATED: ReadonlySet<string> = new Set(['alloc', 'extension', 'ipsec', 'tencent-vpc']);

/** Who refuses: flanneld would, in these words; or flannel could, but this simulator cannot. */
export type BackendFault =
  { readonly by: 'flanneld'; readonly text: string } | { readonly by: 'simulator'; readonly backend: string };

/** Reads the options of the backend the configuration names. `extMtu` is the external interface's. */
export function readBackend(conf: NetConf, extMtu: number): Result<BackendConf, BackendFault> {
  const type = conf.backendType.toLowerCase();
  const read = Object.hasOwn(READERS, type) ? READERS[type] : undefined;
  if (read !== undefined) {
    const result = read(conf, extMtu);
    if (!result.ok) return err({ by: 'flanneld', text: `Error registering network: ${result.error}` });
    const { value } = result;
    // Endpoints of IPv6 are not to be had here.
    const six = value.type === 'wireguard' && value.mode === 'ipv6';
    return six ? err({ by: 'simulator', backend: type, option: `Mode ${value.mode}` }) : result;
  }
  if (NOT_SIMULATED.has(type)) return err({ by: 'simulator', backend: type, option: null });
  return err({ by: 'flanneld', text: `Error fetching backend: unknown backend type: ${type}` });
}

type Reader = (conf: NetConf, extMtu: number) => Result<BackendConf, string>;

const READERS: Readonly<Record<string, Reader>> = {
  vxlan: (conf, extMtu) => readVxlan(conf, extMtu),
  'host-gw': () => ok({ type: 'host-gw' }),
  ipip: (conf) => readIpip(conf),
  wireguard: (conf, extMtu) => readWireguard(conf, extMtu),
  udp: (conf) => readUdp(conf),
};

/** An error of the whole reading with `prefix` before it; an absent Backend is all defaults. */
function decode(
  conf: NetConf,
  prefix: string,
  struct: { readonly name: string; readonly type: string },
  fields: Readonly<Record<string, Store>>,
): string | null {
  const error = conf.backend === null ? null : decodeStruct(conf.backend, { ...struct, fields });
  return error === null ? null : `${prefix}: ${error}`;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

function readVxlan(conf: NetConf, extMtu: number): Result<VxlanConf, string> {
  const draft: Mutable<VxlanConf> = {
    type: 'vxlan',
    vni: 1,
    port: 0,
    mtu: extMtu,
    gbp: false,
    learning: false,
    directRouting: false,
  };
  const struct = { name: 'VXLANConfig', type: 'vxlan.VXLANConfig' };
  const error = decode(conf, 'error decoding VXLAN backend config', struct, {
    vni: goInt((value) => (draft.vni = value)),
    port: goInt((value) => (draft.port = value)),
    mtu: goInt((value) => (draft.mtu = value)),
    gbp: goBool((value) => (draft.gbp = value)),
    learning: goBool((value) => (draft.learning = value)),
    directRouting: goBool((value) => (draft.directRouting = value)),
  });
  return error === null ? ok(draft) : err(error);
}

function readIpip(conf: NetConf): Result<IpipConf, string> {
  const draft: Mutable<IpipConf> = { type: 'ipip', directRouting: false };
  const struct = { name: '', type: 'struct { DirectRouting bool }' };
  const error = decode(conf, 'error decoding IPIP backend config', struct, {
    DirectRouting: goBool((value) => (draft.directRouting = value)),
  });
  return error === null ? ok(draft) : err(error);
}

const MODES: readonly WireguardMode[] = ['separate', 'auto', 'ipv4', 'ipv6'];

function readWireguard(conf: NetConf, extMtu: number): Result<WireguardConf, string> {
  const draft: Mutable<Omit<WireguardConf, 'mode'>> & { mode: string; listenPortV6: number } = {
    type: 'wireguard',
    listenPort: 51820,
    listenPortV6: 51821,
    mtu: extMtu,
    psk: '',
    persistentKeepaliveSec: 0,
    mode: 'separate',
  };
  const struct = {
    name: '',
    type: 'struct { ListenPort int; ListenPortV6 int; MTU int; PSK string; PersistentKeepaliveInterval time.Duration; Mode wireguard.Mode }',
  };
  const error = decode(conf, 'error decoding backend config', struct, {
    ListenPort: goInt((value) => (draft.listenPort = value)),
    ListenPortV6: goInt((value) => (draft.listenPortV6 = value)),
    MTU: goInt((value) => (draft.mtu = value)),
    PSK: goString((value) => (draft.psk = value)),
    PersistentKeepaliveInterval: goInt((value) => (draft.persistentKeepaliveSec = value), 'time.Duration'),
    Mode: goString((value) => (draft.mode = value), 'wireguard.Mode'),
  });
  if (error !== null) return err(error);
  const { listenPortV6: _, ...read } = draft;
  const mode = MODES.find((name) => name === read.mode);
  return mode === undefined ? err('no valid Mode configured') : ok({ ...read, mode });
}

function readUdp(conf: NetConf): Result<UdpConf, string> {
  const draft: Mutable<UdpConf> = { type: 'udp', port: 8285 };
  const error = decode(
    conf,
    'error decoding UDP backend config',
    { name: '', type: 'struct { Port int }' },
    {
      Port: goInt((value) => (draft.port = value)),
    },
  );
  return error === null ? ok(draft) : err(error);
}
