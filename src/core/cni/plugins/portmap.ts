/**
 * portmap: ports of the node that lead into a pod. Without port mappings it hands the result on, as the real one does
 * in every flannel chain; the mappings themselves need address translation of destinations, which is not here yet.
 * Source: containernetworking/plugins v1.9.1 plugins/meta/portmap/main.go.
 */
import type { JsonObject } from '../../base/json';
import { listAt, objectAt } from '../../base/json';
import { ok } from '../../base/result';
import { fail } from '../../cluster/cni/exec';
import type { CniAnswer, CniPlugin } from '../../cluster/cni/plugin';

export const portmap: CniPlugin = {
  kind: 'portmap',

  add(_io, { conf, prevResult }): CniAnswer {
    if (prevResult === null) return fail('must be called as chained plugin');
    if (!mapsPorts(conf)) return ok(prevResult);
    return fail('packetwalk: hostPort is not in this lab yet');
  },

  del: () => ok(null),

  check: (_io, { prevResult }) => (prevResult === null ? fail('must be called as chained plugin') : ok(null)),
};

function mapsPorts(conf: JsonObject): boolean {
  return listAt(objectAt(conf, 'runtimeConfig'), 'portMappings').length > 0;
}
