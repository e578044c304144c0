/** All rules of a node, as felix writes them and as the kernel's tools show them: full-ruleset. */
import { need } from '../../../core/base/assert';
import { policyChainConfig, type PolicyRules } from '../../../core/cni/calico/felix/policy-chain';
import type { PolicyRule } from '../../../core/cni/calico/felix/policy-rule';
import { scanRule } from '../../../core/cni/calico/felix/rule-scanner';
import {
  askedIpsets,
  nodeRuleset,
  restoreLines,
  type NodeRules,
  type TableRules,
} from '../../../core/cni/calico/felix/ruleset';
import { allocateMarkBits, MARK_MASK } from '../../../core/cni/calico/felix/mark-bits';
import { staticConfig } from '../../../core/cni/calico/felix/static-config';
import type { CalicoRule, EntityRule } from '../../../core/cni/calico/knp';
import { parsePolicyPort } from '../../../core/cni/calico/policy-ports';
import { policySelector } from '../../../core/cni/calico/policy-selector';
import { runCommand, type ShellHost } from '../../../core/shell';
import { createSimulation } from '../../../core/simulator';
import { compared } from '../compare';
import type { JsonObject } from '../json';
import { member, objectsOf, textOf } from '../json';
import type { Played } from '../played';
import { actionOf } from './chains';
import { textsOf } from './read';
import { featuresOf } from './rules';

const FEATURES = featuresOf(['MASQFullyRandom', 'SNATFullyRandom']);

function entityOf(entity: JsonObject): EntityRule {
  const ports = textsOf(entity['ports']).map(parsePolicyPort);
  return {
    selector: textOf(entity, 'selector'),
    namespaceSelector: textOf(entity, 'namespaceSelector'),
    nets: textsOf(entity['nets']),
    notNets: textsOf(entity['notNets']),
    ports: ports.map((port) => need(port.ok ? port.value : null, 'a port')),
  };
}

function ruleOf(rule: JsonObject): CalicoRule {
  const protocol = textOf(rule, 'protocol');
  return {
    action: 'Allow',
    protocol: protocol === '' ? null : protocol,
    source: entityOf(member(rule, 'source')),
    destination: entityOf(member(rule, 'destination')),
  };
}

function nodeOf(input: JsonObject): NodeRules {
  const allocated = allocateMarkBits({ mask: MARK_MASK, wireguard: false, dropBit: true });
  const marks = need(allocated.ok ? allocated.value : null, 'mark bits');
  const encapsulation = textOf(input, 'encapsulation');
  const fixed = {
    ...staticConfig(marks),
    ipip: encapsulation.startsWith('IPIP'),
    vxlan: encapsulation.startsWith('VXLAN'),
    endpointToHostAction: actionOf(textOf(input, 'defaultEndpointToHostAction')),
  };
  const tunnel = fixed.ipip ? ['tunl0'] : fixed.vxlan ? ['vxlan.calico'] : [];
  const { denyAction, filterAllowAction: allowAction, vxlanPort } = fixed;
  const policy = member(input, 'policy');
  const namespace = textOf(policy, 'namespace');
  const id = { kind: textOf(policy, 'kind'), namespace, name: textOf(policy, 'name') };
  const scanned = (direction: string): readonly PolicyRule[] =>
    objectsOf(policy[direction]).map((rule) => {
      const result = scanRule(ruleOf(rule), namespace);
      return need(result.ok ? result.value.rule : null, 'a rule');
    });
  const selector = policySelector('', namespace);
  const group = { selector, policies: [id] };
  const own = `${namespace}/${id.name}`;
  const nothing: PolicyRules = { inbound: [], outbound: [] };
  const everything: PolicyRules = { inbound: [{ action: 'allow' }], outbound: [{ action: 'allow' }] };
  const profiles = textsOf(input['profiles']);
  return {
    fixed: { ...fixed, tunnelDevices: textOf(input, 'tunnelAddress') === '' ? [] : tunnel },
    endpoints: {
      ...{ marks, denyAction, allowAction, vxlanPort, disableConntrackInvalid: false },
      ...{ allowVxlanFromWorkloads: false, allowIpipFromWorkloads: false },
    },
    policyConfig: policyChainConfig(marks),
    natOutgoing: { exclusions: 'IPPoolsOnly' },
    natOutgoingActive: input['natOutgoing'] === true,
    insertMode: 'Insert',
    workloads: objectsOf(input['workloads']).map((workload) => {
      const inbound = textsOf(workload['ingressPolicies']).includes(own);
      const outbound = textsOf(workload['egressPolicies']).includes(own);
      const tier = {
        ...{ name: 'default', defaultAction: 'Deny' as const },
        inbound: inbound ? [{ ...group, direction: 'inbound' as const }] : [],
        outbound: outbound ? [{ ...group, direction: 'outbound' as const }] : [],
      };
      return { device: textOf(workload, 'interface'), adminUp: true, tiers: [tier], profiles };
    }),
    policies: [{ ...id, rules: { inbound: scanned('ingress'), outbound: scanned('egress') } }],
    profiles: profiles.map((name) => ({ name, rules: name.startsWith('kns.') ? everything : nothing })),
  };
}

/** What `iptables -S` says of each table once a simulated node has the rules. */
function listed(tables: readonly TableRules[]): JsonObject {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'node', role: 'node' });
  const host: ShellHost = {
    get world() {
      return simulation.world;
    },
    apply: (netns, op, typed) => simulation.apply(netns, op, typed),
    spawn: (netns, process) => simulation.spawn(netns, process),
  };
  const run = (command: string, stdin?: string): readonly string[] => {
    const { exitCode, stdout, stderr } = runCommand(host, 'node', command, stdin);
    if (exitCode !== 0) throw new Error(`${command}: ${stderr.join('\n')}`);
    return stdout;
  };
  for (const set of askedIpsets(tables)) run(`ipset create ${set} hash:net maxelem 1048576`);
  for (const { table, chains, hooks } of tables) {
    for (const { name } of chains) run(`iptables -t ${table} -N ${name}`);
    const rules = restoreLines({ table, chains, hooks }, FEATURES).filter((line) => line.startsWith('-'));
    run('iptables-restore --noflush', [`*${table}`, ...rules, 'COMMIT'].join('\n'));
  }
  return Object.fromEntries(tables.map(({ table }) => [table, run(`iptables -t ${table} -S`)]));
}

export function fullRuleset(golden: JsonObject): Played {
  const tables = nodeRuleset(nodeOf(member(golden, 'input')));
  return compared(golden['expected'], {
    ipsets: askedIpsets(tables),
    restore: Object.fromEntries(tables.map((each) => [each.table, restoreLines(each, FEATURES)])),
    iptablesS: listed(tables),
  });
}
