/** Further decisions without a table: what was asked and the answer in one line of protocol text. */
import { formatCidr4, formatIpv4, formatMac } from '../../wire/addr';
import type { TraceKind } from '../../trace/kinds';
import type { TunnelEncap } from '../../trace/tunnel';
import { devName, netnsName } from '../names';
import { untabled, type Witness } from './evidence';

/** Prefixes of an UPDATE that are named. */
const TOLD_SHOWN = 4;

type Untabled = Exclude<
  TraceKind,
  | 'link.tx'
  | 'arp.request'
  | 'ip.output'
  | 'sock.send'
  | 'process'
  | 'input'
  | 'route.lookup'
  | 'route.source'
  | 'neigh.lookup'
  | 'bridge.forward'
  | 'tunnel.lookup'
  | 'nf.rule'
  | 'ct.lookup'
  | 'nat.apply'
  | 'api.change'
  | 'ctrl.reconcile'
  | 'cni.call'
>;

/** The outer ends of a tunnel packet. */
function wrappedText(detail: TunnelEncap): string {
  const local = formatIpv4(detail.local);
  if (detail.tunnel === 'ipip') return `ipip ${local} → ${formatIpv4(detail.remote)}`;
  const remote = formatIpv4(detail.tunnel === 'vxlan' ? detail.remote.ip : detail.remote);
  const label = 'vni' in detail ? `vni ${detail.vni}` : detail.tunnel;
  return `${label}, ${local}:${detail.srcPort} → ${remote}:${detail.dstPort}`;
}

