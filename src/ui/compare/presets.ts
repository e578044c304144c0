import { USUAL_PAIR } from '../state/address';

/** Pairs that teach something: what is compared, as the address has it. The names are in the catalogue. */
export const PRESETS = {
  tunnel: USUAL_PAIR,
  daemon: 'flannel-vxlan~backend.udp/flannel-vxlan?ping-across',
  lean: 'flannel-vxlan~backend.ipip/flannel-vxlan?ping-across',
  crossSubnet: 'calico-ipip/calico-ipip~mode.cross-subnet?ping-across',
  reflector: 'calico-bgp-mesh/calico-route-reflectors?ping-across',
  policy: 'canal~enforcer.nobody/canal?stranger-web',
} as const;

export type Preset = keyof typeof PRESETS;
export const PRESET_NAMES = Object.keys(PRESETS) as readonly Preset[];
