/**
 * An operation as the command one would type, for the record of who wrote what: flanneld speaks netlink, a learner
 * reads commands. Source of the words: iproute2 6.1, wireguard-tools.
 */
import { SCOPE_GLOBAL, SCOPE_LINK } from '../../model/route';
import type { RouteSpec, RuleSpec, WireguardPeerSpec } from '../../model/op';
import { formatCidr4, formatIpv4, formatMac } from '../../wire/addr';
import type { FlannelOp } from './effect';

type Of<K extends FlannelOp['kind']> = Extract<FlannelOp, { readonly kind: K }>;

export function commandOf(op: FlannelOp): string {
  switch (op.kind) {
    case 'link.add':
      // A process that opens a tun device gets it made as `ip tuntap` does.
      if (op.spec.kind === 'tun') return `ip tuntap add ${op.name} mode tun`;
      return words(
        'ip link add',
        op.name,
        mac(op.mac, 'address'),
        told('mtu', op.mtu),
        'type',
        kindText(op.spec),
      );
    case 'link.set':
      return words('ip link set', op.name, told('mtu', op.set.mtu), op.set.up === true ? 'up' : '');
    case 'link.del':
      return `ip link del ${op.name}`;
    case 'addr.add':
    case 'addr.del':
      return `ip addr ${verb(op)} ${formatCidr4(op.addr)} dev ${op.dev}`;
    case 'route.add':
    case 'route.replace':
    case 'route.append':
    case 'route.del':
      return `ip route ${verb(op)} ${route(op.route)}`;
    case 'neigh.add':
    case 'neigh.replace':
    case 'neigh.change':
    case 'neigh.del': {
      const state = op.kind === 'neigh.del' ? '' : `nud ${op.state}`;
      return words('ip neigh', verb(op), formatIpv4(op.dst), mac(op.mac, 'lladdr'), 'dev', op.dev, state);
    }
    case 'fdb.add':
    case 'fdb.append':
    case 'fdb.replace':
    case 'fdb.del': {
      const permanent = op.kind !== 'fdb.del' && op.permanent ? 'permanent' : '';
      const dst = op.dst === undefined ? '' : `dst ${formatIpv4(op.dst)}`;
      return words('bridge fdb', verb(op), formatMac(op.mac), 'dev', op.dev, dst, op.where, permanent);
    }
    case 'rule.add':
    case 'rule.del':
      return words('ip rule', verb(op), rule(op.rule));
    case 'wg.set':
      return wg(op);
  }
}

function words(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join(' ');
}

/** What comes after the dot of a kind. */
function verb({ kind }: FlannelOp): string {
  return kind.slice(kind.indexOf('.') + 1);
}

function told(keyword: string, value: number | string | undefined): string {
  return value === undefined ? '' : `${keyword} ${String(value)}`;
}

function mac(addr: Of<'link.add'>['mac'], keyword: string): string {
  return addr === undefined ? '' : `${keyword} ${formatMac(addr)}`;
}

function kindText(spec: Of<'link.add'>['spec']): string {
  switch (spec.kind) {
    case 'vxlan':
      return words(
        `vxlan id ${String(spec.vni)}`,
        told('dev', spec.dev),
        spec.local === undefined ? '' : `local ${formatIpv4(spec.local)}`,
        told('dstport', spec.dstPort),
        spec.learning === false ? 'nolearning' : '',
      );
    case 'ipip':
      return words('ipip', spec.local === undefined ? '' : `local ${formatIpv4(spec.local)}`);
    default:
      return spec.kind;
  }
}

const SCOPES: Readonly<Record<number, string>> = { [SCOPE_GLOBAL]: 'global', [SCOPE_LINK]: 'link' };

function route(spec: RouteSpec): string {
  return words(
    spec.type ?? '',
    formatCidr4(spec.dst),
    spec.via === undefined ? '' : `via ${formatIpv4(spec.via)}`,
    told('dev', spec.dev),
    told('table', spec.table),
    // `boot` is what `ip` writes where nothing is said.
    spec.protocol === 'boot' ? '' : told('proto', spec.protocol),
    spec.scope === undefined ? '' : `scope ${SCOPES[spec.scope] ?? String(spec.scope)}`,
    spec.onlink === true ? 'onlink' : '',
  );
}

function rule({ not, fwmark, fwmask, table, pref }: RuleSpec): string {
  const hex = (value: number): string => `0x${value.toString(16)}`;
  const mask = fwmask === undefined ? '' : `/${hex(fwmask)}`;
  return words(
    not === true ? 'not' : '',
    fwmark === undefined || fwmark === null ? '' : `fwmark ${hex(fwmark)}${mask}`,
    told('table', table),
    told('pref', pref),
  );
}

function wg({ dev, listenPort, publicKey, peers = [] }: Of<'wg.set'>): string {
  const key = publicKey === undefined ? '' : 'private-key /run/flannel/wgkey';
  return words('wg set', dev, told('listen-port', listenPort), key, ...peers.map(peer));
}

function peer({ publicKey, remove, endpoint, allowedIps }: WireguardPeerSpec): string {
  return words(
    `peer ${publicKey}`,
    remove === true ? 'remove' : '',
    endpoint === undefined ? '' : `endpoint ${formatIpv4(endpoint.addr)}:${String(endpoint.port)}`,
    allowedIps === undefined ? '' : `allowed-ips ${allowedIps.map(formatCidr4).join(',')}`,
  );
}
