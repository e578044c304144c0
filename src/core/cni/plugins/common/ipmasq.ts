/** ipMasq by either backend. Source: containernetworking/plugins v1.9.1 pkg/ip/ipmasq_linux.go. */
import type { JsonObject } from '../../../base/json';
import { textAt } from '../../../base/json';
import type { CniIo } from '../../../cluster/cni/plugin';
import type { CniEnv } from '../../../trace/kinds.cluster';
import type { Cidr4 } from '../../../wire/addr';
import { asNetwork } from './address';
import { setUpMasquerade, tearDownMasquerade } from './masquerade';
import { setUpMasqueradeNft, tearDownMasqueradeNft } from './masquerade.nft';

/** Where both tools work, as on every machine here, iptables is the default. */
export function setUpIpMasq(
  io: CniIo,
  conf: JsonObject,
  env: CniEnv,
  addresses: readonly Cidr4[],
): string | null {
  const network = textAt(conf, 'name');
  switch (conf['ipMasqBackend']) {
    case undefined:
    case null:
    case 'iptables':
      return setUpMasquerade(io, addresses, network, env.CNI_CONTAINERID);
    case 'nftables':
      return setUpMasqueradeNft(io, addresses.map(asNetwork), network, env.CNI_IFNAME, env.CNI_CONTAINERID);
    default:
      return `unknown ipmasq backend ${JSON.stringify(conf['ipMasqBackend'])}`;
  }
}

/** By both: the pod may have been made with another configuration. */
export function tearDownIpMasq(io: CniIo, conf: JsonObject, env: CniEnv, addresses: readonly Cidr4[]): void {
  const network = textAt(conf, 'name');
  tearDownMasquerade(io, addresses, network, env.CNI_CONTAINERID);
  tearDownMasqueradeNft(io, network, env.CNI_IFNAME, env.CNI_CONTAINERID);
}
