/** ipvlan is fetched with the first frame of a card that has such devices upon it. */
import { Part } from '../../../base/part';

export const ipvlan = new Part('ipvlan receives', () => import('./index'));
