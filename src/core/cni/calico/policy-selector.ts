/**
 * Selectors of policies as felix gets them: a policy of a namespace selects only there, and so do its rules unless they
 * name namespaces. Source: calico libcalico-go/lib/backend/syncersv1/updateprocessors/
 * networkpolicyprocessor.go, rules.go getEndpointSelector, selectors.go parseSelectorAttachPrefix.
 */
import { parseSelector } from './selector.parse';
import { selectorText, withLabelPrefix } from './selector';

const NAMESPACE_LABEL = 'projectcalico.org/namespace';
/** Labels of a namespace, as its profile lends them to its pods. */
const NAMESPACE_PREFIX = 'pcns.';

const inNamespace = (namespace: string): string => `${NAMESPACE_LABEL} == '${namespace}'`;

/** Whom a policy of a namespace is about. */
export function policySelector(selector: string, namespace: string): string {
  return selector === '' ? inNamespace(namespace) : `(${selector}) && ${inNamespace(namespace)}`;
}

/** Null for a text that is no selector: upstream warns and leaves it out. */
function namespaceSelector(selector: string): string | null {
  const parsed = parseSelector(selector);
  if (!parsed.ok) return null;
  return (
    selectorText(withLabelPrefix(parsed.value, NAMESPACE_PREFIX))
      // Of pods all() would be everything; of namespaces it is everything that is in one.
      .replaceAll('all()', `has(${NAMESPACE_LABEL})`)
      .replaceAll('global()', `!has(${NAMESPACE_LABEL})`)
  );
}

export interface EntitySelectors {
  readonly selector: string;
  readonly namespaceSelector: string;
  readonly notSelector: string;
}

/** Source or destination of a rule, in a policy of `namespace`; '' for a policy of the whole cluster. */
export function entitySelector(entity: EntitySelectors, namespace: string): string {
  const named = entity.namespaceSelector !== '';
  const within = named
    ? (namespaceSelector(entity.namespaceSelector) ?? '')
    : namespace === ''
      ? ''
      : inNamespace(namespace);
  if (within === '' || (entity.selector === '' && entity.notSelector === '' && !named))
    return entity.selector;
  return entity.selector === '' ? within : `(${within}) && (${entity.selector})`;
}
