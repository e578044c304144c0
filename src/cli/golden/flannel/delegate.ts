/** What the CNI plugin hands on: cni-delegate. */
import { delegateConf } from '../../../core/cni/flannel/delegate';
import type { JsonObject } from '../json';
import { member, textOf } from '../json';
import type { Played } from '../played';
import { comparedParts } from '../compare';

export function cniDelegate(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const expected = member(golden, 'expected');
  const result = delegateConf(member(input, 'netconf'), textOf(input, 'subnetEnv'));
  const part = textOf(expected, 'errorContains');
  if (part !== '') {
    const fits = !result.ok && result.error.includes(part);
    return { difference: fits ? null : `no such error: ${result.ok ? 'it succeeds' : result.error}` };
  }
  return comparedParts(expected, result.ok ? { ...result.value } : { error: result.error });
}
