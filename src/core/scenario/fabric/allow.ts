/** What a filter of a fabric lets through: `icmp`, `udp/8472`, `tcp/179`, `protocol/4`. */

/** How an entry of `allow` is written. */
export const ALLOW = /^(?:icmp|(?:tcp|udp)\/(?:0|[1-9]\d{0,4})|protocol\/(?:0|[1-9]\d{0,2}))$/;

/**
 * What nodes say to one another: kubelet and API server, and the tunnels and routing protocols of the networks there
 * are: VXLAN as Linux has it and as IANA does, flannel's udp backend, WireGuard, BGP, IPv4 in IPv4.
 */
export const COMPONENTS: readonly string[] = [
  ...['icmp', 'tcp/22', 'tcp/6443', 'tcp/10250', 'tcp/179'],
  ...['udp/8472', 'udp/4789', 'udp/8285', 'udp/51820', 'protocol/4'],
];

/** The words of iptables that match an entry. */
export function matchOf(entry: string): string {
  const [protocol = '', number] = entry.split('/');
  if (protocol === 'protocol') return `-p ${number ?? ''}`;
  return number === undefined ? `-p ${protocol}` : `-p ${protocol} --dport ${number}`;
}

/**
 * Rules of the chain FORWARD that let pass what belongs to a flow that was let through, and what is allowed; `words` are
 * further conditions. What is left is dropped.
 */
export function filterRules(allow: readonly string[], words = ''): readonly string[] {
  const more = words === '' ? '' : ` ${words}`;
  return [
    'iptables -A FORWARD -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT',
    ...allow.map((entry) => `iptables -A FORWARD${more} ${matchOf(entry)} -j ACCEPT`),
    `iptables -A FORWARD${more} -j DROP`,
  ];
}
