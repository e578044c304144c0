/** Comparing what a component's code here answers with what a case expects. */
import { need } from '../../core/base/assert';
import type { Cidr4, Ipv4Addr } from '../../core/wire/addr';
import { parseCidr4, parseIpv4 } from '../../core/wire/addr';
import { asDifference, firstDifference } from './difference';
import type { Json, JsonObject } from './json';
import { isObject, pick } from './json';
import type { Played } from './played';

/** Everything must be equal. */
export function compared(expected: Json | undefined, got: Json): Played {
  const found = firstDifference(expected ?? null, got);
  return { difference: found === null ? null : asDifference('expected', '', found) };
}

/** What the case names must be equal. */
export function comparedParts(expected: Json | undefined, got: JsonObject): Played {
  return compared(expected, isObject(expected) ? pick(got, Object.keys(expected)) : got);
}

/** A network with its host bits; throws when a case holds something else. */
export function net(text: string): Cidr4 {
  const parsed = parseCidr4(text);
  return need(parsed.ok ? parsed.value : null, `a network in ${JSON.stringify(text)}`);
}

export function addr(text: string): Ipv4Addr {
  const parsed = parseIpv4(text);
  return need(parsed.ok ? parsed.value : null, `an address in ${JSON.stringify(text)}`);
}
