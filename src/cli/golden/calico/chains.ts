/** Chains: dispatch-chains, endpoint-chains, static-chains, nat-outgoing. */
import {
  ACCEPT,
  DROP,
  REJECT,
  RETURN,
  type Action,
  type Features,
} from '../../../core/cni/calico/felix/action';
import { workloadDispatchChains } from '../../../core/cni/calico/felix/dispatch';
import {
  workloadEndpointChains,
  type EndpointConfig,
  type TierGroups,
} from '../../../core/cni/calico/felix/endpoint-chain';
import { hookRules } from '../../../core/cni/calico/felix/hooks';
import { floatingDnatChain, floatingSnatChain, natOutgoingChain } from '../../../core/cni/calico/felix/nat';
import { groupChain, isInlined } from '../../../core/cni/calico/felix/policy-group';
import type { PortRange } from '../../../core/cni/calico/felix/port-list';
import {
  ruleFragment,
  ruleHashes,
  textOfRule,
  type Chain,
  type Rule,
} from '../../../core/cni/calico/felix/rule';
import { staticConfig, type StaticConfig } from '../../../core/cni/calico/felix/static-config';
import { staticFilterChains } from '../../../core/cni/calico/felix/static-filter';
import {
  staticMangleChains,
  staticNatChains,
  staticRawChains,
} from '../../../core/cni/calico/felix/static-others';
import { compared } from '../compare';
import type { Json, JsonObject } from '../json';
import { member, objectsOf, textOf } from '../json';
import type { Played } from '../played';
import { groupOf, marksOf } from './policies';
import { familyOf, textsOf } from './read';
import { featuresOf } from './rules';

const PLAIN = featuresOf([]);

const ACTIONS: Readonly<Record<string, Action>> = { ACCEPT, DROP, REJECT, RETURN };

/** What a setting of felix's means; RETURN for none. */
export function actionOf(word: string): Action {
  return ACTIONS[word.toUpperCase()] ?? RETURN;
}

function rulesJson(rules: readonly Rule[], hashedAs: string, features: Features): readonly JsonObject[] {
  const texts = rules.map((rule) => textOfRule(rule, features));
  const hashes = ruleHashes(hashedAs, texts);
  return texts.map((text, i) => ({ rule: ruleFragment(text), hash: hashes[i] ?? '' }));
}

function chainJson({ name, rules }: Chain, features: Features): JsonObject {
  return { chain: name, rules: rulesJson(rules, name, features) };
}

export function dispatchChains(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const chains = workloadDispatchChains(
    textsOf(input['interfaces']),
    actionOf(textOf(input, 'filterDenyAction')),
  );
  return compared(
    golden['expected'],
    chains.map((chain) => chainJson(chain, PLAIN)),
  );
}

function tierOf(tier: JsonObject): TierGroups {
  return {
    name: textOf(tier, 'name'),
    defaultAction: textOf(tier, 'defaultAction') === 'Pass' ? 'Pass' : 'Deny',
    inbound: objectsOf(tier['ingress']).map(groupOf),
    outbound: objectsOf(tier['egress']).map(groupOf),
  };
}

function endpointConfigOf(config: JsonObject): EndpointConfig {
  return {
    marks: marksOf(config),
    denyAction: actionOf(textOf(config, 'filterDenyAction')),
    allowAction: actionOf(textOf(config, 'filterAllowAction')),
    disableConntrackInvalid: config['disableConntrackInvalid'] === true,
    vxlanPort: Number(config['vxlanPort']),
    allowVxlanFromWorkloads: config['allowVXLANPacketsFromWorkloads'] === true,
    allowIpipFromWorkloads: config['allowIPIPPacketsFromWorkloads'] === true,
  };
}

/** The chains a case names; it leaves out groups that other cases are about. */
function namedChains(expected: JsonObject, chains: readonly Chain[]): JsonObject {
  const named = chains.filter(({ name }) => Object.hasOwn(expected, name));
  return Object.fromEntries(named.map(({ name, rules }) => [name, rulesJson(rules, name, PLAIN)]));
}

