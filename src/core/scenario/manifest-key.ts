/** Which object of the API a manifest is about. */
import type { JsonObject } from '../base/json';
import { objectAt, textAt } from '../base/json';
import { kindNamed } from '../cluster/objects';
import { objectKey } from '../model/cluster';

/** `Pod/default/web`, as the API server would file it; the namespace is empty for what belongs to none. */
export function keyOfManifest(object: JsonObject): string {
  const kind = kindNamed(textAt(object, 'apiVersion'), textAt(object, 'kind'));
  const metadata = objectAt(object, 'metadata');
  const namespace = textAt(metadata, 'namespace');
  const own = kind?.namespaced === true && namespace === '' ? 'default' : namespace;
  return objectKey(textAt(object, 'kind'), own, textAt(metadata, 'name'));
}
