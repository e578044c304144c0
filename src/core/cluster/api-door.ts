/** The API server as those see it who act by themselves: control loops, and plugins that bring a kubeconfig. */
import type { JsonObject } from '../base/json';
import type { ApiObject } from '../model/cluster';
import type { ApiResult } from './apiserver';

export interface ApiDoor {
  get(kind: string, namespace: string, name: string): ApiObject | null;
  /** Objects under an index key, see {@link findObjects}. */
  find(index: string): readonly ApiObject[];
  create(manifest: JsonObject, namespace?: string): ApiResult;
  patch(
    at: { kind: string; namespace: string; name: string; status?: boolean },
    patch: JsonObject,
  ): ApiResult;
  delete(at: { kind: string; namespace: string; name: string }, graceSeconds?: number): ApiResult;
}
