/** One run of a plugin: what it prints, and what the machine looks like afterwards. */
import { printRule } from '../../../core/kernel/netfilter/text';
import { linkByName } from '../../../core/kernel/ctx';
import type { Ifaddr, Link } from '../../../core/model/link';
import type { NfTableName } from '../../../core/model/netfilter';
import type { Netns } from '../../../core/model/world';
import { runCommand } from '../../../core/shell';
import { formatCidr4, formatIpv4 } from '../../../core/wire/addr';
import { asDifference, firstDifference } from '../difference';
import type { Played } from '../played';
import type { Json, JsonObject } from '../json';
import { isList, isObject, member, textOf } from '../json';
import type { Bindings } from './placeholders';
import { bind, filled } from './placeholders';
import type { Run, Stage } from './stage';
import { before, releaseOf, runOf, stage } from './stage';

export function pluginRun(golden: JsonObject): Played {
  const wanted = runOf(member(golden, 'input'));
  const at = stage(releaseOf(textOf(golden, 'source')));
  const bindings: Bindings = new Map();
  const results = new Map<string, Json>();
  for (const run of before(wanted)) {
    const prevResult = run.chained === true ? results.get(run.env.CNI_CONTAINERID) : undefined;
    const stdin = prevResult === undefined ? run.stdin : { ...run.stdin, prevResult };
    const { rc, stdout } = at.run({ ...run, stdin });
    results.set(run.env.CNI_CONTAINERID, stdout);
    if (rc !== 0) return { difference: `what came before the case fails: ${JSON.stringify(stdout)}` };
    if (run.env.CNI_CONTAINERID === wanted.env.CNI_CONTAINERID)
      bind(wanted.stdin['prevResult'], stdout, bindings);
  }
  const expected = member(golden, 'expected');
  const rulesBefore = savedRules(at, 'nat');
  const got = at.run({ ...wanted, stdin: filled(wanted.stdin, bindings) as JsonObject });
  bind(expected['stdout'], got.stdout, bindings);
  const leftOut: string[] = [];
  const wishes = withoutIpv6(filled(expected, bindings) as JsonObject, wanted.plugin, leftOut);
  for (const [section, value] of Object.entries(wishes)) {
    const seen = sectionOf(at, wanted, section, got, rulesBefore);
    if (seen === undefined) {
      return { difference: `no such mechanism: ${section}` };
    }
    const recorded = normal(section, value ?? null);
    const found = firstDifference(recorded, asLongAs(recorded, normal(section, seen)));
    if (found !== null) return { difference: asDifference(section, '', found) };
  }
  return { difference: null, leftOut };
}

/** The recorder cut long lines short. */
function asLongAs(recorded: Json, seen: Json): Json {
  return typeof recorded === 'string' && typeof seen === 'string' ? seen.slice(0, recorded.length) : seen;
}

/** The loopback plugin reports `::1` as well; IPv6 is off in the simulator's kernel. */
function withoutIpv6(expected: JsonObject, plugin: string, leftOut: string[]): JsonObject {
  const stdout = expected['stdout'];
  if (plugin !== 'loopback' || !isObject(stdout) || !isList(stdout['ips'])) return expected;
  const ips = stdout['ips'].filter((ip) => !isObject(ip) || !textOf(ip, 'address').includes(':'));
  if (ips.length < stdout['ips'].length) leftOut.push('IPv6');
  return { ...expected, stdout: { ...stdout, ips } };
}

/** What the simulator has to say in a section; undefined when it has no such thing. */
function sectionOf(
  at: Stage,
  run: Run,
  section: string,
  got: { readonly rc: number; readonly stdout: Json },
  rulesBefore: readonly string[],
): Json | undefined {
  const { world } = at.simulation;
  const host = world.netns[0];
  const podName = run.env.CNI_NETNS.replace('/var/run/netns/', '');
  const pod = world.netns.find((ns) => ns?.name === podName);
  if (host === undefined) return undefined;
  switch (section) {
    case 'rc':
      return got.rc;
    case 'stdout':
      return got.stdout;
    case 'pod':
      return pod === undefined
        ? null
        : { addr: addressesOf(pod, (name) => name !== 'lo'), route: lines(at, podName, 'ip route') };
    case 'host':
      return { addr: addressesOf(host, isBridgeOrLo(run)), route: lines(at, 'host', 'ip route') };
    case 'hostRoutes':
      return lines(at, 'host', 'ip route').filter((line) => line.includes('scope host'));
    case 'hostAddr':
      return addressesOf(host, (name) => name.startsWith('veth'));
    case 'natRules':
      return savedRules(at, 'nat');
    case 'filterRules':
      return savedRules(at, 'filter');
    case 'added':
      return savedRules(at, 'nat').filter((line) => !rulesBefore.includes(line));
    case 'qdisc':
      return [hostEndOf(at, got.stdout, podName), ifbOf(got.stdout)].flatMap((dev) =>
        lines(at, 'host', 'tc qdisc show').filter((line) => line.includes(` dev ${dev} `)),
      );
    case 'filter':
      return lines(at, 'host', `tc filter show dev ${hostEndOf(at, got.stdout, podName)} ingress`);
    case 'link':
      return lines(at, podName, `ip -o -d link show ${run.env.CNI_IFNAME}`).join('');
    case 'hostHasDevice':
    case 'hostHasDeviceAfter':
      // Recorded as the exit code of `ip link show`, which is 1 where there is no such device.
      return lookFor(at, 'host', textOf(run.stdin, 'device')).exitCode !== 0;
    case 'alias':
      return lookFor(at, podName, run.env.CNI_IFNAME).stdout.filter((line) => line.includes(' alias '));
    case 'ping':
      return pinged(at, got.stdout);
    default:
      // The name of a device: its addresses.
      return linkByName(host, section) === null ? undefined : addressesOf(host, (name) => name === section);
  }
}

