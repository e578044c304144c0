/** What the API server says of a policy: networkpolicy-validation.json. */
import { faultsOf, readManifest } from '../../../core/cluster/manifest';
import { fieldText } from '../../../core/cluster/objects/fields';
import { compared } from '../compare';
import type { JsonObject } from '../json';
import { member } from '../json';
import type { Played } from '../played';

export function policyValidation(golden: JsonObject): Played {
  const read = readManifest(member(golden, 'policy'));
  const fault = read.ok ? faultsOf(read.value.kind, read.value.object) : read.error;
  return compared(golden['errors'], (fault?.causes ?? []).map(fieldText));
}
