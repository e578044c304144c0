/** Cutting packets is fetched with the first that is too long. */
import { Part } from '../../base/part';

export const cutting = new Part('fragments', () => import('./fragment'));
