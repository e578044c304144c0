/**
 * What `ip -d` adds to a link. Source: iproute2 6.1 ip/ipaddress.c, iplink_vxlan.c, iplink_bridge.c,
 * iplink_bridge_slave.c, iptuntap.c, link_iptnl.c. Timers of a bridge, which it has for STP, stand still at 0.00.
 */
import type { BridgeLink, GeneveLink, Link, VxlanLink } from '../../model/link';
import type { Netns, World } from '../../model/world';
import { ANY_IPV4, formatIpv4, formatMac, type MacAddr } from '../../wire/addr';
import { GENEVE_MTU_MAX } from '../../kernel/ops/link.geneve';
import { Decimal, type JsonValue } from './json';
import { isForwarding } from './link';

type Fields = Readonly<Record<string, JsonValue | undefined>>;

/** Smallest and largest MTU the driver takes. */
function mtuRange(link: Link): readonly [number, number] {
  switch (link.kind) {
    case 'loopback':
    case 'dummy':
    case 'ifb':
    case 'ipip':
      return [0, 0];
    case 'vlan':
      return [0, 65_535];
    case 'geneve':
      return [68, GENEVE_MTU_MAX];
    case 'wireguard':
      return [0, 2_147_483_552];
    default:
      return [68, 65_535];
  }
}

/** A veth device has a queue for each processor: there are two. */
function queues(link: Link): number {
  return link.kind === 'veth' ? 2 : 1;
}

/** Devices that forward to another one take over its offloads. */
function tsoMax(link: Link): number {
  const own =
    link.kind === 'tun' ||
    (link.kind === 'vxlan' && link.lower === 0) ||
    (link.kind === 'bridge' && link.ports.length === 0);
  return own ? 65_536 : 524_280;
}

/** Put behind the line of addresses; a kind has a line of its own. */
export function detailsText(
  world: World,
  ns: Netns,
  link: Link,
  what: 'link' | 'address',
): readonly string[] {
  const [min, max] = mtuRange(link);
  const port = link.port === null ? 0 : 1;
  const first = ` promiscuity ${port + (link.promisc === true ? 1 : 0)}  allmulti ${port} minmtu ${min} maxmtu ${max} `;
  const tail = [
    ...(what === 'link' ? ['addrgenmode eui64'] : []),
    `numtxqueues ${queues(link)} numrxqueues ${queues(link)} gso_max_size 65536 gso_max_segs 65535`,
    `tso_max_size ${tsoMax(link)} tso_max_segs 65535 gro_max_size 65536 `,
  ].join(' ');
  const kind = kindText(ns, link);
  if (kind === null) return [`${first}${tail}`];
  if (link.port === null) return [first, `    ${kind}${tail}`];
  return [first, `    ${kind}`, `    ${portText(world, ns, link)}${tail}`];
}

/** `vxlan id 1 …`, with a blank at its end; null for what has no kind of its own. */
function kindText(ns: Netns, link: Link): string | null {
  switch (link.kind) {
    case 'loopback':
    case 'physical':
      return null;
    case 'vxlan':
      return `vxlan ${vxlanText(ns, link)}`;
    case 'bridge':
      return `bridge ${bridgeText(link)}`;
    case 'vlan':
      return `vlan protocol ${link.protocol} id ${link.vid} <REORDER_HDR> `;
    case 'macvlan':
      return `macvlan mode ${link.mode} bcqueuelen 1000 usedbcqueuelen 1000 `;
    case 'ipvlan':
      return `ipvlan  mode ${link.mode} ${link.flag} `;
    case 'geneve':
      return `geneve ${geneveText(link)}`;
    case 'tun':
      return 'tun type tun pi off vnet_hdr off persist on ';
    case 'ipip': {
      const any = (addr: number, text: string): string => (addr === ANY_IPV4 ? 'any' : text);
      const lower = ns.links[link.lower];
      const words = [
        `ipip ipip remote ${any(link.remote, formatIpv4(link.remote))} local ${any(link.local, formatIpv4(link.local))}`,
        ...(lower === undefined ? [] : [`dev ${lower.name}`]),
        `ttl ${link.ttl === 0 ? 'inherit' : link.ttl} ${link.pmtudisc ? 'pmtudisc' : 'nopmtudisc'} `,
      ];
      return words.join(' ');
    }
    default:
      return `${link.kind} `;
  }
}

