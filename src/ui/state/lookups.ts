/** Tables of all kinds that were asked, as one number. */
import type { CostsView } from '../../core/index';

type Lookups = Pick<CostsView['traffic'], 'routeLookups' | 'neighLookups' | 'fdbLookups'>;

export function lookupsOf({ routeLookups, neighLookups, fdbLookups }: Lookups): number {
  return routeLookups + neighLookups + fdbLookups;
}
