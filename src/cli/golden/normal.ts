/** What of a frame must match: everything but the fields src/golden-cases/README.md leaves free. */
import type { Json, JsonObject } from './json';
import { isObject } from './json';
import type { Spec } from './spec';

/** Ports of the tunnels, whose values are fixed although no spec names them. */
const TUNNEL_PORTS = [8472, 4789, 8285, 6081, 51820] as const;
/** UDP ports traceroute counts through. */
const TRACEROUTE_PORTS = { first: 33_434, last: 33_469 } as const;

const FREE: Readonly<Record<string, readonly string[]>> = {
  ip: ['id', 'csum_ok'],
  icmp: ['id', 'csum_ok'],
  udp: ['csum_ok', 'csum_zero'],
  tcp: ['csum_ok', 'win'],
};

/** Ports whose values must match; all others are somebody's free choice. */
export function knownPorts(spec: Spec): ReadonlySet<number> {
  const ports = new Set<number>(TUNNEL_PORTS);
  for (const step of spec.traffic) {
    if (step.port !== undefined) ports.add(step.port);
    if (step.src_port !== undefined) ports.add(step.src_port);
    if (step.kind !== 'traceroute') continue;
    for (let port: number = TRACEROUTE_PORTS.first; port <= TRACEROUTE_PORTS.last; port += 1) ports.add(port);
  }
  for (const process of spec.processes ?? []) if (process.port !== undefined) ports.add(process.port);
  return ports;
}

/** The frame without its free fields; ports nobody named read `random`. */
export function normalFrame(frame: JsonObject, ports: ReadonlySet<number>): JsonObject {
  const out: Record<string, Json> = {};
  for (const [header, fields] of Object.entries(frame)) {
    out[header] = isObject(fields) ? normalHeader(header, fields, ports) : (fields ?? null);
  }
  return out;
}

function normalHeader(header: string, fields: JsonObject, ports: ReadonlySet<number>): JsonObject {
  const out: Record<string, Json> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || FREE[header]?.includes(name) === true) continue;
    if (isObject(value)) out[name] = normalFrame(value, ports);
    else if ((name === 'sport' || name === 'dport') && !ports.has(Number(value))) out[name] = 'random';
    else out[name] = value;
  }
  return out;
}

/** Paths of the checksums that are wrong, such as `vxlan.inner.udp`. */
export function wrongChecksums(frame: JsonObject, path = ''): readonly string[] {
  const found: string[] = [];
  for (const [name, value] of Object.entries(frame)) {
    const here = path === '' ? name : `${path}.${name}`;
    if (name === 'csum_ok' && value === false) found.push(path);
    if (isObject(value)) found.push(...wrongChecksums(value, here));
  }
  return found;
}
