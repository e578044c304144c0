/**
 * The daemon's rules in nftables mode (`EnableNFTables`): written once at the start, looked after by nobody.
 * Source: flannel pkg/trafficmngr/nftables/nftables.go; sigs.k8s.io/knftables objects.go writeOperation.
 */

export interface NftChain {
  readonly type: 'nat' | 'filter';
  readonly hook: 'postrouting' | 'forward';
  readonly priority: 'srcnat' | 'filter';
  readonly comment: string;
  readonly rules: readonly string[];
}

const FAMILIES = {
  4: { family: 'ip', table: 'flannel-ipv4', multicast: '224.0.0.0/4' },
  6: { family: 'ip6', table: 'flannel-ipv6', multicast: 'ff00::/8' },
} as const;

export type NftFamily = keyof typeof FAMILIES;

/** `ip flannel-ipv4` */
export function nftTable(family: NftFamily): string {
  return `${FAMILIES[family].family} ${FAMILIES[family].table}`;
}

/**
 * The masquerading chain. Its fourth rule has the operands of its counterpart in iptables exchanged: it also returns for
 * what comes from outside flannel's network, so that the last rule is never reached.
 */
export function nftMasqChain(
  network: string,
  subnet: string,
  fullyRandom: boolean,
  family: NftFamily = 4,
): NftChain {
  const { family: ip, multicast } = FAMILIES[family];
  const masquerade = fullyRandom ? 'masquerade fully-random' : 'masquerade';
  return {
    type: 'nat',
    hook: 'postrouting',
    priority: 'srcnat',
    comment: 'chain to manage traffic masquerading by flannel',
    rules: [
      'meta mark 0x4000 return',
      `${ip} saddr ${subnet} ${ip} daddr ${network} return`,
      `${ip} saddr ${network} ${ip} daddr ${subnet} return`,
      `${ip} saddr != ${subnet} ${ip} daddr ${network} return`,
      `${ip} saddr ${network} ${ip} daddr != ${multicast} ${masquerade}`,
      `${ip} saddr != ${network} ${ip} daddr ${network} ${masquerade}`,
    ],
  };
}

export function nftForwardChain(network: string, family: NftFamily = 4): NftChain {
  const { family: ip } = FAMILIES[family];
  return {
    type: 'filter',
    hook: 'forward',
    priority: 'filter',
    comment: 'chain to accept flannel traffic',
    rules: [`${ip} saddr ${network} accept`, `${ip} daddr ${network} accept`],
  };
}

/** Named priorities are sent as numbers. */
const PRIORITIES = { srcnat: 100, filter: 0 } as const;

/** The script that makes the table, for `nft -f -`. */
export function nftTableScript(family: NftFamily): string {
  const { table } = FAMILIES[family];
  return `add table ${nftTable(family)} { comment "rules for ${table}" ; }\n`;
}

/** The script that makes a chain, empties it and fills it. */
export function nftChainScript(family: NftFamily, name: string, chain: NftChain): string {
  const at = `${nftTable(family)} ${name}`;
  const { type, hook, priority, comment, rules } = chain;
  const base = `type ${type} hook ${hook} priority ${String(PRIORITIES[priority])} ; comment "${comment}" ;`;
  return [
    `add chain ${at} { ${base} }`,
    `flush chain ${at}`,
    ...rules.map((rule) => `add rule ${at} ${rule}`),
    '',
  ].join('\n');
}
