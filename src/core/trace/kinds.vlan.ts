/** The kinds of records that tell of VLANs. */
import type { Ifindex, LinkRef, VlanProtocol, VlanTable } from '../model/link';
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
  /**
   * A bridge that minds VLANs asks the table of a port, or its own for what the host sends. In: the frame has no tag and belongs to
   * the port's `pvid`, or its tag's VLAN is one of the port's (`member`), or it is not (`not-member`), or there is no VLAN for
   * frames without a tag (`no-pvid`). Out: the tag comes off (`untagged`) or stays (`tagged`).
   */
  'bridge.vlan': Kind<
    'pvid' | 'member' | 'not-member' | 'no-pvid' | 'untagged' | 'tagged',
    {
      readonly bridge: Ifindex;
      /** The bridge itself for what the host sends or gets. */
      readonly port: Ifindex;
      /** 0 when there is none. */
      readonly vid: number;
      /** All VLANs of the port. */
      readonly table: VlanTable;
    }
  >;
}
