/** What becomes of packets that do not simply go their way is fetched with the first of them. */
import { Part } from '../../base/part';

export const rare = new Part('errors and fragments', () => import('./rare'));
