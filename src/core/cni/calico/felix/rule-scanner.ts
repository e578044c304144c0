/**
 * Rules of Calico's API as felix programs them: selectors become IP sets, named ports sets of addresses and ports.
 * Source: calico felix/calc/rule_scanner.go, libcalico-go/lib/backend/syncersv1/updateprocessors/rules.go.
 */
import { err, ok, type Result } from '../../../base/result';
import type { CalicoRule, EntityRule } from '../knp';
import { entitySelector } from '../policy-selector';
import { selectorId, type Selector } from '../selector';
import { parseSelector } from '../selector.parse';
import { uniqueId } from '../unique-id';
import type { PortRange } from './port-list';
import type { PolicyRule } from './policy-rule';

/** A set that a rule asks, and who belongs to it. */
export interface ScannedSet {
  readonly id: string;
  readonly selector: Selector;
  /** Only these ports of the endpoints; null for their addresses. */
  readonly namedPort: { readonly protocol: string; readonly name: string } | null;
}

export interface ScannedRule {
  readonly rule: PolicyRule;
  readonly sets: readonly ScannedSet[];
}

/** A rule that names no protocol. */
const ANY_PROTOCOL = 'any';

function namedPortSet(selector: Selector, protocol: string, name: string): ScannedSet {
  const id = uniqueId('n', `${selectorId(selector)},${protocol},${name}`);
  return { id, selector, namedPort: { protocol, name } };
}

interface ScannedEntity {
  readonly nets: readonly string[];
  readonly notNets: readonly string[];
  readonly ports: readonly PortRange[];
  readonly selectorSets: readonly ScannedSet[];
  readonly portSets: readonly ScannedSet[];
}

function scanEntity(entity: EntityRule, namespace: string, protocol: string): Result<ScannedEntity, string> {
  const { nets, notNets } = entity;
  const ports = entity.ports.filter((port) => 'first' in port);
  const names = entity.ports.filter((port) => 'name' in port);
  const text = entitySelector({ ...entity, notSelector: '' }, namespace);
  const parsed = parseSelector(text);
  if (!parsed.ok) return err(parsed.error);
  // The set of a named port holds only ports of whoever is selected: the selector need not be asked again.
  const selectorSets =
    text === '' || (names.length > 0 && ports.length === 0)
      ? []
      : [{ id: selectorId(parsed.value), selector: parsed.value, namedPort: null }];
  const portSets = names.map(({ name }) => namedPortSet(parsed.value, protocol, name));
  return ok({ nets, notNets, ports, selectorSets, portSets });
}

const ids = (sets: readonly ScannedSet[]): readonly string[] => sets.map(({ id }) => id);

/** A rule of a policy in `namespace`; an error where a selector cannot be read. */
export function scanRule(rule: CalicoRule, namespace: string): Result<ScannedRule, string> {
  const protocol = rule.protocol?.toLowerCase();
  const source = scanEntity(rule.source, namespace, protocol ?? ANY_PROTOCOL);
  if (!source.ok) return source;
  const destination = scanEntity(rule.destination, namespace, protocol ?? ANY_PROTOCOL);
  if (!destination.ok) return destination;
  const [src, dst] = [source.value, destination.value];
  return ok({
    rule: {
      action: 'allow',
      ...(protocol === undefined ? {} : { protocol }),
      srcNets: src.nets,
      srcPorts: src.ports,
      srcNamedPortSets: ids(src.portSets),
      srcIpSets: ids(src.selectorSets),
      dstNets: dst.nets,
      dstPorts: dst.ports,
      dstNamedPortSets: ids(dst.portSets),
      dstIpSets: ids(dst.selectorSets),
      notSrcNets: src.notNets,
      notDstNets: dst.notNets,
    },
    sets: [...src.selectorSets, ...src.portSets, ...dst.selectorSets, ...dst.portSets],
  });
}
