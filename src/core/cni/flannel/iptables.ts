/**
 * The daemon's iptables rules. Source: flannel pkg/trafficmngr/iptables/iptables.go masqRules, masqIP6Rules,
 * forwardRules; pkg/trafficmngr/trafficmngr.go KubeProxyMark.
 */

export interface IptablesRule {
  readonly table: string;
  readonly chain: string;
  /** The words after the chain. */
  readonly rulespec: readonly string[];
}

export const POSTRTG = 'FLANNEL-POSTRTG';
export const FWD = 'FLANNEL-FWD';

/** Packets that kube-proxy marked are masqueraded by it. */
const KUBE_PROXY_MARK = '0x4000/0x4000';
/** Nobody is masqueraded on the way to a group. */
const MULTICAST = { 4: '224.0.0.0/4', 6: 'ff00::/8' } as const;

export interface MasqOptions {
  /** Ports are drawn: iptables can (`--random-fully`), and nobody said `--ip-masq-fully-random-disable`. */
  readonly randomFully: boolean;
  readonly family?: 4 | 6;
}

/** Rules of `--ip-masq`. Networks as flannel prints them, in any of the two families. */
export function masqRules(
  network: string,
  subnet: string,
  { randomFully, family = 4 }: MasqOptions,
): readonly IptablesRule[] {
  const comment = ['-m', 'comment', '--comment', 'flanneld masq'];
  const rule = (matches: readonly string[], target: readonly string[]): IptablesRule => ({
    table: 'nat',
    chain: POSTRTG,
    rulespec: [...matches, ...comment, '-j', ...target],
  });
  const masquerade = randomFully ? ['MASQUERADE', '--random-fully'] : ['MASQUERADE'];
  return [
    { table: 'nat', chain: 'POSTROUTING', rulespec: [...comment, '-j', POSTRTG] },
    rule(['-m', 'mark', '--mark', KUBE_PROXY_MARK], ['RETURN']),
    // Within flannel's network addresses stay as they are.
    rule(['-s', subnet, '-d', network], ['RETURN']),
    rule(['-s', network, '-d', subnet], ['RETURN']),
    // So do those of a client outside whose packets were routed to this node.
    rule(['!', '-s', network, '-d', subnet], ['RETURN']),
    rule(['-s', network, '!', '-d', MULTICAST[family]], masquerade),
    // What the host itself, or somebody outside, sends to pods of other nodes.
    rule(['!', '-s', network, '-d', network], masquerade),
  ];
}

/** Rules of `--iptables-forward-rules`: where the policy is DROP, pods are let through. */
export function forwardRules(network: string): readonly IptablesRule[] {
  const comment = ['-m', 'comment', '--comment', 'flanneld forward'];
  return [
    { table: 'filter', chain: 'FORWARD', rulespec: [...comment, '-j', FWD] },
    { table: 'filter', chain: FWD, rulespec: ['-s', network, ...comment, '-j', 'ACCEPT'] },
    { table: 'filter', chain: FWD, rulespec: ['-d', network, ...comment, '-j', 'ACCEPT'] },
  ];
}
