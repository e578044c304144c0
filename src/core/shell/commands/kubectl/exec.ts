/** `kubectl exec`: a command in a pod. Source: kubernetes v1.34 kubectl/pkg/cmd/exec/exec.go. */
import { asKind, objectKey } from '../../../model/cluster';
import type { Outcome } from '../../command';
import { failed } from '../../command';
import { podNetns } from '../../pods';
import { withErrors } from '../../written';
import { nothing, value } from './flags';
import type { Kubectl, Verb } from './kubectl';
import { fault } from './kubectl';

export const exec: Verb = {
  kind: 'exec',
  usage: ['exec POD [-c CONTAINER] [-i] [-t] [-n NAMESPACE] -- COMMAND [args...]'],
  flags: { container: value('c'), stdin: nothing('i'), tty: nothing('t'), quiet: nothing('q') },
  run(kubectl): Outcome {
    const { io, words, namespace } = kubectl;
    const [podWord, ...rest] = words;
    if (podWord === undefined) return fault('pod, type/name or --filename must be specified');
    const command = commandOf(kubectl);
    if (command === null && rest.length > 0) {
      return failed(
        1,
        'error: exec [POD] [COMMAND] is not supported anymore. Use exec [POD] -- [COMMAND] instead',
        "See 'kubectl exec -h' for help and examples",
      );
    }
    if (command === null || command.length === 0) {
      return fault('you must specify at least one command for the container');
    }
    const name = podWord.replace(/^(pods?|po)\//, '');
    const netns = podIn(kubectl, name);
    if ('exitCode' in netns) return netns;
    const [program = ''] = command;
    if (/^(\/bin\/)?(sh|bash|ash)$/.test(program) && command.length === 1) {
      return failed(69, `packetwalk: a shell in a pod is a terminal of its own: open one in ${netns.name}`);
    }
    const outcome = io.exec(netns.name, command);
    if (outcome.exitCode === 127 && outcome.stderr[0]?.startsWith('bash: ') === true) {
      return failed(
        1,
        `error: Internal error occurred: Internal error occurred: error executing command in container: failed to exec in container: failed to start exec: OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": executable file not found in $PATH: unknown`,
      );
    }
    if (outcome.exitCode === 0 || outcome.pid !== null) return outcome;
    return withErrors(outcome, `command terminated with exit code ${outcome.exitCode}`);
    function podIn({ io: { host } }: Kubectl, pod: string) {
      const { world } = host;
      const found = asKind(
        world.cluster?.objects.entries.get(objectKey('Pod', namespace, pod)) ?? null,
        'Pod',
      );
      if (found === null) return failed(1, `Error from server (NotFound): pods "${pod}" not found`);
      if ((found.spec.nodeName ?? '') === '') {
        return failed(1, `Error from server (BadRequest): pod ${pod} does not have a host assigned`);
      }
      const asked = kubectl.flags.get('container');
      const first = found.spec.containers[0]?.name ?? '';
      if (asked !== undefined && !found.spec.containers.some((one) => one.name === asked)) {
        return failed(1, `Error from server (BadRequest): container ${asked} is not valid for pod ${pod}`);
      }
      const there = podNetns(world, pod, namespace);
      const runs = there !== null && found.status.phase === 'Running';
      return runs
        ? there
        : failed(1, `error: unable to upgrade connection: container not found ("${asked ?? first}")`);
    }
  },
};

/** What stands behind `--`, as it was typed; null without. */
function commandOf({ typedWords }: Kubectl): readonly string[] | null {
  const at = typedWords.indexOf('--');
  return at < 0 ? null : typedWords.slice(at + 1);
}
