/**
 * The name of a pod's veth on the node: always the same for a pod, so that felix finds it without asking.
 * Source: calico libcalico-go/lib/backend/k8s/conversion/workload_endpoint_default.go VethNameForWorkload.
 */
import { toHex } from '../../base/bytes';
import { sha1Bytes } from '../../base/digest';

/** What FELIX_INTERFACEPREFIX holds when nobody set it. */
export const INTERFACE_PREFIX = 'cali';

/** With four letters of prefix these fill the 15 characters a device's name may have. */
const HASH_DIGITS = 11;

/** `prefixes` as in FELIX_INTERFACEPREFIX: of several, separated by commas, the first counts. */
export function vethName(namespace: string, pod: string, prefixes = INTERFACE_PREFIX): string {
  const [first = ''] = prefixes.split(',');
  const prefix = prefixes === '' ? INTERFACE_PREFIX : first;
  return prefix + toHex(sha1Bytes(`${namespace}.${pod}`)).slice(0, HASH_DIGITS);
}
