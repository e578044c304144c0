/**
 * Random commands for random networks: what one may type on a machine that knows some addresses. Much of it makes no
 * sense and is refused; nothing of it may break anything.
 */
import type { PrngState } from '../base/prng';
import { nextBelow } from '../base/prng';

/** A machine, one of its devices and the address there. */
export interface CommandPlace {
  readonly netns: string;
  readonly dev: string;
  readonly addr: string;
}

const TCP_PORT = 80;
const TABLES = ['main', '100', '101', 'local'] as const;

class Typist {
  constructor(
    private readonly random: PrngState,
    private readonly places: readonly CommandPlace[],
  ) {}

  below(n: number): number {
    return nextBelow(this.random, n);
  }

  pick<T>(items: readonly [T, ...T[]]): T {
    return items[this.below(items.length)] ?? items[0];
  }

  get addr(): string {
    return this.pick(['10.0.0.1', ...this.places.map(({ addr }) => addr)]);
  }

  get dev(): string {
    return this.pick(['lo', 'e0', 'eth0', ...this.places.map(({ dev }) => dev)]);
  }

  get prefix(): string {
    const len = this.pick([8, 16, 24, 24, 32] as const);
    const parts = this.addr.split('.').map((part, i) => (i * 8 < len ? part : '0'));
    return `${parts.join('.')}/${String(len)}`;
  }

  get rule(): string {
    const selectors = [
      `from ${this.prefix}`,
      `to ${this.prefix}`,
      `iif ${this.dev}`,
      `oif ${this.dev}`,
      `fwmark ${String(this.below(4))}/3`,
      'tos 0x10',
      `ipproto ${this.pick(['tcp', 'udp', 'icmp'])}`,
      `ipproto tcp dport ${String(TCP_PORT)}`,
      'ipproto udp sport 1000-60000',
      'uidrange 0-0',
      'uidrange 1000-2000',
    ] as const;
    const actions = [
      ...([`lookup ${this.pick(TABLES)}`, `lookup ${this.pick(TABLES)}`] as const),
      ...(['lookup main suppress_prefixlength 0', 'blackhole', 'unreachable', 'prohibit'] as const),
      ...(['goto 32766', 'goto 5000', 'nop'] as const),
    ] as const;
    const words = Array.from({ length: this.below(3) }, () => this.pick(selectors));
    const not = this.below(6) === 0 ? 'not ' : '';
    return `${not}${[...new Set(words)].join(' ')} pref ${String(1 + this.below(10) * 1000)} ${this.pick(actions)}`;
  }

  get route(): string {
    const table = this.below(2) === 0 ? '' : ` table ${this.pick(['100', '101'])}`;
    const hop = (): string => `nexthop via ${this.addr} weight ${String(1 + this.below(4))}`;
    const to = this.below(3) === 0 ? 'default' : this.prefix;
    const way = this.pick([
      `via ${this.addr}`,
      `via ${this.addr} dev ${this.dev} onlink mtu ${String(552 + this.below(48))}`,
      `dev ${this.dev}`,
      `${hop()} ${hop()}`,
      `${hop()} ${hop()} ${hop()}`,
    ]);
    return `ip route ${this.pick(['add', 'append', 'replace'])} ${to}${table} ${way}`;
  }

  /** Rules about sets, TCP and translations of both kinds. */
  get iptables(): string {
    return `iptables ${this.pick([
      `-I INPUT -m set --match-set s ${this.pick(['src', 'dst'])} -j ${this.pick(['DROP', 'ACCEPT', 'REJECT'])}`,
      `-I FORWARD -m set ! --match-set s src -j ${this.pick(['ACCEPT', 'LOG'])}`,
      `-t nat -A PREROUTING -p tcp --dport ${String(TCP_PORT)} -j DNAT --to-destination ${this.addr}`,
      `-t nat -A OUTPUT -p tcp --dport 8080 -j DNAT --to-destination ${this.addr}:${String(TCP_PORT)}`,
      '-t nat -A PREROUTING -p tcp --dport 8080 -j REDIRECT --to-ports 80',
      `-t nat -A POSTROUTING -p tcp -j SNAT --to-source ${this.addr}:1024-1030`,
      '-t nat -A POSTROUTING -j MASQUERADE --random-fully',
      '-t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --clamp-mss-to-pmtu',
      '-t mangle -A FORWARD -p tcp --tcp-flags SYN,RST SYN -j TCPMSS --set-mss 500',
      `-t mangle -A OUTPUT -j MARK --set-xmark ${String(this.below(4))}/3`,
      '-A FORWARD -p tcp -j REJECT --reject-with tcp-reset',
      '-A INPUT -p tcp -m connlimit --connlimit-above 1 -j REJECT --reject-with tcp-reset',
      '-A INPUT -m conntrack --ctstate INVALID -j DROP',
      '-A INPUT -p tcp -m recent --set --name r',
      '-t nat -F',
      '-F',
    ])}`;
  }