function vxlanText(ns: Netns, link: VxlanLink): string {
  const dev = ns.links[link.lower];
  const words = [
    `id ${link.vni}`,
    ...(link.local === ANY_IPV4 ? [] : [`local ${formatIpv4(link.local)}`]),
    ...(dev === undefined ? [] : [`dev ${dev.name}`]),
    `srcport 0 0 dstport ${link.dstPort}`,
    ...(link.learning ? [] : ['nolearning']),
    `ttl auto ${link.df === 'unset' ? '' : `df ${link.df} `}ageing ${link.ageingSec} udpcsum noudp6zerocsumtx noudp6zerocsumrx `,
  ];
  return words.join(' ');
}

function geneveText({ vni, remote, ttl, tos, df, dstPort, udpCsum }: GeneveLink): string {
  const words = [
    `id ${vni} remote ${formatIpv4(remote)} ttl ${ttl === 0 ? 'auto' : ttl}`,
    ...(tos === 0 ? [] : [`tos ${tos === 'inherit' ? tos : `0x${tos.toString(16)}`}`]),
    ...(df === 'unset' ? [] : [`df ${df}`]),
    `dstport ${dstPort} ${udpCsum ? '' : 'no'}udpcsum udp6zerocsumrx `,
  ];
  return words.join(' ');
}

/** `8000.2:0:0:0:0:20`: priority and address, as the bridge protocol has it. */
function bridgeId(mac: MacAddr): string {
  const bytes = formatMac(mac)
    .split(':')
    .map((byte) => parseInt(byte, 16).toString(16));
  return `8000.${bytes.join(':')}`;
}

const MULTICAST_TEXT =
  'mcast_snooping 1 no_linklocal_learn 0 mcast_vlan_snooping 0 mcast_router 1 mcast_query_use_ifaddr 0 mcast_querier 0 ' +
  'mcast_hash_elasticity 16 mcast_hash_max 4096 mcast_last_member_count 2 mcast_startup_query_count 2 ' +
  'mcast_last_member_interval 100 mcast_membership_interval 26000 mcast_querier_interval 25500 mcast_query_interval 12500 ' +
  'mcast_query_response_interval 1000 mcast_startup_query_interval 3124 mcast_stats_enabled 0 mcast_igmp_version 2 ' +
  'mcast_mld_version 1 nf_call_iptables 0 nf_call_ip6tables 0 nf_call_arptables 0 ';

function bridgeText({ mac, ageingSec, vlan }: BridgeLink): string {
  const id = bridgeId(mac);
  // What a kernel says that was built with VLANs, of a bridge that has tables.
  const filtering = vlan === null ? '0' : `${Number(vlan.filtering)} vlan_protocol 802.1Q`;
  const tables =
    vlan === null ? '' : `vlan_default_pvid ${vlan.defaultPvid} vlan_stats_enabled 0 vlan_stats_per_port 0 `;
  return (
    `forward_delay 1500 hello_time 200 max_age 2000 ageing_time ${Math.round(ageingSec * 100)} stp_state 0 priority 32768 ` +
    `vlan_filtering ${filtering} bridge_id ${id} designated_root ${id} root_port 0 root_path_cost 0 topology_change 0 ` +
    'topology_change_detected 0 hello_timer    0.00 tcn_timer    0.00 topology_change_timer    0.00 gc_timer    0.00 ' +
    `${tables}group_fwd_mask 0 group_address 01:80:c2:00:00:00 ${MULTICAST_TEXT}`
  );
}

/** The number of a port within its bridge, from 1, as ports were attached. */
function portNumber(ns: Netns, link: Link): number {
  const bridge = ns.links[link.master];
  return bridge?.kind === 'bridge' ? bridge.ports.indexOf(link.ifindex) + 1 : 0;
}

