/** SCTP's sockets are fetched when somebody opens the first. */
import { Part } from '../../../base/part';

export const sctp = new Part('SCTP sockets', async () => await import('./index'));
