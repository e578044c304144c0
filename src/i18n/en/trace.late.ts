/** Texts of the trace that a packet on its usual way does without. */
import { drop } from './drop';
import { bgp, told } from './narrate.bgp';
import { reconcile } from './narrate.reconcile';

export default { narrate: { ...bgp, reconcile }, told, drop };
