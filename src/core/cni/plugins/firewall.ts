/**
 * firewall: lets the traffic of an attachment through where the policy of FORWARD is to drop, and keeps bridges apart
 * on request. Source: containernetworking/plugins v1.9.1 plugins/meta/firewall.
 */
import type { JsonObject } from '../../base/json';
import { textAt } from '../../base/json';
import { ok } from '../../base/result';
import { fail } from '../../cluster/cni/exec';
import type { CniAnswer, CniIo, CniPlugin } from '../../cluster/cni/plugin';
import type { CniResult } from '../../cluster/cni/result';
import { text } from '../../cluster/objects/schema';
import { formatIp, parseNetwork } from './common/address';
import { typeFault } from './common/conf';
import { Iptables } from './common/iptables';

const FIELDS = { backend: text, iptablesAdminChainName: text, firewalldZone: text, ingressPolicy: text };

const FORWARD = 'FORWARD';
const OWN_CHAIN = 'CNI-FORWARD';
const ADMIN_CHAIN = 'CNI-ADMIN';
const STAGE_1 = 'CNI-ISOLATION-STAGE-1';
const STAGE_2 = 'CNI-ISOLATION-STAGE-2';

/** firewalld is on no machine here. */
const NO_FIREWALLD =
  'could not connect to system D-Bus: dial unix /var/run/dbus/system_bus_socket: connect: no such file or directory';

export const firewall: CniPlugin = {
  kind: 'firewall',
  oldestVersion: '0.4.0',

  add(io, { conf, prevResult }): CniAnswer {
    const fault = confFault(conf);
    if (fault !== null) return fail(fault);
    if (prevResult === null) return fail('missing prevResult from earlier plugin');
    if (textAt(conf, 'backend') === 'firewalld') return fail(NO_FIREWALLD);
    const iptables = new Iptables(io, 'filter');
    const refused = addRules(iptables, conf, prevResult) ?? isolate(io, iptables, conf, prevResult);
    return refused === null ? ok(prevResult) : fail(refused);
  },

  del(io, { conf, prevResult }): CniAnswer {
    const fault = confFault(conf);
    if (fault !== null) return fail(fault);
    if (textAt(conf, 'backend') === 'firewalld') return fail(NO_FIREWALLD);
    const iptables = new Iptables(io, 'filter');
    for (const rule of rulesOf(prevResult)) iptables.delete(OWN_CHAIN, rule);
    // The rules that keep a bridge apart stay: others may be on it.
    return policyFault(conf) ?? ok(null);
  },

  check(io, { conf, prevResult }): CniAnswer {
    const fault = confFault(conf);
    if (fault !== null) return fail(fault);
    if (prevResult === null) return fail('missing prevResult from earlier plugin');
    if (textAt(conf, 'backend') === 'firewalld') return fail(NO_FIREWALLD);
    const missing = missingRule(new Iptables(io, 'filter'), conf, prevResult);
    return missing === null ? ok(null) : fail(missing);
  },
};

function confFault(conf: JsonObject): string | null {
  const wrong = typeFault(conf, FIELDS);
  return wrong === null ? null : `failed to load netconf: ${wrong}`;
}

function adminChain(conf: JsonObject): string {
  const name = textAt(conf, 'iptablesAdminChainName');
  return name === '' ? ADMIN_CHAIN : name;
}

const toOwnChain = ['-m', 'comment', '--comment', 'CNI firewall plugin rules', '-j', OWN_CHAIN];

function toAdminChain(conf: JsonObject): readonly string[] {
  return ['-m', 'comment', '--comment', 'CNI firewall plugin admin overrides', '-j', adminChain(conf)];
}

/** Two rules for each IPv4 address: answers to it, and all it sends. */
function rulesOf(result: CniResult | null): readonly (readonly string[])[] {
  return (result?.ips ?? []).flatMap(({ address }) => {
    const network = parseNetwork(address);
    if (!network.ok || network.value.ip.six) return [];
    const own = `${formatIp(network.value.ip)}/32`;
    return [
      ['-d', own, '-m', 'conntrack', '--ctstate', 'RELATED,ESTABLISHED', '-j', 'ACCEPT'],
      ['-s', own, '-j', 'ACCEPT'],
    ];
  });
}

