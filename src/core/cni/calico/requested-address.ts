/**
 * The address a pod asks for by an annotation, `cni.projectcalico.org/ipAddrs: '["10.244.7.21"]'`. Labs are IPv4 only, so
 * of the list one address may be there. Source: calico cni-plugin/pkg/k8s/k8s.go validateAndExtractIPs, parseIPAddrs.
 */
import { parseGoJson } from '../../base/go-json';
import { err, ok, type Result } from '../../base/result';
import { parseIpv4, type Ipv4Addr } from '../../wire/addr';

export const IP_ADDRS_ANNOTATION = 'cni.projectcalico.org/ipAddrs';

/** Null where nothing is asked for; the error is what the plugin prints. */
export function requestedAddress(
  annotations: Readonly<Record<string, string>>,
  ipamType: string,
): Result<Ipv4Addr | null, string> {
  const written = annotations[IP_ADDRS_ANNOTATION] ?? '';
  if (written === '') return ok(null);
  if (ipamType !== 'calico-ipam') return err(`ipAddrs is not compatible with configured IPAM: ${ipamType}`);
  const list = addressesIn(written);
  if (!list.ok) {
    return err(
      `failed to parse IPs ${written} for annotation "${IP_ADDRS_ANNOTATION}": failed to parse '${written}' as JSON: ${list.error}`,
    );
  }
  if (list.value.length === 0) return err(`annotation "${IP_ADDRS_ANNOTATION}" specified but empty`);
  let wanted: Ipv4Addr | null = null;
  for (const text of list.value) {
    const address = parseIpv4(text);
    if (!address.ok) return err(`invalid IP format: ${text}`);
    if (wanted !== null) {
      return err(`cannot have more than one IPv4 address for "${IP_ADDRS_ANNOTATION}" annotation`);
    }
    wanted = address.value;
  }
  return ok(wanted);
}

/** A JSON list of texts, errors as encoding/json has them. */
function addressesIn(written: string): Result<readonly string[], string> {
  const json = parseGoJson(written);
  if (!json.ok) return json;
  if (json.value.kind !== 'array') {
    return err(`json: cannot unmarshal ${json.value.kind} into Go value of type []string`);
  }
  const texts: string[] = [];
  for (const item of json.value.items) {
    if (item.kind !== 'string')
      return err(`json: cannot unmarshal ${item.kind} into Go value of type string`);
    texts.push(item.value);
  }
  return ok(texts);
}
