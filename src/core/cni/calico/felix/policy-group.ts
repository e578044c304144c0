/**
 * Policies of a tier that share a selector stand together: they fit the same endpoints. Two or more get a chain of their
 * own, which all those endpoints use. Source: calico felix/rules/endpoints.go PolicyGroup.
 */
import { toBase64Url } from '../../../base/base64';
import { sha3Bytes224 } from '../../../base/digest';
import { jump, RETURN } from './action';
import { groupChainName, policyChainName, type Direction } from './chain-name';
import type { PolicyMarks } from './mark-bits';
import { match } from './match';
import { isStaged, type PolicyId } from './policy-id';
import { rule, type Chain, type Rule } from './rule';

export interface PolicyGroup {
  readonly direction: Direction;
  readonly selector: string;
  readonly policies: readonly PolicyId[];
}

/** As Go prints the structure. */
function printed({ name, namespace, kind }: PolicyId): string {
  return `{Name: ${name}, Namespace: ${namespace}, Kind: ${kind}}`;
}

export function groupName({ direction, selector, policies }: PolicyGroup): string {
  const lines = [selector, direction, String(policies.length), ...policies.map(printed)];
  return groupChainName(direction, toBase64Url(sha3Bytes224(lines.map((line) => `${line}\n`).join(''))));
}

export function enforced({ policies }: PolicyGroup): readonly PolicyId[] {
  return policies.filter((policy) => !isStaged(policy));
}

/** A single policy is jumped to from the endpoint's chain. */
export function isInlined(group: PolicyGroup): boolean {
  return enforced(group).length <= 1;
}

/** A rule that asks for a verdict stands before every so many policies; those between ask for themselves. */
const RETURN_STRIDE = 5;

export function groupChain(group: PolicyGroup, { accept, pass }: PolicyMarks): Chain {
  const verdict = (accept | pass) >>> 0;
  const rules = enforced(group).flatMap((policy, i): readonly Rule[] => {
    const target = jump(policyChainName(group.direction, policy));
    if (i % RETURN_STRIDE !== 0) return [rule([match.markClear(verdict)], target)];
    if (i === 0) return [rule([], target)];
    return [rule([match.markNotClear(verdict)], RETURN, 'Return on verdict'), rule([], target)];
  });
  return { name: groupName(group), rules };
}
