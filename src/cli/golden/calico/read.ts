/** Reading what cases of golden/calico hold. */
import { need } from '../../../core/base/assert';
import type { PolicyId } from '../../../core/cni/calico/felix/policy-id';
import type { PortRange } from '../../../core/cni/calico/felix/port-list';
import type { Json, JsonObject } from '../json';
import { isList, objectsOf, textOf } from '../json';

/** `0x10000`, or 0 where nothing stands. */
export function bitsOf(value: JsonObject, key: string): number {
  const text = textOf(value, key);
  return text === '' ? 0 : need(Number.isNaN(Number(text)) ? null : Number(text), `bits in ${text}`);
}

export function familyOf(input: JsonObject): 4 | 6 {
  return input['ipVersion'] === 6 ? 6 : 4;
}

export function textsOf(value: Json | undefined): readonly string[] {
  return isList(value) ? value.map(String) : [];
}

export function portsOf(value: Json | undefined): readonly PortRange[] {
  return objectsOf(value).map(({ first, last }) => ({ first: Number(first), last: Number(last) }));
}

export function policyOf(value: JsonObject): PolicyId {
  return { kind: textOf(value, 'kind'), namespace: textOf(value, 'namespace'), name: textOf(value, 'name') };
}
