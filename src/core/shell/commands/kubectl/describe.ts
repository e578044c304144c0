/** `kubectl describe` of pods, nodes and network policies. Source: kubernetes v1.34 kubectl/pkg/describe/describe.go. */
import type { Outcome } from '../../command';
import { notYet } from '../../command';
import { describeNode } from './describe-node';
import { describePod } from './describe-pod';
import { describePolicy } from './describe-policy';
import { nothing, value } from './flags';
import type { Kubectl, Verb } from './kubectl';
import { fault, told } from './kubectl';
import type { Found } from './resources';
import { findAsked } from './resources';
import { tabbed } from './table';

const DESCRIBED: ReadonlySet<string> = new Set(['Pod', 'Node', 'NetworkPolicy']);

export const describe: Verb = {
  kind: 'describe',
  usage: [
    'describe (pod | node | networkpolicy) [NAME ...] [-l LABEL] [-n NAMESPACE | -A]',
    'describe TYPE/NAME',
  ],
  flags: { selector: value('l'), 'all-namespaces': nothing('A') },
  run(kubectl): Outcome {
    const { words, namespace, flags } = kubectl;
    if (words.length === 0)
      return fault(
        'You must specify the type of resource to describe. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    const asked = findAsked(kubectl, words);
    if (!asked.ok) return fault(asked.error);
    const { found, missing, kinds } = asked.value;
    const unknown = kinds.find(({ kind }) => !DESCRIBED.has(kind));
    if (unknown !== undefined) return notYet(`kubectl describe ${unknown.kind.toLowerCase()}`);
    if (found.length === 0 && missing.length === 0) {
      const inOne = kinds.some(({ namespaced }) => namespaced) && flags.get('all-namespaces') !== 'true';
      return told(
        [],
        [inOne ? `No resources found in ${namespace} namespace.` : 'No resources found'],
        false,
      );
    }
    // Two blank lines part one object from the next.
    const texts = found.map((one) => tabbed(linesOf(kubectl, one)));
    const stdout = texts.flatMap((text, index) => (index === 0 ? text : ['', '', ...text]));
    return told(stdout, missing, missing.length > 0);
  },
};

function linesOf({ caller }: Kubectl, { kind, object }: Found): readonly string[] {
  if (kind.kind === 'NetworkPolicy') return describePolicy(object);
  return kind.kind === 'Node' ? describeNode(caller.ctx, object) : describePod(caller.ctx, object);
}
