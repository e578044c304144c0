/**
 * Ports of a Kubernetes policy: numbers, ranges, names.
 * Source: calico api/pkg/lib/numorstring/port.go PortFromString, libcalico-go/lib/backend/k8s/conversion/conversion.go
 * SimplifyPorts.
 */
import { err, ok, type Result } from '../../base/result';
import type { PortRange } from './felix/port-list';

export type PolicyPort = PortRange | { readonly name: string };

const MAX_PORT = 65535;
const NAME = /^[\w.-]{1,128}$/;

/** `80`, `32000:32768` or a name. */
export function parsePolicyPort(text: string): Result<PolicyPort, string> {
  const [, firstText, lastText = firstText] = /^(\d+)(?::(\d+))?$/.exec(text) ?? [];
  if (firstText === undefined) {
    return NAME.test(text) ? ok({ name: text }) : err(`invalid name for named port (${text})`);
  }
  const [first, last] = [Number(firstText), Number(lastText)];
  if (first > MAX_PORT || last > MAX_PORT) return err(`invalid port ${text}`);
  if (first > last)
    return err(
      `minimum port number (${firstText}) is greater than maximum port number (${lastText ?? ''}) in port range`,
    );
  return ok({ first, last });
}

export function policyPortText(port: PolicyPort): string {
  if ('name' in port) return port.name;
  return port.first === port.last ? String(port.first) : `${String(port.first)}:${String(port.last)}`;
}

/** Names first, then the fewest ranges that hold the same numbers; where there is nothing to join all stay as they are. */
export function simplifyPorts(ports: readonly PolicyPort[]): readonly PolicyPort[] {
  const names = ports.filter((port) => 'name' in port);
  const ranges = ports.filter((port) => 'first' in port).sort((a, b) => a.first - b.first || a.last - b.last);
  const numbers = ranges.reduce((sum, { first, last }) => sum + last - first + 1, 0);
  if (ports.length <= 1 || numbers <= 1) return ports;
  const joined: PortRange[] = [];
  for (const range of ranges) {
    const last = joined.at(-1);
    if (last === undefined || range.first > last.last + 1) joined.push(range);
    else joined[joined.length - 1] = { first: last.first, last: Math.max(last.last, range.last) };
  }
  return [...names, ...joined];
}
