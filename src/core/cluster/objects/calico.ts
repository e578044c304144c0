/**
 * What Calico's objects have in common: fields that are checked by words of its own.
 * Source: calico v3.31 libcalico-go/lib/validator/v3/validator.go, api/pkg/lib/numorstring.
 */
import type { Json, JsonObject } from '../../base/json';
import { parseIpv4 } from '../../wire/addr';
import type { FieldError } from './fields';
import { invalid, notSupported } from './fields';

/** Calico's own API server has this group; its objects are kept in the other one, where kubectl finds them as well. */
export const CALICO_V3 = 'projectcalico.org/v3';
export const CALICO_CRD = 'crd.projectcalico.org/v1';

const AS_NUMBER_MAX = 0xffff_ffff;

/** A number, its text, or two halves with a dot (RFC 5396 asdot); null for anything else. */
export function readAsNumber(value: Json | undefined): number | null {
  if (typeof value === 'number') {
    return Number.isInteger(value) && value >= 0 && value <= AS_NUMBER_MAX ? value : null;
  }
  if (typeof value !== 'string') return null;
  if (/^\d{1,10}$/.test(value)) return readAsNumber(Number(value));
  const [, high = '', low = ''] = /^(\d{1,5})\.(\d{1,5})$/.exec(value) ?? [];
  if (high === '' || Number(high) > 0xffff || Number(low) > 0xffff) return null;
  return Number(high) * 0x1_0000 + Number(low);
}

export function asNumberFaults(spec: JsonObject, key: string): readonly FieldError[] {
  const value = spec[key];
  if (value === undefined || value === null || readAsNumber(value) !== null) return [];
  const shown = typeof value === 'string' ? value : JSON.stringify(value);
  return [invalid(`spec.${key}`, value, `invalid AS Number format (${shown})`)];
}

/** What the validator says of a field whose tag does not hold. */
export function tagFault(field: string, value: Json, tag: string): FieldError {
  return invalid(field, value, `Reason: failed to validate Field: ${field} because of Tag: ${tag} `);
}

/** Its address and port; 0 for no port. Null for neither `IPv4`, `IPv4:port` nor an address of IPv6. */
export function readPeerIp(text: string): { readonly ip: string; readonly port: number } | null {
  const [, ip = text, digits = ''] = /^([\d.]+):(\d{1,5})$/.exec(text) ?? [];
  const port = Number(digits);
  if (digits !== '' && (port < 1 || port > 0xffff)) return null;
  if (parseIpv4(ip).ok) return { ip, port };
  return /^[\da-f:.]*:[\da-f:.]*$/i.test(ip) || /^\[[\da-f:.]+\]:\d{1,5}$/i.test(ip) ? { ip, port: 0 } : null;
}

export function enumFaults(spec: JsonObject, key: string, allowed: readonly string[]): readonly FieldError[] {
  const value = spec[key];
  return typeof value === 'string' && !allowed.includes(value)
    ? [notSupported(`spec.${key}`, value, allowed)]
    : [];
}

/** The CRD's words for a text that its pattern does not fit. */
export function patternFaults(
  spec: JsonObject,
  key: string,
  pattern: RegExp,
  shown: string,
): readonly FieldError[] {
  const value = spec[key];
  return typeof value === 'string' && !pattern.test(value)
    ? [invalid(`spec.${key}`, value, `spec.${key} in body should match '${shown}'`)]
    : [];
}

export function rangeFaults(spec: JsonObject, key: string, min: number, max: number): readonly FieldError[] {
  const value = spec[key];
  if (typeof value !== 'number') return [];
  if (value < min) {
    return [invalid(`spec.${key}`, value, `spec.${key} in body should be greater than or equal to ${min}`)];
  }
  if (value > max) {
    return [invalid(`spec.${key}`, value, `spec.${key} in body should be less than or equal to ${max}`)];
  }
  return [];
}

/** Go's durations: `90s`, `1h30m`, `1.5s`. */
export const DURATION =
  /^([+-]?0|[+-]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h))*)$/;

export function durationFaults(spec: JsonObject, key: string): readonly FieldError[] {
  const value = spec[key];
  return typeof value === 'string' && !DURATION.test(value)
    ? [invalid(`spec.${key}`, value, `time: invalid duration ${JSON.stringify(value)}`)]
    : [];
}

const SECONDS: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** Seconds of a duration that {@link DURATION} fits, null for another text. */
export function readDuration(text: string): number | null {
  if (!DURATION.test(text)) return null;
  let seconds = 0;
  for (const [, number = '', unit = ''] of text.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)/g)) {
    seconds += Number(number) * (SECONDS[unit] ?? 0);
  }
  return text.startsWith('-') ? -seconds : seconds;
}

/** System of nodes of which nobody says another. */
export const DEFAULT_AS_NUMBER = 64512;

/** Of a Node. Source: libcalico-go/lib/backend/k8s/resources/node.go. */
export const ANNOTATION = {
  address: 'projectcalico.org/IPv4Address',
  ipipTunnel: 'projectcalico.org/IPv4IPIPTunnelAddr',
  vxlanTunnel: 'projectcalico.org/IPv4VXLANTunnelAddr',
  wireguardKey: 'projectcalico.org/WireguardPublicKey',
  wireguardAddress: 'projectcalico.org/IPv4WireguardInterfaceAddr',
  asNumber: 'projectcalico.org/ASNumber',
  routeReflectorClusterId: 'projectcalico.org/RouteReflectorClusterID',
} as const;
