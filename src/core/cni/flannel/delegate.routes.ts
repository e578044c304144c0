/** Routes of an IPAM configuration, as the CNI library reads and writes them. Source: containernetworking/cni pkg/types/types.go Route. */
import type { PlainJson, PlainObject } from '../../base/go-json';
import { err, ok, type Result } from '../../base/result';
import { invalidCidr, parseIp, parseNet } from './net';

/** Numbers a route may have beside its destination and gateway; zero is left out of the first three. */
const NUMBERS = ['mtu', 'advmss', 'priority', 'table', 'scope'] as const;
const OMIT_ZERO: ReadonlySet<string> = new Set(['mtu', 'advmss', 'priority']);

/** What is left of routes that were given: known members in the library's order. */
export function delegateRoutes(given: PlainJson | undefined): Result<readonly PlainJson[], string> {
  if (given === undefined || given === null) return ok([]);
  if (!Array.isArray(given)) {
    return err(`json: cannot unmarshal ${kindOf(given)} into Go value of type []types.Route`);
  }
  const routes: PlainJson[] = [];
  for (const one of given as readonly PlainJson[]) {
    const read = readRoute(one);
    if (!read.ok) return read;
    routes.push(read.value);
  }
  return ok(routes);
}

function kindOf(value: PlainJson): string {
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function readRoute(given: PlainJson): Result<PlainJson, string> {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    return err(`json: cannot unmarshal ${kindOf(given)} into Go value of type types.route`);
  }
  const members = given as PlainObject;
  const { dst, gw } = members;
  const dstText = typeof dst === 'string' ? dst : '';
  if (parseNet(dstText) === null) return err(invalidCidr(dstText));
  const gateway = typeof gw === 'string' && gw !== '' ? gw : null;
  if (gateway !== null && parseIp(gateway) === null) return err(`invalid IP address: ${gateway}`);
  const numbers = NUMBERS.flatMap((key) => {
    const value = members[key];
    return typeof value === 'number' && (value !== 0 || !OMIT_ZERO.has(key)) ? [[key, value] as const] : [];
  });
  return ok({ dst: dstText, ...(gateway !== null && { gw: gateway }), ...Object.fromEntries(numbers) });
}
