/**
 * What must hold of a network that flanneld itself cuts into subnets (etcd mode), and the defaults it fills in. With
 * Kubernetes as the subnet manager nobody asks this. Source: flannel pkg/subnet/config.go CheckNetworkConfig.
 */
import { err, ok, type Result } from '../../base/result';
import { asIpv4, formatIpv4, inCidr, networkOf } from '../../wire/addr';
import { asIpv6, formatIpv6, inCidr6, network6Of } from '../../wire/addr6';
import { isNoNet4, isNoNet6, nextNet, sizeOf } from './net';
import type { NetConf } from './net-conf';

const ROOM_FOR_FOUR = 'network must be able to accommodate at least four subnets';
/** Two bits: four subnets, of which the first is not used. */
const FOUR_SUBNETS_BITS = 2;

/** The configuration with its gaps filled, or the first thing wrong with it. */
export function checkNetConf(conf: NetConf): Result<NetConf, string> {
  const v4 = conf.enableIpv4 ? check4(conf) : ok(conf);
  return v4.ok && v4.value.enableIpv6 ? check6(v4.value) : v4;
}

/** A node needs a tunnel's and a bridge's address at least; it gets a /24 where the network has room for more than two. */
function subnetLen4(conf: NetConf): Result<number, string> {
  const { len } = conf.network;
  if (conf.subnetLen > 0) {
    if (conf.subnetLen > 30) return err('SubnetLen must be less than /31');
    return conf.subnetLen < len + FOUR_SUBNETS_BITS ? err(ROOM_FOR_FOUR) : ok(conf.subnetLen);
  }
  if (len > 28) return err('network is too small. Minimum useful network prefix is /28');
  return ok(len <= 22 ? 24 : len + FOUR_SUBNETS_BITS);
}

function check4(conf: NetConf): Result<NetConf, string> {
  const { network } = conf;
  if (isNoNet4(network)) return err('please define a correct Network parameter in the flannel config');
  const length = subnetLen4(conf);
  if (!length.ok) return length;
  const subnetLen = length.value;
  const size = sizeOf(subnetLen);
  let { subnetMin, subnetMax } = conf;
  // The first subnet has the network's own address in it, so it is passed over.
  if (subnetMin === 0) subnetMin = asIpv4(network.addr + size);
  else if (!inCidr(subnetMin, network)) return err('SubnetMin is not in the range of the Network');
  if (subnetMax === 0) subnetMax = asIpv4(nextNet(network).addr - size);
  else if (!inCidr(subnetMax, network)) return err('SubnetMax is not in the range of the Network');
  const bounds = { SubnetMin: subnetMin, SubnetMax: subnetMax };
  for (const [name, addr] of Object.entries(bounds)) {
    if (networkOf(addr, subnetLen) !== addr)
      return err(`${name} is not on a SubnetLen boundary: ${formatIpv4(addr)}`);
  }
  return ok({ ...conf, subnetLen, subnetMin, subnetMax });
}

function subnetLen6(conf: NetConf): Result<number, string> {
  const { len } = conf.ipv6Network;
  if (conf.ipv6SubnetLen > 0) {
    if (conf.ipv6SubnetLen > 126) return err('SubnetLen must be less than /127');
    return conf.ipv6SubnetLen < len + FOUR_SUBNETS_BITS ? err(ROOM_FOR_FOUR) : ok(conf.ipv6SubnetLen);
  }
  if (len > 124) return err('IPv6Network is too small. Minimum useful network prefix is /124');
  return ok(len <= 62 ? 64 : len + FOUR_SUBNETS_BITS);
}

function check6(conf: NetConf): Result<NetConf, string> {
  const { ipv6Network: network } = conf;
  if (isNoNet6(network)) return err('please define a correct IPv6Network parameter in the flannel config');
  const length = subnetLen6(conf);
  if (!length.ok) return length;
  const ipv6SubnetLen = length.value;
  const size = 1n << BigInt(128 - ipv6SubnetLen);
  const end = network.addr + (1n << BigInt(128 - network.len));
  const min = conf.ipv6SubnetMin ?? asIpv6(0n);
  const max = conf.ipv6SubnetMax ?? asIpv6(0n);
  if (min !== 0n && !inCidr6(min, network))
    return err('IPv6SubnetMin is not in the range of the IPv6Network');
  if (max !== 0n && !inCidr6(max, network))
    return err('IPv6SubnetMax is not in the range of the IPv6Network');
  const ipv6SubnetMin = min === 0n ? asIpv6(network.addr + size) : min;
  const ipv6SubnetMax = max === 0n ? asIpv6(end - size) : max;
  const bounds = { IPv6SubnetMin: ipv6SubnetMin, IPv6SubnetMax: ipv6SubnetMax };
  for (const [name, addr] of Object.entries(bounds)) {
    if (network6Of(addr, ipv6SubnetLen) !== addr)
      return err(`${name} is not on a SubnetLen boundary: ${formatIpv6(addr)}`);
  }
  return ok({ ...conf, ipv6SubnetLen, ipv6SubnetMin, ipv6SubnetMax });
}