  get set(): string {
    return `ipset ${this.pick([
      `add s ${this.addr}`,
      `add s ${this.prefix}`,
      `add s ${this.addr} timeout ${String(this.below(5))}`,
      `del s ${this.addr}`,
      'flush s',
      'create s hash:ip timeout 3',
    ])}`;
  }

  get setting(): string {
    return this.pick([
      ...([
        'net.ipv4.fib_multipath_hash_policy=1',
        'net.ipv4.icmp_ratelimit=0',
        'net.ipv4.icmp_msgs_burst=1',
      ] as const),
      ...([
        'net.ipv4.ip_forward_use_pmtu=1',
        'net.ipv4.ip_no_pmtu_disc=1',
        'net.ipv4.icmp_ratemask=0',
      ] as const),
      ...(['net.netfilter.nf_conntrack_max=3', 'net.netfilter.nf_conntrack_tcp_loose=0'] as const),
      ...(['net.netfilter.nf_conntrack_tcp_be_liberal=1', 'net.ipv4.icmp_echo_ignore_broadcasts=0'] as const),
    ]);
  }
}

/** What is typed on a machine before anything is sent. */
export function randomSetUp(
  random: PrngState,
  netns: string,
  places: readonly CommandPlace[],
): readonly string[] {
  const typist = new Typist(random, places);
  const lines: string[] = ['ipset create s hash:net'];
  if (typist.below(2) === 0) lines.push(`httpd -p ${String(TCP_PORT)} &`);
  if (typist.below(3) === 0) lines.push('nc -l -k 7 &');
  for (let i = typist.below(4); i > 0; i -= 1) lines.push(typist.route);
  for (let i = typist.below(4); i > 0; i -= 1) lines.push(`ip rule add ${typist.rule}`);
  for (let i = typist.below(3); i > 0; i -= 1) lines.push(typist.set);
  for (let i = typist.below(4); i > 0; i -= 1) lines.push(typist.iptables);
  if (typist.below(3) === 0) lines.push(`sysctl -w ${typist.setting}`);
  if (typist.below(3) === 0) lines.push(...wireguard(typist, netns, places));
  return lines;
}

/** A device that knows the machines of other places by their names, and sends to one of their addresses. */
function wireguard(typist: Typist, netns: string, places: readonly CommandPlace[]): readonly string[] {
  const other = places.length === 0 ? undefined : places[typist.below(places.length)];
  const allowed = typist.below(2) === 0 ? '0.0.0.0/0' : '10.77.0.0/24';
  const endpoint = typist.below(4) === 0 ? '' : ` endpoint ${other?.addr ?? '10.0.0.1'}:51820`;
  return [
    'ip link add wg0 type wireguard',
    `wg set wg0 listen-port 51820 private-key /etc/wireguard/${netns}.key peer ${other?.netns ?? netns} allowed-ips ${allowed}${endpoint}`,
    `ip addr add 10.77.0.${String(1 + typist.below(4))}/24 dev wg0`,
    `ip link set wg0 ${typist.below(2) === 0 ? 'mtu 1420 ' : ''}up`,
  ];
}

/** Something to type while packets are under way. */
export function randomCommand(random: PrngState, places: readonly CommandPlace[]): string {
  const typist = new Typist(random, places);
  const what = typist.below(20);
  if (what < 8)
    return `curl -s -m 3 http://${typist.addr}:${String(typist.pick([TCP_PORT, TCP_PORT, 8080, 81] as const))}/`;
  if (what < 10) return `echo hello | nc -N -w 2 ${typist.addr} 7`;
  if (what < 11) return `ping -c2 -i 0.3 -W 1 10.77.0.${String(1 + typist.below(4))}`;
  if (what < 12) return `traceroute -n -q 1 -m 4 -w 1 ${typist.addr}`;
  if (what < 13) return `ip rule add ${typist.rule}`;
  if (what < 14) return `ip rule del ${typist.rule}`;
  if (what < 15) return typist.route;
  if (what < 16) return typist.iptables;
  if (what < 17) return typist.set;
  return typist.pick([
    'conntrack -F',
    'ip route flush cache',
    `ip neigh flush dev ${typist.dev}`,
    `sysctl -w ${typist.setting}`,
    `ip link set t1 type vxlan df ${typist.pick(['set', 'inherit', 'unset'])}`,
    'ip link del wg0',
    'tcpdump -c 3 -i any tcp &',
  ]);
}
