/** What a node gets and keeps: lease-allocation, vtep-mac. */
import { fromHex } from '../../../core/base/bytes';
import { need } from '../../../core/base/assert';
import { annotationKeys, DEFAULT_PREFIX } from '../../../core/cni/flannel/annotations';
import { acquireEtcdLease } from '../../../core/cni/flannel/etcd-lease';
import { acquireLease } from '../../../core/cni/flannel/kube-lease';
import type { Lease, LeaseAttrs } from '../../../core/cni/flannel/lease';
import { NO_NET4 } from '../../../core/cni/flannel/net';
import { parseNetConf, type NetConf } from '../../../core/cni/flannel/net-conf';
import { checkNetConf } from '../../../core/cni/flannel/net-conf.check';
import { newHardwareAddr, storedMac } from '../../../core/cni/flannel/vtep-mac';
import { asIpv4, formatCidr4, formatMac, networkOf } from '../../../core/wire/addr';
import type { Json, JsonObject } from '../json';
import { isList, member, textOf } from '../json';
import type { Played } from '../played';
import { addr, compared, net } from '../compare';

const OWN: LeaseAttrs = { publicIp: addr('192.0.2.1'), backendType: 'vxlan', backendData: 'null' };
/** As many subnets are looked at, and any of them may be drawn. */
const DRAWS = 100;

export function leaseAllocation(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const expected = member(golden, 'expected');
  if (input['podCIDR'] !== undefined) return compared(expected, fromKubernetes(input));
  const config = parseNetConf(JSON.stringify(input['config'] ?? {}));
  const checked = config.ok ? checkNetConf(config.value) : config;
  if (!checked.ok) return compared(expected, { error: checked.error });
  for (let draw = 0; draw < DRAWS; draw += 1) {
    const wrong = violation(input, expected, checked.value, draw);
    if (wrong !== null) return { difference: wrong };
  }
  return { difference: null };
}

function fromKubernetes(input: JsonObject): JsonObject {
  const name = textOf(input, 'node');
  const keys = annotationKeys(DEFAULT_PREFIX);
  const node = { metadata: { name }, spec: { podCIDR: textOf(input, 'podCIDR') } };
  const network = net(textOf(input, 'network'));
  const { lease } = acquireLease(node, need(keys.ok ? keys.value : null, 'keys'), network, OWN);
  return lease.ok ? { subnet: formatCidr4(lease.value.subnet) } : { error: lease.error };
}

/** What a case says of the subnet that comes out when the `draw`th of the free ones is drawn; null when all holds. */
function violation(input: JsonObject, expected: JsonObject, conf: NetConf, draw: number): string | null {
  const existing = texts(input['existing']).map((subnet, i): Lease => {
    return { ...OWN, publicIp: asIpv4(addr('203.0.113.0') + i), subnet: net(subnet) };
  });
  const previousText = textOf(input, 'previousSubnet');
  const previous = previousText === '' ? NO_NET4 : net(previousText);
  const acquire = (leases: readonly Lease[], drawn: number): Lease | string => {
    const result = acquireEtcdLease(conf, leases, OWN, previous, (count) => drawn % count);
    return result.ok ? result.value.lease : result.error;
  };
  const first = acquire(existing, draw);
  if (typeof first === 'string') return expected['error'] === first ? null : `error ${first}`;
  const subnet = formatCidr4(first.subnet);
  for (const [predicate, value] of Object.entries(expected)) {
    if (!holds(predicate, value ?? null, first, () => acquire([...existing, first], draw + 1))) {
      return `${predicate} ${JSON.stringify(value)} does not hold for ${subnet}, drawn ${String(draw)}`;
    }
  }
  return null;
}

function texts(value: Json | undefined): readonly string[] {
  return isList(value) ? value.map(String) : [];
}

function holds(predicate: string, value: Json, lease: Lease, again: () => Lease | string): boolean {
  const subnet = formatCidr4(lease.subnet);
  switch (predicate) {
    case 'subnet':
      return subnet === value;
    case 'not':
      return subnet !== value;
    case 'notIn':
      return !texts(value).includes(subnet);
    case 'inRange': {
      const [min = '', max = ''] = texts(value);
      const { addr: start, len } = lease.subnet;
      return start >= addr(min) && start <= addr(max) && networkOf(start, len) === start;
    }
    case 'same': {
      const second = again();
      return (typeof second !== 'string' && formatCidr4(second.subnet) === subnet) === value;
    }
    default:
      return false;
  }
}

export function vtepMac(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const random = textOf(input, 'randomBytes');
  if (random !== '') {
    return compared(golden['expected'], formatMac(newHardwareAddr(fromHex(random.replaceAll(':', '')))));
  }
  const annotations = { [`${DEFAULT_PREFIX}/backend-data`]: textOf(input, 'backendData') };
  return compared(golden['expected'], storedMac(annotations, DEFAULT_PREFIX));
}
