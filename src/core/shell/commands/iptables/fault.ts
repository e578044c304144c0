/**
 * What is the matter with a rule, in iptables' words.
 * Source: iptables 1.8.11 libxtables/xtables.c, iptables/xshared.c, extensions/; as the tool was heard to say it.
 */
import type { RuleFault } from '../../../kernel/netfilter/text.rule';

/** Options a match or target cannot do without. */
const NEEDED: Readonly<Record<string, string>> = {
  DNAT: 'DNAT: option "--to-destination" must be specified',
  SNAT: 'SNAT: option "--to-source" must be specified',
  DSCP: 'DSCP target: Parameter --set-dscp is required',
  MARK: 'MARK: One of the --set-xmark, --{and,or,xor,set}-mark options is required',
  TCPMSS: 'TCPMSS target: At least one parameter is required',
  addrtype: 'addrtype: you must specify --src-type or --dst-type',
  comment: 'comment: option "--comment" must be specified',
  connlimit: 'You must specify "--connlimit-above" or "--connlimit-upto".',
  conntrack: 'conntrack: At least one option is required',
  dscp: 'DSCP match: Parameter --dscp is required',
  hashlimit: 'hashlimit: option "--hashlimit-name" must be specified',
  mac: 'mac: option "--mac-source" must be specified',
  mark: 'mark: option "--mark" must be specified',
  multiport: 'multiport expection an option',
  set: "You must specify `--match-set' with proper arguments",
  string: 'string: option "--algo" must be specified',
  statistic: '--probability must be specified when using random mode',
};

/** Options whose bad values have a sentence of their own, with the value in the place of %. */
const BAD: readonly (readonly [RegExp, string])[] = [
  [/^-[sd]$|^--(src|source|dst|destination)$/, "host/network `%' not found"],
  [/^-p$|^--protocol$/, 'unknown protocol "%" specified'],
  [/^-[io]$|^--(in|out)-interface$/, "interface name `%' must be shorter than IFNAMSIZ (15)"],
  [/^--([sd]port|(source|destination)-port)s?$/, "invalid port/service `%' specified"],
  [/^--reject-with$/, 'unknown reject type "%"'],
  [/^--ctstate$|^--state$/, 'Bad ctstate "%"'],
  [/^--icmp-type$/, "Unknown ICMP type `%'"],
  [/^--hashlimit/, 'hashlimit: Bad value for "--src-range" option: "%"'],
  [/^--limit$/, 'bad rate "%"\''],
  [/^--(src|dst)-type$/, 'addrtype: bad type "%"'],
  [/^--mac-source$/, 'Invalid MAC address specified.'],
  [/^--(src|dst)-range$/, 'iprange: Bad value for "--src-range" option: "%"'],
  [/^--(set-)?dscp-class$/, "Invalid DSCP value `%'"],
  [/^--tcp-flags$/, "Unknown TCP flag `%'"],
];

/** Extensions of iptables 1.8.11 that are not here. */
const LATER = new Set(
  `AUDIT CLASSIFY CLUSTERIP CONNSECMARK CT ECN HMARK IDLETIMER LED NFQUEUE RATEEST SECMARK SET SYNPROXY TCPOPTSTRIP TEE TPROXY ULOG
  ah bpf cgroup cluster connbytes connlabel cpu dccp devgroup ecn helper ipcomp ipvs osf quota rateest realm socket tcpmss time tos
  u32`.split(/\s+/),
);

/** What a rule asks for and this lab has not, though the tool does: `-m u32`. */
export function laterPart({ what, why }: RuleFault): string | null {
  const [option = '', word = ''] = what.replace(/^! /, '').split(' ');
  const extension = why === 'unknown' || why === 'no-chain' ? LATER.has(word) : false;
  return extension && /^-[mj]$/.test(option) ? `${option} ${word}` : null;
}

/** The kernel, not the tool, refuses such a rule. */
export const INVALID_RULE = 'RULE_APPEND failed (Invalid argument)';

/** The sentence behind the name and version of the tool. */
export function faultText({ what, why }: RuleFault): string {
  const [option = '', ...rest] = what.replace(/^! /, '').split(' ');
  const [word = ''] = rest;
  switch (why) {
    case 'unknown':
      if (option === '-m') return `Couldn't load match \`${word}':No such file or directory`;
      if (option === '-j') return `Chain '${word}' does not exist`;
      return option.startsWith('-') ? `unknown option "${option}"` : `Bad argument \`${what}'`;
    case 'bad-value':
      return badValue(what.startsWith('! ') ? `! ${option}` : option, rest.join(' '));
    case 'missing-value':
      return `option "${option}" requires an argument`;
    case 'missing-option':
      return NEEDED[word] ?? `${word}: option required`;
    case 'twice':
      return `multiple ${option} flags not allowed`;
    case 'wrong-hook':
      return `Can't use ${option} with ${word}`;
    case 'not-several':
      return '! not allowed with multiple source or destination IP addresses';
    case 'wrong-table':
      return INVALID_RULE;
    case 'wrong-protocol':
      return wrongProtocol(word);
    case 'no-chain':
      return `Chain '${word || what}' does not exist`;
  }
}

function badValue(option: string, value: string): string {
  if (/^! (-[jg]|--jump|--goto)$/.test(option)) return `cannot have ! before ${option.slice(2)}`;
  const mask = /^(-[sd]|--.*)$/.test(option) ? /^[\d.]+\/(\d+)$/.exec(value)?.[1] : undefined;
  if (mask !== undefined) return `invalid mask \`${mask}' specified`;
  if (/^--(set-|and-|or-|xor-|set-x)?mark$/.test(option)) return badMark(option);
  if (/^--to-(destination|source)$/.test(option)) return badRange(value);
  const known = BAD.find(([pattern]) => pattern.test(option));
  return known === undefined
    ? `bad value for option "${option}", or out of range`
    : known[1].replace('%', value).replace('--src-range', option);
}

function badMark(option: string): string {
  const name = option === '--mark' ? 'mark' : 'MARK';
  return `${name}: bad integer value for option "${option}", or out of range.`;
}

/** Where a translation leads. Source: extensions/libxt_NAT.c parse_ports. */
function badRange(value: string): string {
  const [, from = '', to] = /:([^-]*)(?:-(.*))?$/.exec(value) ?? [];
  if (from === '') return `Bad IP address "${value}"`;
  if (!(Number(from) <= 0xffff)) return `Port \`${from}' not valid`;
  return to === undefined ? `Bad IP address "${value}"` : `Port range \`${to}' funky`;
}

function wrongProtocol(name: string): string {
  switch (name) {
    case 'tcp':
    case 'udp':
      return `${name.toUpperCase()} match requires '-p ${name}'`;
    case 'multiport':
      return "multiport needs `-p tcp', `-p udp', `-p udplite', `-p sctp' or `-p dccp'";
    case 'DNAT':
    case 'SNAT':
    case 'MASQUERADE':
    case 'REDIRECT':
      return 'Need TCP, UDP, SCTP or DCCP with port specification';
    default:
      return INVALID_RULE;
  }
}
