/** Keys of leases in etcd: `10.5.34.0-24`, with IPv6 `10.5.34.0-24&fc00:5:34::-64`. Source: flannel pkg/subnet/subnet.go. */
import { formatIpv4, parseIpv4, type Cidr4 } from '../../wire/addr';
import { formatIpv6, parseIpv6, type Cidr6 } from '../../wire/addr6';

export interface SubnetKey {
  readonly subnet: Cidr4;
  readonly ipv6Subnet: Cidr6 | null;
}

/** Two of the three dots stand for any character, and whatever stands before it all is passed over: as in the source. */
const KEY = /(\d+\.\d+.\d+.\d+)-(\d+)(?:&([a-f\d:]+)-(\d+))?$/;
/** Lengths are read as numbers of 5 and 7 bits, so that a /32 and a /128 are none. */
const LEN_MAX = 31;
const LEN6_MAX = 127;

/** Null for what is no key. */
export function parseSubnetKey(text: string): SubnetKey | null {
  const parts = KEY.exec(text);
  if (parts === null) return null;
  const [, addrText = '', lenText = '', addr6Text, len6Text = ''] = parts;
  const addr = parseIpv4(addrText);
  const len = Number(lenText);
  if (!addr.ok || len > LEN_MAX) return null;
  const subnet = { addr: addr.value, len };
  if (addr6Text === undefined) return { subnet, ipv6Subnet: null };
  const addr6 = parseIpv6(addr6Text);
  const len6 = Number(len6Text);
  return addr6.ok && len6 <= LEN6_MAX ? { subnet, ipv6Subnet: { addr: addr6.value, len: len6 } } : null;
}

export function makeSubnetKey({ subnet, ipv6Subnet }: SubnetKey): string {
  const four = `${formatIpv4(subnet.addr)}-${String(subnet.len)}`;
  return ipv6Subnet === null ? four : `${four}&${formatIpv6(ipv6Subnet.addr)}-${String(ipv6Subnet.len)}`;
}