export const answers = {
  'link.rx': (record, { world }) =>
    untabled('', `${devName(world, record.netns, record.dev)} ${record.detail.pktType}`),
  'bridge.learn': (record, { world }) =>
    untabled(
      formatMac(record.detail.mac),
      `${formatMac(record.detail.mac)} → ${devName(world, record.netns, record.detail.port)}`,
    ),
  'macvlan.forward': ({ detail, verdict }, { world }) => {
    const to = detail.to.map(
      ({ netns, ifindex }) => `${netnsName(world, netns)} ${devName(world, netns, ifindex)}`,
    );
    const { lower } = detail;
    if (verdict === 'flood' || verdict === 'wire') to.push(devName(world, lower.netns, lower.ifindex));
    return untabled(
      formatMac(detail.mac),
      to.length === 0 ? '' : `${formatMac(detail.mac)} → ${to.join(', ')}`,
    );
  },
  'ipvlan.forward': ({ detail, verdict }, { world }) => {
    const to = detail.to.map(
      ({ netns, ifindex }) => `${netnsName(world, netns)} ${devName(world, netns, ifindex)}`,
    );
    const { lower } = detail;
    if (['flood', 'wire', 'card', 'route'].includes(verdict))
      to.push(devName(world, lower.netns, lower.ifindex));
    const addr = detail.addr === null ? '' : formatIpv4(detail.addr);
    return untabled(addr, to.length === 0 ? '' : `${addr} → ${to.join(', ')}`);
  },
  'bridge.vlan': ({ detail: { port, vid, table }, netns, verdict }, { world }) => {
    const members = table.vlans.map((vlan) => {
      const words = [
        String(vlan.vid),
        ...(vlan.vid === table.pvid ? ['PVID'] : []),
        ...(vlan.untagged ? ['untagged'] : []),
      ];
      return words.join(' ');
    });
    const asked = `${devName(world, netns, port)}: ${members.join(', ')}`;
    const refused = verdict === 'not-member' || verdict === 'no-pvid';
    return untabled(asked, refused ? '' : `vlan ${vid}`);
  },
  'vlan.forward': ({ detail: { vid, lower, device }, verdict }, { world }) => {
    const to = verdict === 'tagged' ? lower : device;
    return untabled(
      `vlan ${vid}`,
      to === null ? '' : `vlan ${vid} → ${devName(world, to.netns, to.ifindex)}`,
    );
  },
  'fdb.expire': (record) => untabled(formatMac(record.detail.mac), ''),
  'neigh.update': ({ detail }) => {
    const states = [detail.before?.state, detail.after?.state].filter((state) => state !== undefined);
    return untabled(formatIpv4(detail.addr), [...new Set(states)].join(' → '));
  },
  'arp.receive': ({ detail }) =>
    detail.op === 1
      ? untabled(
          formatIpv4(detail.target),
          `who-has ${formatIpv4(detail.target)} tell ${formatIpv4(detail.sender)}`,
        )
      : untabled(
          formatIpv4(detail.sender),
          `${formatIpv4(detail.sender)} is-at ${formatMac(detail.senderMac)}`,
        ),
  'route.exception': ({ detail, verdict }) => {
    const answer = detail.gateway === 0 ? `mtu ${detail.mtu}` : `via ${formatIpv4(detail.gateway)}`;
    return untabled(formatIpv4(detail.dst), verdict === 'ignored' ? '' : answer);
  },
  'ip.input': ({ detail, verdict }) => untabled(formatIpv4(detail.dst), verdict),
  'ip.ttl': ({ detail }) => untabled('', `ttl ${detail.before} → ${detail.after}`),
  'ip.fragment': ({ detail }) => untabled('', `${detail.lenBytes} > mtu ${detail.mtu}`),
  'ip.reassemble': ({ detail, verdict }) => untabled('', `id ${detail.id} ${verdict}`),
  'tunnel.encap': ({ detail }) => untabled('', wrappedText(detail)),
  'tunnel.decap': ({ detail }) => {
    const label = 'vni' in detail ? `vni ${detail.vni}` : detail.tunnel;
    return untabled('', `${label} from ${formatIpv4(detail.remote)}`);
  },
  'wireguard.session': ({ detail, verdict }) => untabled(detail.peer, verdict),
  'user.cross': ({ detail, netns, dev, verdict }, { world }) => {
    const name = devName(world, netns, dev);
    return untabled('', verdict === 'to-process' ? `${name} → ${detail.app}` : `${detail.app} → ${name}`);
  },
  'tunnel.learn': ({ detail }) =>
    untabled(formatMac(detail.mac), `${formatMac(detail.mac)} → ${formatIpv4(detail.remote)}`),
  'icmp.send': ({ detail, verdict }) =>
    untabled('', verdict === 'sent' ? `icmp ${detail.type}/${detail.code} → ${formatIpv4(detail.to)}` : ''),
  'icmp.echo': ({ detail }) => untabled('', `${formatIpv4(detail.from)} → ${formatIpv4(detail.to)}`),
  'sock.deliver': ({ detail }) => untabled('', `${detail.socket} ${detail.port}`),
  'sock.state': ({ detail, verdict }) => untabled('', `${detail.before ?? ''} → ${verdict}`),
  'tcp.timer': ({ detail, verdict }) => untabled('', `${detail.state} ${verdict}`),
  'bgp.session': ({ detail, verdict }) => untabled(formatIpv4(detail.peer), `${detail.before} → ${verdict}`),
  'bgp.update': ({ detail }) =>
    untabled(
      formatIpv4(detail.peer),
      [
        ...detail.announced.map((prefix) => `+ ${formatCidr4(prefix)} [${prefix.path.join(' ')}]`),
        ...detail.withdrawn.map((prefix) => `- ${formatCidr4(prefix)}`),
      ]
        .slice(0, TOLD_SHOWN)
        .join(', '),
    ),
  'bird.route': ({ detail, verdict }) => untabled(formatCidr4(detail), `${detail.protocol}: ${verdict}`),
  'bird.kernel': ({ detail, verdict }) => untabled(formatCidr4(detail), verdict),
  bookkeeping: () => untabled('', ''),
  drop: ({ detail }) => untabled('', detail.reason),
  'op.apply': ({ detail }) => untabled('', detail.error?.message ?? detail.command ?? detail.op.kind),
} as const satisfies { readonly [K in Untabled]: Witness<K> };
