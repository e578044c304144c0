/**
 * wireguard.cali: felix makes it, draws its key, and tells the others of it by the Node's annotation.
 * Source: calico v3.31 felix/wireguard/wireguard.go ensureLink, constructWireguardDeltaForResync; node/pkg/allocateip.
 */
import { nextBelow } from '../../../base/prng';
import type { ControllerIo } from '../../../cluster/controller';
import { ANNOTATION } from '../../../cluster/objects/calico';
import { linkByName } from '../../../kernel/ctx';
import type { WireguardLink } from '../../../model/link';
import { formatCidr4, formatIpv4, type Cidr4, type Ipv4Addr } from '../../../wire/addr';
import { privateKey, publicKey } from '../../flannel/backend/wireguard-key';
import type { WireguardSettings } from '../felix/settings';
import { WIREGUARD_DEVICE } from '../felix/tunnels-in-use';
import { act } from './act';

const KEY_BYTES = 32;

function device(io: ControllerIo): WireguardLink | null {
  const link = linkByName(io.ctx.own(io.netns), WIREGUARD_DEVICE);
  return link?.kind === 'wireguard' ? link : null;
}

function newKey(io: ControllerIo): string {
  const stream = io.ctx.random(io.netns, WIREGUARD_DEVICE);
  return publicKey(privateKey(Uint8Array.from({ length: KEY_BYTES }, () => nextBelow(stream, 256))));
}

interface WantedDevice {
  /** Of outer packets. */
  readonly mark: number;
  readonly mtu: number;
  readonly address: Ipv4Addr | null;
}

/** Makes what is missing of the device, or takes it away. Its public key, null where there is none. */
export function ensureWireguard(
  io: ControllerIo,
  settings: WireguardSettings,
  { mark, mtu, address }: WantedDevice,
): string | null {
  const present = device(io);
  const name = WIREGUARD_DEVICE;
  if (!settings.enabled) {
    if (present !== null) act(io, { kind: 'link.del', name });
    return null;
  }
  if (present === null) {
    io.decide('acts', 'calicoWireguard', { node: io.node, device: name });
    act(io, { kind: 'link.add', name, spec: { kind: 'wireguard' } });
  }
  const link = device(io);
  if (link === null) return null;
  if (link.mtu !== mtu) act(io, { kind: 'link.set', name, set: { mtu } });
  if (!link.up) act(io, { kind: 'link.set', name, set: { up: true } });
  const key = link.publicKey === '' ? newKey(io) : link.publicKey;
  if (link.publicKey !== key || link.listenPort !== settings.port || link.fwmark !== mark) {
    const own = { publicKey: key, listenPort: settings.port, fwmark: mark };
    const words = `wg set ${name} listen-port ${String(settings.port)} fwmark 0x${mark.toString(16)} private-key /dev/stdin`;
    act(io, { kind: 'wg.set', dev: name, ...own }, words);
  }
  ensureAddress(io, link, address);
  return key;
}

/** The device's address, and no other. */
function ensureAddress(io: ControllerIo, link: WireguardLink, address: Ipv4Addr | null): void {
  const dev = WIREGUARD_DEVICE;
  for (const { local, len } of link.addrs) {
    if (local !== address) act(io, { kind: 'addr.del', dev, addr: { addr: local, len } });
  }
  if (address === null || link.addrs.some(({ local }) => local === address)) return;
  const own: Cidr4 = { addr: address, len: 32 };
  act(io, { kind: 'addr.add', dev, addr: own }, `ip addr add ${formatCidr4(own)} dev ${dev}`);
}

/** Annotations of the Node that are not as they ought to be; null takes one away. */
export function wireguardAnnotations(
  present: Readonly<Record<string, string>>,
  key: string | null,
  address: Ipv4Addr | null,
): Readonly<Record<string, string | null>> {
  const wanted: readonly (readonly [string, string | null])[] = [
    [ANNOTATION.wireguardKey, key],
    [ANNOTATION.wireguardAddress, address === null ? null : formatIpv4(address)],
  ];
  return Object.fromEntries(wanted.filter(([name, text]) => (present[name] ?? null) !== text));
}