const onOff = (value: boolean): string => (value ? 'on' : 'off');

function portText(world: World, ns: Netns, link: Link): string {
  const { port } = link;
  const bridge = ns.links[link.master];
  if (port === null || bridge === undefined) return '';
  const number = portNumber(ns, link);
  const id = bridgeId(bridge.mac);
  return [
    `bridge_slave state ${isForwarding(world, ns, link) ? 'forwarding' : 'disabled'} priority 32 cost 2`,
    `hairpin ${onOff(port.hairpin)} guard off root_block off fastleave off learning ${onOff(port.learning)}`,
    `flood ${onOff(port.flood)} port_id 0x${(0x8000 + number).toString(16)} port_no 0x${number.toString(16)}`,
    `designated_port ${0x8000 + number} designated_cost 0 designated_bridge ${id} designated_root ${id}`,
    'hold_timer    0.00 message_age_timer    0.00 forward_delay_timer    0.00 topology_change_ack 0 config_pending 0',
    'proxy_arp off proxy_arp_wifi off mcast_router 1 mcast_fast_leave off mcast_flood on bcast_flood on',
    'mcast_to_unicast off neigh_suppress off group_fwd_mask 0 group_fwd_mask_str 0x0 vlan_tunnel off',
    `isolated ${onOff(port.isolated)} locked off `,
  ].join(' ');
}

/** The second line of `bridge -d link`. */
export function portDetailsLine({ port }: Link): string {
  if (port === null) return '';
  return [
    `    hairpin ${onOff(port.hairpin)} guard off root_block off fastleave off learning ${onOff(port.learning)}`,
    `flood ${onOff(port.flood)} mcast_flood on bcast_flood on mcast_router 1 mcast_to_unicast off neigh_suppress off`,
    `vlan_tunnel off isolated ${onOff(port.isolated)} locked off `,
  ].join(' ');
}

export function detailsJson(world: World, ns: Netns, link: Link, what: 'link' | 'address'): Fields {
  const [min, max] = mtuRange(link);
  const port = link.port === null ? 0 : 1;
  const kind = kindText(ns, link) === null ? null : link.kind;
  return {
    promiscuity: port + (link.promisc === true ? 1 : 0),
    allmulti: port,
    min_mtu: min,
    max_mtu: max,
    linkinfo:
      kind === null
        ? undefined
        : {
            info_kind: kind,
            info_data: infoData(ns, link),
            ...(link.port === null
              ? {}
              : { info_slave_kind: 'bridge', info_slave_data: portData(world, ns, link) }),
          },
    inet6_addr_gen_mode: what === 'link' ? 'eui64' : undefined,
    num_tx_queues: queues(link),
    num_rx_queues: queues(link),
    gso_max_size: 65_536,
    gso_max_segs: 65_535,
    tso_max_size: tsoMax(link),
    tso_max_segs: 65_535,
    gro_max_size: 65_536,
  };
}

function infoData(ns: Netns, link: Link): Fields | undefined {
  switch (link.kind) {
    case 'vxlan':
      return {
        id: link.vni,
        local: link.local === ANY_IPV4 ? undefined : formatIpv4(link.local),
        link: ns.links[link.lower]?.name,
        port_range: { low: 0, high: 0 },
        port: link.dstPort,
        learning: link.learning,
        ttl: 0,
        df: link.df,
        ageing: link.ageingSec,
        udp_csum: true,
        udp_zero_csum6_tx: false,
        udp_zero_csum6_rx: false,
      };
    case 'bridge':
      return bridgeData(link);
    case 'vlan':
      return { protocol: link.protocol, id: link.vid, flags: ['REORDER_HDR'] };
    case 'macvlan':
      return { mode: link.mode, bcqueuelen: 1000, usedbcqueuelen: 1000 };
    case 'ipvlan':
      return { mode: link.mode, [link.flag]: true };
    case 'geneve':
      return {
        id: link.vni,
        remote: formatIpv4(link.remote),
        ttl: link.ttl === 'inherit' ? undefined : link.ttl,
        tos: link.tos === 0 ? undefined : link.tos === 'inherit' ? '0x1' : `0x${link.tos.toString(16)}`,
        df: link.df,
        port: link.dstPort,
        udp_csum: link.udpCsum,
        udp_zero_csum6_rx: true,
      };
    case 'tun':
      return { type: 'tun', pi: false, vnet_hdr: false, multi_queue: false, persist: true };
    case 'ipip':
      return {
        proto: 'ipip',
        remote: link.remote === ANY_IPV4 ? 'any' : formatIpv4(link.remote),
        local: link.local === ANY_IPV4 ? 'any' : formatIpv4(link.local),
        link: ns.links[link.lower]?.name,
        ttl: link.ttl,
        pmtudisc: link.pmtudisc,
      };
    default:
      return undefined;
  }
}

