import { drop } from './drop';
import { bgp } from './narrate.bgp';
import { reconcile } from './narrate.reconcile';

export default { narrate: { ...bgp, reconcile }, drop };
