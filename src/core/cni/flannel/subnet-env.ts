/**
 * /run/flannel/subnet.env: what the daemon tells the CNI plugin, and itself after a restart.
 * Source: flannel pkg/subnet/subnet.go WriteSubnetFile, main.go ReadCIDRFromSubnetFile.
 */
import { formatCidr4, type Cidr4 } from '../../wire/addr';
import { NO_NET4, incremented, parseNet } from './net';

export const SUBNET_FILE = '/run/flannel/subnet.env';

export interface SubnetFile {
  readonly network: Cidr4;
  /** The lease; the file names its first usable address. */
  readonly subnet: Cidr4;
  readonly mtu: number;
  readonly ipMasq: boolean;
}

export function subnetFileText({ network, subnet, mtu, ipMasq }: SubnetFile): string {
  return [
    `FLANNEL_NETWORK=${formatCidr4(network)}`,
    `FLANNEL_SUBNET=${formatCidr4(incremented(subnet))}`,
    `FLANNEL_MTU=${String(mtu)}`,
    `FLANNEL_IPMASQ=${String(ipMasq)}`,
    '',
  ].join('\n');
}

/** A network from the file an earlier daemon left; the empty one when there is none, or several. */
export function readSubnetFile(text: string | null, key: 'FLANNEL_NETWORK' | 'FLANNEL_SUBNET'): Cidr4 {
  const line = (text ?? '').split('\n').findLast((each) => each.startsWith(`${key}=`));
  const nets = (line ?? '')
    .slice(key.length + 1)
    .split(',')
    .flatMap((each) => {
      const parsed = parseNet(each);
      return parsed?.family === 4 ? [parsed.net] : [];
    });
  const [only, second] = nets;
  return only === undefined || second !== undefined ? NO_NET4 : only;
}