export function endpointChains(golden: JsonObject): Played {
  const input = member(golden, 'input');
  if (textOf(input, 'kind') !== 'workload')
    return { notModelled: `no endpoints of ${textOf(input, 'kind')}` };
  const config = endpointConfigOf(member(input, 'config'));
  const tiers = objectsOf(input['tiers']).map(tierOf);
  const endpoint = {
    device: textOf(input, 'interface'),
    adminUp: input['adminUp'] === true,
    tiers,
    profiles: textsOf(input['profiles']),
  };
  const groups = tiers
    .flatMap(({ inbound, outbound }) => [...inbound, ...outbound])
    .filter((group) => !isInlined(group))
    .map((group) => groupChain(group, config.marks));
  const chains = [...workloadEndpointChains(endpoint, config), ...groups];
  const expected = member(golden, 'expected');
  return compared(expected, { chains: namedChains(member(expected, 'chains'), chains) });
}

function staticConfigOf(input: JsonObject): StaticConfig {
  const family = familyOf(input);
  const has = (key: string): boolean => input[key] === true;
  const tunnels = [
    ...(has('ipipEnabled') && textOf(input, 'ipipTunnelAddress') !== '' ? ['tunl0'] : []),
    ...(has('vxlanEnabled') && textOf(input, 'vxlanTunnelAddress') !== '' ? ['vxlan.calico'] : []),
    ...(has('wireguardEnabled') ? ['wireguard.cali'] : []),
  ];
  return {
    ...staticConfig(marksOf(input)),
    family,
    workloadPrefixes: textsOf(input['workloadIfacePrefixes']),
    ipip: has('ipipEnabled'),
    vxlan: has('vxlanEnabled'),
    wireguard: has('wireguardEnabled'),
    vxlanPort: Number(input['vxlanPort']),
    wireguardPort: Number(input['wireguardPort']),
    tunnelDevices: family === 4 ? tunnels : [],
    endpointToHostAction: actionOf(textOf(input, 'defaultEndpointToHostAction')),
    denyAction: actionOf(textOf(input, 'filterDenyAction')),
  };
}

/** A case names chains by table; it need not name all. */
function namedStatic(
  expected: Json | undefined,
  config: StaticConfig,
  features: Features,
): readonly JsonObject[] {
  const none = new Map<string, string>();
  const chains: Readonly<Record<string, readonly Chain[]>> = {
    raw: staticRawChains(config),
    filter: staticFilterChains(config),
    nat: [...staticNatChains(config), floatingDnatChain(none), floatingSnatChain(none)],
    mangle: staticMangleChains(config),
  };
  return objectsOf(expected).map((named) => {
    const table = textOf(named, 'table');
    const chain = chains[table]?.find(({ name }) => name === textOf(named, 'chain'));
    return chain === undefined ? { table } : { table, ...chainJson(chain, features) };
  });
}

export function staticChains(golden: JsonObject): Played {
  const input = member(golden, 'input');
  if (input['kubeIPVS'] === true) return { notModelled: 'no endpoint marks for IPVS' };
  const mode = textOf(input, 'chainInsertMode');
  if (mode !== '') {
    const config = { ...staticConfig(marksOf(input)) };
    const hooks = hookRules(config, mode === 'Append' ? 'Append' : 'Insert').flatMap(
      ({ table, chain, position, hashedAs, rules }) =>
        rulesJson(rules, hashedAs, PLAIN).map((json) => ({ table, chain, position, ...json })),
    );
    return compared(golden['expected'], hooks);
  }
  const features = featuresOf(input['masqueradeRandomFully'] === true ? ['MASQFullyRandom'] : []);
  return compared(golden['expected'], namedStatic(golden['expected'], staticConfigOf(input), features));
}

function rangeOf(text: string): PortRange | null {
  const [first = '', last = first] = text.split('-');
  return first === '' ? null : { first: Number(first), last: Number(last) };
}

export function natOutgoing(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const address = textOf(input, 'natOutgoingAddress');
  const portRange = rangeOf(textOf(input, 'natPortRange'));
  const outInterface = textOf(input, 'natOutgoingInterfaceFilter');
  const { rules } = natOutgoingChain(input['active'] === true, familyOf(input), {
    exclusions:
      textOf(input, 'natOutgoingExclusions') === 'IPPoolsAndHostIPs' ? 'IPPoolsAndHostIPs' : 'IPPoolsOnly',
    ...(address === '' ? {} : { address }),
    ...(portRange === null ? {} : { portRange }),
    ...(outInterface === '' ? {} : { outInterface }),
  });
  return compared(
    golden['expected'],
    rules.map((rule) => ruleFragment(textOfRule(rule, PLAIN))),
  );
}
