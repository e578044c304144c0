/** Configuration, names and files: annotations, network-config, subnet-env, subnet-keys. */
import { annotationKeys } from '../../../core/cni/flannel/annotations';
import { parseNetConf } from '../../../core/cni/flannel/net-conf';
import { checkNetConf } from '../../../core/cni/flannel/net-conf.check';
import { subnetFileText } from '../../../core/cni/flannel/subnet-env';
import { makeSubnetKey, parseSubnetKey } from '../../../core/cni/flannel/subnet-key';
import { formatCidr4, formatIpv4 } from '../../../core/wire/addr';
import { formatCidr6, formatIpv6 } from '../../../core/wire/addr6';
import type { JsonObject } from '../json';
import { member, textOf } from '../json';
import type { Played } from '../played';
import { compared, comparedParts, net } from '../compare';

export function annotations(golden: JsonObject): Played {
  const keys = annotationKeys(textOf(member(golden, 'input'), 'prefix'));
  return comparedParts(golden['expected'], keys.ok ? { ...keys.value } : { error: true });
}

export function networkConfig(golden: JsonObject): Played {
  const parsed = parseNetConf(JSON.stringify(golden['input']));
  const checked = parsed.ok ? checkNetConf(parsed.value) : parsed;
  if (!checked.ok) return compared(golden['expected'], { error: checked.error });
  const conf = checked.value;
  const six = [conf.ipv6SubnetMin, conf.ipv6SubnetMax].map((addr) =>
    addr === null ? null : formatIpv6(addr),
  );
  return comparedParts(golden['expected'], {
    network: formatCidr4(conf.network),
    subnetLen: conf.subnetLen,
    subnetMin: formatIpv4(conf.subnetMin),
    subnetMax: formatIpv4(conf.subnetMax),
    ipv6Network: formatCidr6(conf.ipv6Network),
    ipv6SubnetLen: conf.ipv6SubnetLen,
    ipv6SubnetMin: six[0] ?? null,
    ipv6SubnetMax: six[1] ?? null,
    backendType: conf.backendType,
  });
}

export function subnetEnv(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const text = subnetFileText({
    network: net(textOf(input, 'network')),
    subnet: net(textOf(input, 'leaseSubnet')),
    mtu: Number(input['mtu']),
    ipMasq: input['ipMasq'] === true,
  });
  return compared(golden['expected'], text);
}

export function subnetKeys(golden: JsonObject): Played {
  const key = parseSubnetKey(textOf(golden, 'input'));
  if (key === null) return compared(golden['expected'], null);
  return compared(golden['expected'], {
    v4: formatCidr4(key.subnet),
    v6: key.ipv6Subnet === null ? null : formatCidr6(key.ipv6Subnet),
    roundTrip: makeSubnetKey(key),
  });
}
