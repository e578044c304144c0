/** `kubectl logs`: what the programs of a pod printed. Source: kubernetes v1.34 kubectl/pkg/cmd/logs/logs.go. */
import { asKind, objectKey } from '../../../model/cluster';
import type { Outcome } from '../../command';
import { failed, printed } from '../../command';
import { podNetns } from '../../pods';
import { nothing, value } from './flags';
import type { Verb } from './kubectl';
import { fault } from './kubectl';

export const logs: Verb = {
  kind: 'logs',
  usage: ['logs POD [-c CONTAINER] [--tail=LINES] [-n NAMESPACE]'],
  flags: { container: value('c'), tail: value(), follow: nothing('f'), previous: nothing('p') },
  run({ io, words, namespace, flags }): Outcome {
    const [word] = words;
    if (word === undefined || words.length > 2) {
      return failed(
        1,
        "error: expected 'logs [-f] [-p] (POD | TYPE/NAME) [-c CONTAINER]'.",
        'POD or TYPE/NAME is a required argument for the logs command',
        "See 'kubectl logs -h' for help and examples",
      );
    }
    const tail = flags.get('tail') ?? '-1';
    if (!/^-?\d{1,9}$/.test(tail)) {
      return fault(
        `invalid argument "${tail}" for "--tail" flag: strconv.ParseInt: parsing "${tail}": invalid syntax`,
      );
    }
    const name = word.replace(/^(pods?|po)\//, '');
    const { world } = io.host;
    const pod = asKind(world.cluster?.objects.entries.get(objectKey('Pod', namespace, name)) ?? null, 'Pod');
    if (pod === null)
      return failed(
        1,
        `error: error from server (NotFound): pods "${name}" not found in namespace "${namespace}"`,
      );
    const asked = flags.get('container') ?? words[1];
    const container = pod.spec.containers.find((one) => asked === undefined || one.name === asked);
    if (container === undefined) {
      return failed(1, `error: container ${asked ?? ''} is not valid for pod ${name}`);
    }
    const netns = podNetns(world, name, namespace);
    if (netns === null || pod.status.phase !== 'Running') {
      return failed(
        1,
        `Error from server (BadRequest): container "${container.name}" in pod "${name}" is waiting to start: ContainerCreating`,
      );
    }
    // A container's program was started by no shell; the sandbox's own process prints nothing.
    const lines = [...netns.processes.entries.values()]
      .filter(({ shell, app }) => shell === undefined && app !== 'sh')
      .flatMap(({ output }) => output);
    const count = Number(tail);
    return printed(...(count < 0 ? lines : lines.slice(Math.max(0, lines.length - count))));
  },
};