function bridgeData({ mac, ageingSec, vlan }: BridgeLink): Fields {
  const id = bridgeId(mac);
  return {
    forward_delay: 1500,
    hello_time: 200,
    max_age: 2000,
    ageing_time: Math.round(ageingSec * 100),
    stp_state: 0,
    priority: 32_768,
    vlan_filtering: Number(vlan?.filtering ?? false),
    vlan_protocol: vlan === null ? undefined : '802.1Q',
    bridge_id: id,
    root_id: id,
    root_port: 0,
    root_path_cost: 0,
    topology_change: 0,
    topology_change_detected: 0,
    hello_timer: new Decimal(0),
    tcn_timer: new Decimal(0),
    topology_change_timer: new Decimal(0),
    gc_timer: new Decimal(0),
    vlan_default_pvid: vlan?.defaultPvid,
    vlan_stats_enabled: vlan === null ? undefined : 0,
    vlan_stats_per_port: vlan === null ? undefined : 0,
    group_fwd_mask: '0',
    group_addr: '01:80:c2:00:00:00',
    mcast_snooping: 1,
    no_linklocal_learn: 0,
    mcast_vlan_snooping: 0,
    mcast_router: 1,
    mcast_query_use_ifaddr: 0,
    mcast_querier: 0,
    mcast_hash_elasticity: 16,
    mcast_hash_max: 4096,
    mcast_last_member_cnt: 2,
    mcast_startup_query_cnt: 2,
    mcast_last_member_intvl: 100,
    mcast_membership_intvl: 26_000,
    mcast_querier_intvl: 25_500,
    mcast_query_intvl: 12_500,
    mcast_query_response_intvl: 1000,
    mcast_startup_query_intvl: 3124,
    mcast_stats_enabled: 0,
    mcast_igmp_version: 2,
    mcast_mld_version: 1,
    nf_call_iptables: 0,
    nf_call_ip6tables: 0,
    nf_call_arptables: 0,
  };
}

function portData(world: World, ns: Netns, link: Link): Fields {
  const { port } = link;
  const bridge = ns.links[link.master];
  if (port === null || bridge === undefined) return {};
  const number = portNumber(ns, link);
  const id = bridgeId(bridge.mac);
  return {
    state: isForwarding(world, ns, link) ? 'forwarding' : 'disabled',
    priority: 32,
    cost: 2,
    hairpin: port.hairpin,
    guard: false,
    root_block: false,
    fastleave: false,
    learning: port.learning,
    flood: port.flood,
    id: `0x${(0x8000 + number).toString(16)}`,
    no: `0x${number.toString(16)}`,
    designated_port: 0x8000 + number,
    designated_cost: 0,
    bridge_id: id,
    root_id: id,
    hold_timer: new Decimal(0),
    message_age_timer: new Decimal(0),
    forward_delay_timer: new Decimal(0),
    topology_change_ack: 0,
    config_pending: 0,
    proxy_arp: false,
    proxy_arp_wifi: false,
    multicast_router: 1,
    mcast_flood: true,
    bcast_flood: true,
    mcast_to_unicast: false,
    neigh_suppress: false,
    group_fwd_mask: '0',
    group_fwd_mask_str: '0x0',
    vlan_tunnel: false,
    isolated: port.isolated,
    locked: false,
  };
}
