/** An API object as `kubectl get -o yaml` prints it. */
import { stringify } from 'yaml';
import type { ApiObject } from '../model/cluster';

/** Keys in order, lists not indented, long lines left whole (sigs.k8s.io/yaml, which writes by go-yaml). */
export function objectYaml(object: ApiObject): string {
  return stringify(object, { indentSeq: false, sortMapEntries: true, lineWidth: 0 });
}