function addRules(iptables: Iptables, conf: JsonObject, result: CniResult): string | null {
  const rules = rulesOf(result);
  if (rules.length === 0) return null;
  const fault =
    iptables.ensureChain(OWN_CHAIN) ??
    iptables.ensureChain(adminChain(conf)) ??
    iptables.insertUnique(FORWARD, 'first', toOwnChain) ??
    iptables.insertUnique(OWN_CHAIN, 'first', toAdminChain(conf));
  if (fault !== null) return fault;
  for (const rule of rules) {
    const refused = iptables.insertUnique(OWN_CHAIN, 'last', rule);
    if (refused === null) continue;
    for (const one of rules) iptables.delete(OWN_CHAIN, one);
    return refused;
  }
  return null;
}

function missingRule(iptables: Iptables, conf: JsonObject, result: CniResult): string | null {
  const rules = rulesOf(result);
  if (rules.length === 0) return null;
  const fault = iptables.ensureChain(OWN_CHAIN) ?? iptables.ensureChain(adminChain(conf));
  if (fault !== null) return fault;
  if (!iptables.exists(FORWARD, toOwnChain)) {
    return `expected ${FORWARD} rule [${toOwnChain.join(' ')}] not found`;
  }
  const admin = toAdminChain(conf);
  if (!iptables.exists(OWN_CHAIN, admin)) {
    return `expected ${OWN_CHAIN} rule [${admin.join(' ')}] not found`;
  }
  const missing = rules.find((rule) => !iptables.exists(OWN_CHAIN, rule));
  return missing === undefined ? null : `expected rule [${missing.join(' ')}] not found`;
}

function policyFault(conf: JsonObject): CniAnswer | null {
  const policy = textAt(conf, 'ingressPolicy');
  return ['', 'open', 'same-bridge', 'isolated'].includes(policy)
    ? null
    : fail(`unknown ingress policy: ${JSON.stringify(policy)}`);
}

/**
 * ingressPolicy: what comes from one bridge never leaves by another (`same-bridge`); `isolated` parts the ports of one
 * bridge as well. The chains are shared by all bridges that want it.
 */
function isolate(io: CniIo, iptables: Iptables, conf: JsonObject, result: CniResult): string | null {
  const policy = textAt(conf, 'ingressPolicy');
  if (policy === '' || policy === 'open') return null;
  // The first release with the policy knew one of them, and its comments say so.
  const early = io.release.version === 'v1.1.1';
  if (policy !== 'same-bridge' && (policy !== 'isolated' || early)) {
    return `unknown ingress policy: ${JSON.stringify(policy)}`;
  }
  const [first] = result.interfaces;
  if (first === undefined) {
    return `interface needs to be set for ingress policy ${JSON.stringify(policy)}, make sure to chain "firewall" plugin with "bridge"`;
  }
  const bridge = first.name;
  if (bridge === '') return 'got empty bridge name';
  if (rulesOf(result).length === 0) return null;
  const said = (which: string, words: readonly string[]): readonly string[] => [
    ...words,
    ...['-m', 'comment', '--comment', `CNI firewall plugin rules (ingressPolicy: ${which})`],
  ];
  const shared = early ? 'same-bridge' : 'same-bridge|isolated';
  const steps: readonly (readonly [chain: string, where: 'first' | 'last', words: readonly string[]])[] = [
    [FORWARD, 'first', said(shared, ['-j', STAGE_1])],
    [STAGE_1, 'first', said(policy, ['-i', bridge, '!', '-o', bridge, '-j', STAGE_2])],
    ...(policy === 'isolated'
      ? [[STAGE_1, 'first', said(policy, ['-i', bridge, '-o', bridge, '-j', 'DROP'])] as const]
      : []),
    [STAGE_1, 'last', said(shared, ['-j', 'RETURN'])],
    [STAGE_2, 'first', said(shared, ['-o', bridge, '-j', 'DROP'])],
    [STAGE_2, 'last', said(shared, ['-j', 'RETURN'])],
  ];
  let fault = iptables.ensureChain(STAGE_1) ?? iptables.ensureChain(STAGE_2);
  for (const [chain, where, words] of steps) fault ??= iptables.insertUnique(chain, where, words);
  return fault;
}
