/** Numbers: mark-bits, mtu, port-split. */
import { need } from '../../../core/base/assert';
import { hex } from '../../../core/cni/calico/felix/hex';
import { allocateMarkBits } from '../../../core/cni/calico/felix/mark-bits';
import { podMtu, tunnelMtus, type Encapsulation } from '../../../core/cni/calico/felix/mtu';
import { splitPortList } from '../../../core/cni/calico/felix/port-list';
import { compared, comparedParts } from '../compare';
import type { JsonObject } from '../json';
import { member, textOf } from '../json';
import type { Played } from '../played';
import { bitsOf, portsOf, textsOf } from './read';

export function markBits(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const allocated = allocateMarkBits({
    mask: bitsOf(input, 'iptablesMarkMask'),
    wireguard: input['wireguardEnabled'] === true,
    dropBit: textOf(input, 'release') === 'v3.30+',
  });
  if (!allocated.ok) return compared(golden['expected'], { error: allocated.error });
  const used = Object.entries<number>({ ...allocated.value }).filter(([, bits]) => bits !== 0);
  return compared(golden['expected'], Object.fromEntries(used.map(([name, bits]) => [name, hex(bits)])));
}

const ENCAPSULATIONS: Readonly<Record<string, Encapsulation>> = {
  ipip: 'ipip',
  vxlan: 'vxlan',
  vxlanV6: 'vxlanV6',
  wireguard: 'wireguard',
  wireguardV6: 'wireguardV6',
};

export function mtu(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const hostMtu = Number(input['hostMTU']);
  const mtus = tunnelMtus({
    hostMtu,
    aksHostEncryption: textOf(input, 'provider') === 'AKS' && input['wireguardEncryptHost'] === true,
  });
  const enabled = textsOf(input['enabled']).map((kind) =>
    need(ENCAPSULATIONS[kind], `an encapsulation in ${kind}`),
  );
  return comparedParts(golden['expected'], {
    ipipMTU: mtus.ipip,
    vxlanMTU: mtus.vxlan,
    vxlanMTUV6: mtus.vxlanV6,
    wireguardMTU: mtus.wireguard,
    wireguardMTUV6: mtus.wireguardV6,
    podMTU: podMtu(hostMtu, mtus, enabled),
  });
}

/** Go has no groups of no ports: nil. */
export function portSplit(golden: JsonObject): Played {
  const splits = splitPortList(portsOf(golden['input']));
  const json = splits.map((split) => split.map(({ first, last }) => ({ first, last })));
  return compared(golden['expected'], json.length === 0 ? null : json);
}
