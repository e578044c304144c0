/** Selectors and the conversion of policies: selectors, policy-selectors, knp-conversion. */
import { mainIpsetName } from '../../../core/cni/calico/felix/ipset-name';
import {
  convertKubernetesPolicy,
  type CalicoRule,
  type EntityRule,
  type KubernetesPeer,
  type KubernetesPort,
  type KubernetesRule,
  type LabelSelector,
} from '../../../core/cni/calico/knp';
import { policyPortText } from '../../../core/cni/calico/policy-ports';
import { entitySelector, policySelector } from '../../../core/cni/calico/policy-selector';
import { selectorId, selects, selectorText } from '../../../core/cni/calico/selector';
import { parseSelector } from '../../../core/cni/calico/selector.parse';
import { compared, comparedParts } from '../compare';
import type { Json, JsonObject } from '../json';
import { isObject, member, objectsOf, textOf } from '../json';
import type { Played } from '../played';
import { textsOf } from './read';

function mapOf(value: JsonObject): ReadonlyMap<string, string> {
  return new Map(Object.keys(value).map((key) => [key, textOf(value, key)]));
}

function described(text: string): JsonObject {
  const parsed = parseSelector(text);
  if (!parsed.ok) return { error: parsed.error };
  const uid = selectorId(parsed.value);
  return { canonical: selectorText(parsed.value), uid, ipset: mainIpsetName(uid, 4) };
}

export function selectors(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const text = textOf(input, 'selector');
  const parsed = parseSelector(text);
  const matches = parsed.ok && selects(parsed.value, mapOf(member(input, 'labels')));
  return comparedParts(golden['expected'], { ...described(text), matches });
}

export function policySelectors(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const namespace = textOf(input, 'namespace');
  const rule = member(input, 'rule');
  const selector =
    input['rule'] === undefined
      ? policySelector(textOf(input, 'specSelector'), namespace)
      : entitySelector(
          {
            selector: textOf(rule, 'selector'),
            namespaceSelector: textOf(rule, 'namespaceSelector'),
            notSelector: textOf(rule, 'notSelector'),
          },
          namespace,
        );
  return comparedParts(golden['expected'], { selector, ...described(selector) });
}

function labelsOf(value: Json | undefined): { readonly [key: string]: string } {
  return isObject(value) ? Object.fromEntries(mapOf(value)) : {};
}

function selectorOf(value: JsonObject): LabelSelector {
  return {
    matchLabels: labelsOf(value['matchLabels']),
    matchExpressions: objectsOf(value['matchExpressions']).map((each) => ({
      key: textOf(each, 'key'),
      operator: textOf(each, 'operator'),
      values: textsOf(each['values']),
    })),
  };
}

function peerOf(peer: JsonObject): KubernetesPeer {
  const { podSelector, namespaceSelector, ipBlock } = peer;
  return {
    ...(isObject(podSelector) ? { podSelector: selectorOf(podSelector) } : {}),
    ...(isObject(namespaceSelector) ? { namespaceSelector: selectorOf(namespaceSelector) } : {}),
    ...(isObject(ipBlock)
      ? { ipBlock: { cidr: textOf(ipBlock, 'cidr'), except: textsOf(ipBlock['except']) } }
      : {}),
  };
}

function portOf({ protocol, port, endPort }: JsonObject): KubernetesPort {
  return {
    ...(typeof protocol === 'string' ? { protocol } : {}),
    ...(typeof port === 'string' || typeof port === 'number' ? { port } : {}),
    ...(typeof endPort === 'number' ? { endPort } : {}),
  };
}

function rulesOf(rules: Json | undefined, peers: 'from' | 'to'): readonly KubernetesRule[] {
  return objectsOf(rules).map((rule) => ({
    peers: objectsOf(rule[peers]).map(peerOf),
    ports: objectsOf(rule['ports']).map(portOf),
  }));
}

/** What is empty is not written. */
function entityJson(entity: EntityRule): JsonObject {
  const all = { ...entity, ports: entity.ports.map(policyPortText) };
  return Object.fromEntries(
    Object.entries<readonly string[] | string>(all).filter(([, each]) => each.length > 0),
  );
}

function ruleJson({ action, protocol, source, destination }: CalicoRule): JsonObject {
  return {
    action,
    ...(protocol === null ? {} : { protocol }),
    source: entityJson(source),
    destination: entityJson(destination),
  };
}

export function knpConversion(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const spec = member(input, 'spec');
  const policy = convertKubernetesPolicy({
    name: textOf(input, 'name'),
    namespace: textOf(input, 'namespace'),
    podSelector: selectorOf(member(spec, 'podSelector')),
    ingress: rulesOf(spec['ingress'], 'from'),
    egress: rulesOf(spec['egress'], 'to'),
    policyTypes: textsOf(spec['policyTypes']),
  });
  return compared(golden['expected'], {
    ...policy,
    ingress: policy.ingress.map(ruleJson),
    egress: policy.egress.map(ruleJson),
  });
}
