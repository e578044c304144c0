import { drop } from './drop';
import { bgp, told } from './narrate.bgp';
import { reconcile } from './narrate.reconcile';

export default { narrate: { ...bgp, reconcile }, told, drop };
