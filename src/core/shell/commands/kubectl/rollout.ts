/**
 * `kubectl rollout restart daemonset`: the pods of the network's daemons are replaced one by one, which here means that
 * the daemons start anew and read their configuration. The DaemonSet itself is no object.
 * Source: kubernetes v1.34 kubectl/pkg/cmd/rollout/rollout_restart.go.
 */
import { failed, notYet, printed } from '../../command';
import type { Verb } from './kubectl';
import { fault } from './kubectl';

/**
 * DaemonSets that stand behind the control loops of a network solution, by namespace and name. Source: flannel
 * Documentation/kube-flannel.yml, calico manifests/calico.yaml, canal.yaml.
 */
const DAEMON_SETS: Readonly<Record<string, string>> = {
  'kube-flannel/kube-flannel-ds': 'flannel',
  'kube-system/calico-node': 'calico',
  'kube-system/canal': 'canal',
};
const KIND = /^(daemonsets?|ds)(\.apps)?$/;

export const rollout: Verb = {
  kind: 'rollout',
  usage: ['rollout restart daemonset NAME -n NAMESPACE'],
  flags: {},
  run({ io, words, namespace }) {
    const [verb, ...rest] = words;
    if (verb !== 'restart') return notYet(`kubectl rollout ${verb ?? ''}`.trim());
    const [kind = '', name = ''] = rest.length === 1 ? (rest[0] ?? '').split('/') : rest;
    if (kind === '') return fault('required resource not specified');
    if (!KIND.test(kind)) return notYet(`kubectl rollout restart ${kind}`);
    const network = io.host.world.cluster?.config.network;
    if (name === '' || DAEMON_SETS[`${namespace}/${name}`] !== network) {
      return failed(1, `Error from server (NotFound): daemonsets.apps "${name}" not found`);
    }
    io.host.cluster?.restartNetwork();
    return printed(`daemonset.apps/${name} restarted`);
  },
};
