/** The kinds of records that tell of VLANs. */
import type { LinkRef, VlanProtocol } from '../model/link';
import type { Kind } from './kinds.cluster';

/** Part of {@link TraceKinds}. */
export interface VlanTraceKinds {
  /**
   * A vlan device sends: the frame is `tagged` and goes to the card below. Or a card has received a tagged frame: it goes to the
   * `device` of that VLAN, without the tag, or there is none and it is for `nobody` here.
   */
  'vlan.forward': Kind<
    'tagged' | 'device' | 'nobody',
    {
      readonly vid: number;
      readonly protocol: VlanProtocol;
      readonly lower: LinkRef;
      /** Null for nobody. */
      readonly device: LinkRef | null;
    }
  >;
}
