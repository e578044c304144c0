/**
 * The wireguard backend: one device, a peer for each other node, one route for the whole network.
 * Source: flannel pkg/backend/wireguard/wireguard.go RegisterNetwork, device.go, wireguard_network.go handleSubnetEvents.
 * The pre-shared key is checked, but neither it nor the keepalive reaches the device.
 *
 * In the modes `auto` and `ipv4` both families share a device. flannel 0.28 then also routes to an IPv6 network that a
 * configuration of IPv4 alone does not have, and ends: in ToIPNet of pkg/ip/ip6net.go.
 */
import { decodeStruct, goString, goUint16 } from '../../../base/go-decode';
import { parseGoJson } from '../../../base/go-json';
import { err, ok, type Result } from '../../../base/result';
import { formatCidr4, formatIpv4, type Cidr4 } from '../../../wire/addr';
import { linkByName } from '../../../kernel/ctx';
import { SCOPE_LINK } from '../../../model/route';
import { ensureAddress } from '../address';
import type { WireguardConf } from '../backend-conf';
import { logged, may, must, type Effect, type FlannelOp } from '../effect';
import type { Lease } from '../lease';
import { isNoNet4 } from '../net';
import { tunnelOf } from '../tunnel';
import type { Backend, StartFacts } from './backend';
import { checkKey, KEY_FILE, privateKey, publicKey } from './wireguard-key';

const TYPE = 'wireguard';
const FATAL = 'Error registering network: ';
const DEVICE = 'flannel-wg';

export const wireguard: Backend<WireguardConf> = {
  register(facts, conf) {
    const { ns, ext } = facts;
    const key = keysOf(facts, conf);
    if (!key.ok) return err(`${FATAL}${key.error}`);
    const { mtu } = tunnelOf(conf, ext.mtu);
    const add: FlannelOp = { kind: 'link.add', name: DEVICE, mtu, spec: { kind: 'wireguard' } };
    const failed = `${FATAL}could not create wireguard interface: `;
    const made =
      linkByName(ns, DEVICE) === null
        ? [must(add, failed)]
        : [
            logged('warning', `"${DEVICE}" already exists; recreating device`),
            must({ kind: 'link.del', name: DEVICE }, FATAL),
            must(add, failed),
          ];
    const own = { publicKey: key.value.publicKey, listenPort: conf.listenPort };
    return ok({
      effects: [
        ...key.value.effects,
        ...made,
        must(
          { kind: 'wg.set', dev: DEVICE, ...own, replacePeers: true, peers: [] },
          `${FATAL}failed to configure device `,
        ),
      ],
      attrs: {
        publicIp: ext.extAddr,
        backendType: TYPE,
        backendData: `{"PublicKey":"${own.publicKey}","Port":${String(conf.listenPort & 0xffff)}}`,
      },
      device: DEVICE,
    });
  },

  configure(_, { network }, lease) {
    if (isNoNet4(lease.subnet)) {
      return err(`${FATAL}failed to configure wg interface: IPv4 is enabled but the lease has no IPv4`);
    }
    const setUp = `${FATAL}failed to set up the route: `;
    return ok([
      // The device is new: whatever was there has been deleted.
      ...ensureAddress(DEVICE, null, lease.subnet, network, FATAL.slice(0, -2)),
      must(
        { kind: 'link.set', name: DEVICE, set: { up: true } },
        `${setUp}failed to set interface ${DEVICE} to UP state: `,
      ),
      must(
        networkRoute(network),
        `${setUp}failed to add route to destination (${formatCidr4(network)}) to interface (${DEVICE}): failed to add route ${DEVICE}: `,
      ),
    ]);
  },

  onLease(_, { conf, network }, { type, lease }) {
    if (lease.backendType !== TYPE) {
      return [logged('warning', `Ignoring non-wireguard subnet: type=${lease.backendType}`)];
    }
    const peer = peerOf(lease);
    if (!peer.ok) return [logged('error', `failed to unmarshal BackendData: ${peer.error}`)];
    const { publicKey: key, port } = peer.value;
    const known = checkKey(key);
    const subnet = formatCidr4(lease.subnet);
    if (type === 'removed') {
      const failed = `failed to remove ipv4 peer (${key}): `;
      const told = logged('info', `Subnet removed: ${subnet}`);
      if (!known.ok) return [told, logged('error', `${failed}failed to parse publicKey: ${known.error}`)];
      const remove: FlannelOp = { kind: 'wg.set', dev: DEVICE, peers: [{ publicKey: key, remove: true }] };
      return [told, may(remove, `${failed}failed to remove peer `)];
    }
    // A node that names no port listens where this one does.
    const endpoint = { addr: lease.publicIp, port: port === 0 ? conf.listenPort & 0xffff : port };
    const joined = conf.mode !== 'separate';
    const via = `${formatIpv4(endpoint.addr)}:${String(endpoint.port)}`;
    const told = joined ? `Subnet(s) added: [${subnet}] via ${via}` : `Subnet added: ${subnet} via ${via}`;
    const failed = `failed to setup ${joined ? '' : 'ipv4 '}peer (${key}): `;
    return [
      logged('info', told),
      known.ok
        ? may(
            {
              kind: 'wg.set',
              dev: DEVICE,
              peers: [{ publicKey: key, endpoint, allowedIps: [lease.subnet] }],
            },
            `${failed}failed to configure device `,
          )
        : logged('error', `${failed}failed to parse publicKey: ${known.error}`),
      may(
        networkRoute(network),
        `failed to add ipv4 route to (${formatCidr4(network)}): failed to add route ${DEVICE}: `,
      ),
      ...(joined ? [NO_IPV6_NETWORK] : []),
    ];
  },
};

