/** `systemctl` for the one unit there is: the kubelet of a node. Source: systemd 257 src/systemctl (words, exit codes). */
import { hasKubelet, kubeletRuns } from '../../cluster/start';
import type { Command, CommandIo, Outcome } from '../command';
import { failed, notYet, printed } from '../command';
import { machineOf, onMachine } from '../netns';

const VERBS = ['start', 'stop', 'restart', 'status', 'is-active'];
/** Known to the tool, and not here. */
const LATER = [
  'enable',
  'disable',
  'reload',
  'daemon-reload',
  'list-units',
  'mask',
  'unmask',
  'kill',
  'show',
  'cat',
];
const UNIT = 'kubelet.service';
const FILE = '/usr/lib/systemd/system/kubelet.service';

export const systemctl: Command = {
  kind: 'systemctl',
  summary: 'Control the systemd system and service manager',
  onlyOnMachines: true,
  usage: VERBS.map((verb) => `systemctl ${verb} kubelet`),
  run(io, argv): Outcome {
    if (!onMachine(io.host.world, io.netns)) return failed(127, 'bash: systemctl: command not found');
    const [verb, ...units] = argv.slice(1).filter((word) => !word.startsWith('-'));
    if (verb === undefined || LATER.includes(verb)) return notYet(argv.join(' '));
    if (!VERBS.includes(verb)) return failed(1, `Unknown command verb '${verb}'.`);
    const [first] = units;
    if (first === undefined) return failed(1, 'Too few arguments.');
    const unit = first.includes('.') ? first : `${first}.service`;
    const machine = machineOf(io.host.world, io.netns).name;
    if (unit !== UNIT || !hasKubelet(io.host.world, machine)) return noUnit(verb, unit);
    return onKubelet(io, verb, machine);
  },
};

function noUnit(verb: string, unit: string): Outcome {
  if (verb === 'status') return failed(4, `Unit ${unit} could not be found.`);
  if (verb === 'is-active') return { ...printed('inactive'), exitCode: 4 };
  return failed(
    5,
    `Failed to ${verb} ${unit}: Unit ${unit} ${verb === 'stop' ? 'not loaded' : 'not found'}.`,
  );
}

function onKubelet({ host }: CommandIo, verb: string, machine: string): Outcome {
  const runs = kubeletRuns(host.world, machine);
  switch (verb) {
    case 'start':
      if (!runs) host.cluster?.startNode(machine);
      return printed();
    case 'stop':
      if (runs) host.cluster?.stopNode(machine);
      return printed();
    case 'restart':
      if (runs) host.cluster?.stopNode(machine);
      host.cluster?.startNode(machine);
      return printed();
    case 'is-active':
      return runs ? printed('active') : { ...printed('inactive'), exitCode: 3 };
    default: {
      const lines = [
        `${runs ? '●' : '○'} ${UNIT} - kubelet: The Kubernetes Node Agent`,
        `     Loaded: loaded (${FILE}; enabled; preset: enabled)`,
        `     Active: ${runs ? 'active (running)' : 'inactive (dead)'}`,
      ];
      return { ...printed(...lines), exitCode: runs ? 0 : 3 };
    }
  }
}
