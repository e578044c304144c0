/** Ties the stations of the stack together. */
import { arpSolicit } from './arp';
import type { Stack } from './ctx';
import { linkFailure } from './ip4/icmp.error';
import { netifReceive } from './rx';
import { devQueueXmit } from './tx';

export const stack: Stack = {
  receive: netifReceive,
  transmit: devQueueXmit,
  solicit: arpSolicit,
  unreachable: linkFailure,
};
