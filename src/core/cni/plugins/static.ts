/** static: addresses from the configuration. Source: containernetworking/plugins v1.9.1 plugins/ipam/static. */
import type { JsonObject } from '../../base/json';
import { isJsonObject, listAt, objectAt, textAt } from '../../base/json';
import type { Result } from '../../base/result';
import { err, ok } from '../../base/result';
import { fail } from '../../cluster/cni/exec';
import type { CniAnswer, CniPlugin, CniRequest } from '../../cluster/cni/plugin';
import type { CniResult, CniRoute } from '../../cluster/cni/result';
import { EMPTY_RESULT, atLeast } from '../../cluster/cni/result';
import type { IpAddress, IpNetwork } from './common/address';
import { formatIp, formatNetwork, inNetwork, parseIp, parseNetwork, sameIp } from './common/address';
import { loadArgs } from './common/args';

interface Address {
  readonly network: IpNetwork;
  readonly gateway: IpAddress | null;
}

export const staticIpam: CniPlugin = {
  kind: 'static',

  add(_io, request): CniAnswer {
    const addresses = readAddresses(request);
    if (!addresses.ok) return fail(addresses.error);
    const ipam = objectAt(request.conf, 'ipam');
    const result: CniResult = {
      ...EMPTY_RESULT,
      ips: addresses.value.map(({ network, gateway }) => ({
        address: formatNetwork(network),
        ...(gateway === null ? {} : { gateway: formatIp(gateway) }),
      })),
      routes: listAt(ipam, 'routes').filter(isJsonObject) as unknown as readonly CniRoute[],
      dns: objectAt(ipam, 'dns'),
    };
    return ok(result);
  },

  /** Nothing was taken from anybody. */
  del: () => ok(null),

  check(_io, request): CniAnswer {
    const addresses = readAddresses(request);
    if (!addresses.ok) return fail(addresses.error);
    const { prevResult } = request;
    if (prevResult === null) return fail('Required prevResult missing');
    for (const { network, gateway } of addresses.value) {
      const same = prevResult.ips.find(({ address }) => {
        const other = parseNetwork(address);
        return other.ok && sameIp(other.value.ip, network.ip);
      });
      if (same === undefined || gateway === null || same.gateway === formatIp(gateway)) continue;
      const ip = formatIp(network.ip);
      return fail(`static: Failed to match addr ${ip} on interface ${request.env.CNI_IFNAME}`);
    }
    return ok(null);
  },
};

/** Source: main.go LoadIPAMConfig. */
function readAddresses({ conf, env }: CniRequest): Result<readonly Address[], string> {
  if (!isJsonObject(conf['ipam'])) return err("IPAM config missing 'ipam' key");
  const args = loadArgs(env.CNI_ARGS, ['IP', 'GATEWAY']);
  if (!args.ok) return args;
  const fromArgs = readList(
    words(args.value.get('IP')),
    (one) => `the 'ip' field is expected to be in CIDR notation, got: '${one}'`,
  );
  if (!fromArgs.ok) return fromArgs;
  const configured = readConfigured(conf['ipam']);
  if (!configured.ok) return configured;
  let addresses: readonly Address[] = [...configured.value, ...fromArgs.value];
  for (const text of words(args.value.get('GATEWAY'))) {
    const gateway = parseIp(text);
    if (gateway === null) return err(`invalid gateway address: ${text}`);
    addresses = addresses.map((one) => (inNetwork(gateway, one.network) ? { ...one, gateway } : one));
  }
  // What the runtime asks for stands in place of everything else.
  for (const list of [objectAt(objectAt(conf, 'args'), 'cni'), objectAt(conf, 'runtimeConfig')]) {
    const asked = listAt(list, 'ips').filter((one): one is string => typeof one === 'string');
    const read = readList(
      asked,
      (one) => `an entry in the 'ips' field is NOT in CIDR notation, got: '${one}'`,
    );
    if (!read.ok) return read;
    if (asked.length > 0) addresses = read.value;
  }
  const six = addresses.filter(({ network }) => network.ip.six).length;
  const version = textAt(conf, 'cniVersion');
  if (Math.max(six, addresses.length - six) > 1 && !atLeast(version, '0.3.0')) {
    return err(`CNI version ${version} does not support more than 1 address per family`);
  }
  return ok(addresses);
}

function words(text: string | undefined): readonly string[] {
  return text === undefined || text === '' ? [] : text.split(',').map((word) => word.trim());
}

function readList(
  texts: readonly string[],
  fault: (text: string) => string,
): Result<readonly Address[], string> {
  const addresses: Address[] = [];
  for (const text of texts) {
    const network = parseNetwork(text);
    if (!network.ok) return err(fault(text));
    addresses.push({ network: network.value, gateway: null });
  }
  return ok(addresses);
}

function readConfigured(ipam: JsonObject): Result<readonly Address[], string> {
  const addresses: Address[] = [];
  for (const entry of listAt(ipam, 'addresses').filter(isJsonObject)) {
    const network = parseNetwork(textAt(entry, 'address'));
    if (!network.ok) {
      return err(
        `the 'address' field is expected to be in CIDR notation, got: '${textAt(entry, 'address')}'`,
      );
    }
    const gateway = textAt(entry, 'gateway') === '' ? null : parseIp(textAt(entry, 'gateway'));
    addresses.push({ network: network.value, gateway });
  }
  return ok(addresses);
}
