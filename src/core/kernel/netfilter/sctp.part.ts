/** How SCTP is tracked and translated is fetched with its first packet. */
import { Part } from '../../base/part';

export const sctpPackets = new Part('packets of SCTP', () => import('./sctp'));
