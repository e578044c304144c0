/** What a shell does that waits for a process is fetched with the first that is woken. */
import { Part } from '../base/part';

export const waitingShells = new Part('waiting shells', () => import('./job.run'));
