/** Who carries the same packet on the start page. */
import { formatSpec } from '../state/compare-spec';
import type { CompareSpec } from '../state/compare-spec';

/** Names of the networks; their words are texts of the page. */
export type Contestant = 'vxlan' | 'hostGw' | 'calico';

export const CONTESTANTS: readonly Contestant[] = ['vxlan', 'hostGw', 'calico'];

/** In the order of {@link CONTESTANTS}. */
export const CONTEST: CompareSpec = {
  sides: [
    { lab: 'flannel-vxlan', choices: {} },
    { lab: 'flannel-vxlan', choices: { backend: 'host-gw' } },
    { lab: 'calico-bgp', choices: {} },
  ],
  send: 'ping-across',
};

/** The same as labs side by side, with maps. */
export const CONTEST_ADDRESS = `#/compare/${formatSpec(CONTEST)}`;
