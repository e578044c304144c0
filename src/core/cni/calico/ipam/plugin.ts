/** calico-ipam: an address from the node's blocks for each container. Source: calico cni-plugin/pkg/ipamplugin. */
import { ok } from '../../../base/result';
import { textAt } from '../../../base/json';
import { fail } from '../../../cluster/cni/exec';
import type { CniPlugin } from '../../../cluster/cni/plugin';
import { formatIpv4, parseIpv4 } from '../../../wire/addr';
import { loadArgs } from '../../plugins/common/args';
import { poolsFor, readPools } from '../pool';
import { assign, assignAddress, releaseHandle } from './assign';

/** Where calico-node writes the name of its node. */
export const NODENAME_FILE = '/var/lib/calico/nodename';
const NO_API = 'error getting ClusterInformation: connection is unauthorized: Unauthorized';
const NOT_READY = `stat ${NODENAME_FILE}: no such file or directory: check that the calico/node container is running and has mounted /var/lib/calico/`;

export const POD_ARGS = ['K8S_POD_NAMESPACE', 'K8S_POD_NAME', 'K8S_POD_INFRA_CONTAINER_ID', 'K8S_POD_UID'];

export const calicoIpam: CniPlugin = {
  kind: 'calico-ipam',

  add(io, { env, conf }) {
    const args = loadArgs(env.CNI_ARGS, [...POD_ARGS, 'IP']);
    if (!args.ok) return fail(args.error);
    const asked = args.value.get('IP');
    const wanted = asked === undefined ? null : parseIpv4(asked);
    if (wanted?.ok === false) return fail(`ARGS: error parsing value of pair "IP=${asked ?? ''}"`);
    const node = io.readFile(NODENAME_FILE);
    if (node === null) return fail(NOT_READY);
    if (io.api === null) return fail(NO_API);
    const open = readPools(io.api.find('IPPool')).filter(({ disabled }) => !disabled);
    const by = {
      handle_id: handleOf(textAt(conf, 'name'), env.CNI_CONTAINERID),
      secondary: {
        namespace: args.value.get('K8S_POD_NAMESPACE') ?? '',
        node,
        pod: args.value.get('K8S_POD_NAME') ?? '',
      },
    };
    const forPods = open.filter(({ allowsWorkloads }) => allowsWorkloads);
    const given =
      wanted === null
        ? assign(io.api, poolsFor(forPods, io.api, node), node, by)
        : assignAddress(io.api, open, node, wanted.value, by);
    if (!given.ok) return fail(given.error);
    const address = `${formatIpv4(given.value)}/32`;
    return ok({ interfaces: [], ips: [{ address }], routes: [], dns: {} });
  },

  del(io, { env, conf }) {
    if (io.api !== null) releaseHandle(io.api, handleOf(textAt(conf, 'name'), env.CNI_CONTAINERID));
    return ok(null);
  },

  /** All is always well: `cmdDummyCheck` of ipam_plugin.go. */
  check: () => ok(null),
};

function handleOf(network: string, containerId: string): string {
  return `${network}.${containerId}`;
}