const NO_IPV6_NETWORK: Effect = {
  kind: 'panic',
  text: 'panic: runtime error: invalid memory address or nil pointer dereference',
};

/** One route for everything: which peer gets a packet is decided by the peers' allowed IPs. */
function networkRoute(network: Cidr4): FlannelOp {
  return { kind: 'route.replace', route: { dst: network, dev: DEVICE, scope: SCOPE_LINK } };
}

interface Keys {
  readonly publicKey: string;
  readonly effects: readonly Effect[];
}

/** The key of the last life, else a new one, which is written down. Source: device.go setupKeys. */
function keysOf({ file, random }: StartFacts, conf: WireguardConf): Result<Keys, string> {
  const stored = file(KEY_FILE);
  const known = stored === null ? ok(privateKey(random(32))) : checkKey(stored);
  if (!known.ok) return err(`could not parse private key from file: ${known.error}`);
  const psk = conf.psk === '' ? ok('') : checkKey(conf.psk);
  if (!psk.ok) return err(`could not parse psk: ${psk.error}`);
  const effects: readonly Effect[] =
    stored === null ? [{ kind: 'file', path: KEY_FILE, text: known.value }] : [];
  return ok({ publicKey: publicKey(known.value), effects });
}

interface Peer {
  readonly publicKey: string;
  /** 0 when it names none. */
  readonly port: number;
}

/** What a lease says of its peer. All nodes read the same leases, so each is read once. */
function peerOf(lease: Lease): Result<Peer, string> {
  const known = PEERS.get(lease);
  if (known !== undefined) return known;
  const read = readPeer(lease);
  PEERS.set(lease, read);
  return read;
}

const PEERS = new WeakMap<Lease, Result<Peer, string>>();

function readPeer(lease: Lease): Result<Peer, string> {
  const peer = { publicKey: '', port: 0 };
  if (lease.backendData === '') return ok(peer);
  const json = parseGoJson(lease.backendData);
  if (!json.ok) return json;
  const error = decodeStruct(json.value, {
    name: 'wireguardLeaseAttrs',
    type: 'wireguard.wireguardLeaseAttrs',
    fields: {
      PublicKey: goString((value) => (peer.publicKey = value)),
      Port: goUint16((value) => (peer.port = value)),
    },
  });
  return error === null ? ok(peer) : err(error);
}
