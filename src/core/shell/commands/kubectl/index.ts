/** `kubectl`: what it asks of the API server, and how it tells the answers. One file per verb. */
import { registry } from '../../../base/registry';
import type { Command, Outcome } from '../../command';
import { failed, notYet, printed } from '../../command';
import { onMachine } from '../../netns';
import { annotate } from './annotate';
import { apply } from './apply';
import { FORMS } from './forms';
import { cordon, uncordon } from './cordon';
import { create } from './create';
import { remove } from './delete';
import { describe } from './describe';
import { drain } from './drain';
import { get } from './get';
import { readVerb } from './kubectl';
import { logs } from './logs';
import { exec } from './exec';
import { label } from './label';
import { rollout } from './rollout';
import { run } from './run';
import { scale } from './scale';
import { version } from './version';

const verbs = [
  get,
  describe,
  apply,
  create,
  run,
  remove,
  scale,
  label,
  annotate,
  cordon,
  uncordon,
  drain,
  rollout,
  exec,
  logs,
  version,
];
const VERBS = registry(verbs);

/** Known to the tool, and not here. */
const LATER = (
  'api-resources api-versions attach auth autoscale certificate cluster-info completion config cp debug diff ' +
  'edit events explain expose kustomize options patch plugin port-forward proxy replace set taint top ' +
  'wait'
).split(' ');

/** Kinds every cluster has, and this one has not. */
const KINDS_LATER =
  /^(daemonsets?|ds|endpoints|ep|endpointslices?|events?|ev|jobs?|leases?|replicasets?|rs|secrets?|serviceaccounts?|sa|services?|svc|statefulsets?|sts)$/;

export const kubectl: Command = {
  kind: 'kubectl',
  summary: 'controls the Kubernetes cluster manager',
  onlyOnMachines: true,
  forms: FORMS,
  leading: '[ -n NAMESPACE ]',
  usage: verbs.flatMap(({ usage }) => usage.map((form) => `kubectl ${form}`)),
  run(io, argv): Outcome {
    if (!onMachine(io.host.world, io.netns)) return failed(127, 'bash: kubectl: command not found');
    // A namespace may stand in front of the verb.
    const at = argv.findIndex(
      (word, index) =>
        index > 0 && !word.startsWith('-') && !/^(-n|--namespace)$/.test(argv[index - 1] ?? ''),
    );
    const name = at < 0 ? undefined : argv[at];
    if (name === undefined || name === 'help')
      return printed('Usage:', ...this.usage.map((form) => `  ${form}`));
    const verb = VERBS.get(name);
    if (verb === undefined) {
      if (LATER.includes(name)) return notYet(`kubectl ${name}`);
      return failed(1, `error: unknown command "${name}" for "kubectl"`);
    }
    const door = io.host.world.cluster === null ? undefined : io.host.cluster;
    if (door === undefined) {
      return failed(
        1,
        'The connection to the server localhost:8080 was refused - did you specify the right host or port?',
      );
    }
    const read = readVerb(io, door, verb, [...argv.slice(1, at), ...argv.slice(at + 1)]);
    if (!read.ok) return read.error;
    const absent = (read.value.words[0] ?? '')
      .split(/[,/]/)
      .find((word) => KINDS_LATER.test(word.toLowerCase()));
    if (absent !== undefined && verb !== run) return notYet(`kubectl ${name} ${absent}`);
    return verb.run(read.value);
  },
};