const isBridgeOrLo =
  ({ stdin }: Run) =>
  (name: string): boolean =>
    name === 'lo' || name === stdin['bridge'];

/** `2: eth0 inet 10.22.0.3/24 brd 10.22.0.255 scope global eth0 valid_lft forever preferred_lft forever` */
function addressesOf(ns: Netns, wanted: (name: string) => boolean): string[] {
  return ns.links.flatMap((link) =>
    link === undefined || !wanted(link.name) ? [] : link.addrs.map((address) => addressLine(link, address)),
  );
}

function addressLine(link: Link, address: Ifaddr): string {
  const brd = address.broadcast === undefined ? '' : ` brd ${formatIpv4(address.broadcast)}`;
  const scope = { 0: 'global', 253: 'link', 254: 'host' }[address.scope] ?? String(address.scope);
  const cidr = formatCidr4({ addr: address.local, len: address.len });
  return `${link.ifindex}: ${link.name} inet ${cidr}${brd} scope ${scope} ${link.name} valid_lft forever preferred_lft forever`;
}

function lookFor(at: Stage, netns: string, device: string): ReturnType<typeof runCommand> {
  return runCommand(at.simulation.shell, netns, `ip link show ${device}`);
}

function lines(at: Stage, netns: string, command: string): string[] {
  return runCommand(at.simulation.shell, netns, command).stdout.map((line) => line.trim());
}

/** A table of the host as iptables-save prints it, without the chains every table has. */
function savedRules(at: Stage, table: NfTableName): string[] {
  const chains = [...(at.simulation.world.netns[0]?.nfTables.get(table)?.chains.values() ?? [])];
  return [
    ...chains.filter(({ policy }) => policy === null).map(({ name }) => `:${name} -`),
    ...chains.flatMap(({ name, rules }) => rules.map((rule) => printRule(name, rule))),
  ];
}

/** One ping from the host to the new address: the answer and the count. */
function pinged(at: Stage, result: Json): string[] {
  const ips = isObject(result) && isList(result['ips']) ? result['ips'] : [];
  const first = ips[0];
  const address = isObject(first) ? textOf(first, 'address').split('/')[0] : undefined;
  if (address === undefined) return [];
  const pid = runCommand(at.simulation.shell, 'host', `ping -c 1 ${address}`).pid;
  at.simulation.runUntilQuiet();
  const output = at.simulation.world.netns[0]?.processes.entries.get(pid ?? 0)?.output ?? [];
  return output.flatMap((line) => {
    const found =
      /^(64 bytes from .* ttl=\d+)|^(\d+ packets transmitted, \d+ received, \d+% packet loss,)/.exec(line);
    return found === null ? [] : [found[0]];
  });
}

/** The host's end of the pod's cable, as a result names it. */
function hostEndOf(at: Stage, result: Json, pod: string): string {
  const names = namesIn(result);
  const { links } = at.simulation.world.netns[0] ?? { links: [] };
  const inPod = at.simulation.world.netns.find((ns) => ns?.name === pod);
  const isEnd = (link: Link): boolean => link.kind === 'veth' && link.peer?.netns === inPod?.id;
  return links.find((link) => link !== undefined && isEnd(link) && names.includes(link.name))?.name ?? '';
}

function ifbOf(result: Json): string {
  return namesIn(result).find((name) => name.startsWith('bwp')) ?? '';
}

function namesIn(result: Json): readonly string[] {
  const interfaces = isObject(result) && isList(result['interfaces']) ? result['interfaces'] : [];
  return interfaces.flatMap((one) => (isObject(one) ? [textOf(one, 'name')] : []));
}

/** Numbers of the host's devices depend on what else the recording machine had; chains come in any order. */
function normal(section: string, value: Json): Json {
  if (['natRules', 'filterRules', 'added'].includes(section)) return byChain(value);
  if (typeof value === 'string') {
    const plain = value.replace(/[\s\\]+/g, ' ').trim();
    return section === 'pod' ? plain : plain.replace(/^\d+: /, '');
  }
  if (isList(value)) return value.map((item) => normal(section, item));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, normal(section, item ?? null)]));
}

function byChain(value: Json): Json {
  if (!isList(value)) return value;
  const rules = value.filter((line): line is string => typeof line === 'string');
  const chainOf = (line: string): string => (line.startsWith(':') ? '' : (line.split(' ')[1] ?? ''));
  const declared = rules.filter((line) => line.startsWith(':')).sort();
  const rest = rules.filter((line) => !line.startsWith(':'));
  // Stable: rules of one chain keep their order.
  return [
    ...declared,
    ...rest.sort((a, b) => (chainOf(a) < chainOf(b) ? -1 : chainOf(a) > chainOf(b) ? 1 : 0)),
  ];
}
