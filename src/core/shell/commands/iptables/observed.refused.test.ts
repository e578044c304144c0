/**
 * Goal: what the real tool refuses is refused in its words.
 * Source: iptables 1.8.9 (nf_tables) in a network namespace of Linux 6.18, one command on an empty table with the chains
 * A, B and U.
 */
import { describe, expect, test } from 'vitest';
import { recordedShell, type RecordedShell } from '../../../testing/shell-host';

/** A command without its name, its exit code and the line it ends with. */
const REFUSED: readonly (readonly [string, number, string])[] = [
  [
    "-A FORWARD '!' -s 1.1.1.1,2.2.2.2 -j ACCEPT",
    2,
    'iptables v1.8.9 (nf_tables): ! not allowed with multiple source or destination IP addresses',
  ],
  [
    '-t nat -A POSTROUTING -j SNAT --to-source 1.1.1.1:10-20',
    2,
    'iptables v1.8.9 (nf_tables): Need TCP, UDP, SCTP or DCCP with port specification',
  ],
  [
    '-t nat -A POSTROUTING -p 50 -j SNAT --to-source 1.1.1.1:10-20',
    2,
    'iptables v1.8.9 (nf_tables): Need TCP, UDP, SCTP or DCCP with port specification',
  ],
  [
    '-t nat -A POSTROUTING -j MASQUERADE --to-ports 1-2',
    2,
    'iptables v1.8.9 (nf_tables): Need TCP, UDP, SCTP or DCCP with port specification',
  ],
  [
    '-t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:99999',
    2,
    "iptables v1.8.9 (nf_tables): Port `99999' not valid",
  ],
  [
    '-t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1:90-80',
    2,
    "iptables v1.8.9 (nf_tables): Port range `80' funky",
  ],
  [
    '-t nat -A PREROUTING -p tcp -j DNAT --to-destination x',
    2,
    'iptables v1.8.9 (nf_tables): Bad IP address "x"',
  ],
  [
    '-t nat -A PREROUTING -p tcp -j DNAT --to-destination 1.1.1.1 --random --random-fully',
    2,
    'iptables v1.8.9 (nf_tables): unknown option "--random-fully"',
  ],
  [
    '-t nat -A PREROUTING -j REDIRECT --to-ports 80',
    2,
    'iptables v1.8.9 (nf_tables): Need TCP, UDP, SCTP or DCCP with port specification',
  ],
  ['-A INPUT -p icmp --icmp-type foo', 2, "iptables v1.8.9 (nf_tables): Unknown ICMP type `foo'"],
  ['-A INPUT -i eth+ -i lo', 2, 'iptables v1.8.9 (nf_tables): multiple -i flags not allowed'],
  [
    '-A INPUT -m icmp --icmp-type 8',
    4,
    'iptables v1.8.9 (nf_tables):  RULE_APPEND failed (Invalid argument): rule in chain INPUT',
  ],
  ['-A INPUT -m udp --dport 8', 2, "iptables v1.8.9 (nf_tables): UDP match requires '-p udp'"],
  [
    '-A INPUT -m sctp --dport 8',
    4,
    'iptables v1.8.9 (nf_tables):  RULE_APPEND failed (Invalid argument): rule in chain INPUT',
  ],
  ['-A INPUT -p udp -m tcp --dport 8', 2, "iptables v1.8.9 (nf_tables): TCP match requires '-p tcp'"],
  [
    '-t mangle -A FORWARD -j TCPMSS --clamp-mss-to-pmtu',
    4,
    'iptables v1.8.9 (nf_tables):  RULE_APPEND failed (Invalid argument): rule in chain FORWARD',
  ],
  [
    '-t mangle -A FORWARD -p tcp --syn -j TCPMSS',
    2,
    'iptables v1.8.9 (nf_tables): TCPMSS target: At least one parameter is required',
  ],
  [
    '-t mangle -A FORWARD -j MARK',
    2,
    'iptables v1.8.9 (nf_tables): MARK: One of the --set-xmark, --{and,or,xor,set}-mark options is required',
  ],
  [
    '-t mangle -A FORWARD -j MARK --set-mark x',
    2,
    'iptables v1.8.9 (nf_tables): MARK: bad integer value for option "--set-mark", or out of range.',
  ],
  ['-A INPUT -m mark', 2, 'iptables v1.8.9 (nf_tables): mark: option "--mark" must be specified'],
  [
    '-A INPUT -m mark --mark x',
    2,
    'iptables v1.8.9 (nf_tables): mark: bad integer value for option "--mark", or out of range.',
  ],
  ['-A INPUT -m set', 2, "iptables v1.8.9 (nf_tables): You must specify `--match-set' with proper arguments"],
  [
    '-A INPUT -m statistic --mode random',
    2,
    'iptables v1.8.9 (nf_tables): --probability must be specified when using random mode',
  ],
  ['-A INPUT -m conntrack', 2, 'iptables v1.8.9 (nf_tables): conntrack: At least one option is required'],
  ['-A INPUT -m limit --limit x', 2, 'iptables v1.8.9 (nf_tables): bad rate "x"\''],
  [
    '-A INPUT -m addrtype',
    2,
    'iptables v1.8.9 (nf_tables): addrtype: you must specify --src-type or --dst-type',
  ],
  ['-A INPUT -m addrtype --src-type FOO', 2, 'iptables v1.8.9 (nf_tables): addrtype: bad type "FOO"'],
  ['-A INPUT -m mac', 2, 'iptables v1.8.9 (nf_tables): mac: option "--mac-source" must be specified'],
  ['-A INPUT -m mac --mac-source x', 2, 'iptables v1.8.9 (nf_tables): Invalid MAC address specified.'],
  [
    '-A INPUT -m iprange --src-range x',
    2,
    'iptables v1.8.9 (nf_tables): iprange: Bad value for "--src-range" option: "x"',
  ],
  ['-A INPUT -p tcp --tcp-flags FOO SYN', 2, "iptables v1.8.9 (nf_tables): Unknown TCP flag `FOO'"],
  ['-A INPUT -p tcp --dport', 2, 'iptables v1.8.9 (nf_tables): option "--dport" requires an argument'],
  ['-A INPUT -p tcp --dport x', 2, "iptables v1.8.9 (nf_tables): invalid port/service `x' specified"],
  ['-A INPUT -j', 2, 'iptables v1.8.9 (nf_tables): option "-j" requires an argument'],
  ['-A INPUT -m', 2, 'iptables v1.8.9 (nf_tables): option "-m" requires an argument'],
  ['-A INPUT -s 1.2.3.4/33', 2, "iptables v1.8.9 (nf_tables): invalid mask `33' specified"],
  ['-A INPUT -j ACCEPT -j DROP', 2, 'iptables v1.8.9 (nf_tables): multiple -j flags not allowed'],
  ['-A INPUT -p tcp -p udp', 2, 'iptables v1.8.9 (nf_tables): multiple -p flags not allowed'],
  ['-A INPUT -s 1.1.1.1 -s 2.2.2.2', 2, 'iptables v1.8.9 (nf_tables): multiple -s flags not allowed'],
  ["-A INPUT '!' -j ACCEPT", 2, 'iptables v1.8.9 (nf_tables): cannot have ! before -j'],
];

function withChains(): RecordedShell {
  const shell = recordedShell();
  shell.run('iptables -N A; iptables -N B; iptables -N U');
  return shell;
}

describe('refusals', () => {
  test.each(REFUSED)('iptables %s', (command, exitCode, words) => {
    const outcome = withChains().run(`iptables ${command}`);
    expect(outcome.exitCode).toBe(exitCode);
    expect(outcome.stderr[0]?.replace('v1.8.11', 'v1.8.9')).toBe(words);
  });
});
