/**
 * `systemctl` for the units there are: the kubelet of a node, and the daemon of its network.
 * Source: systemd 257 src/systemctl (words, exit codes).
 */
import { daemonRuns, hasKubelet, kubeletRuns } from '../../cluster/start';
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
/** Which of the last two there is depends on the lab's network. */
const UNITS = ['kubelet', 'flanneld', 'calico-node'];
const UNIT = 'kubelet.service';
const FILE = '/usr/lib/systemd/system/kubelet.service';

export const systemctl: Command = {
  kind: 'systemctl',
  summary: 'Control the systemd system and service manager',
  onlyOnMachines: true,
  usage: VERBS.flatMap((verb) => UNITS.map((unit) => `systemctl ${verb} ${unit}`)),
  run(io, argv): Outcome {
    if (!onMachine(io.host.world, io.netns)) return failed(127, 'bash: systemctl: command not found');
    const [verb, ...units] = argv.slice(1).filter((word) => !word.startsWith('-'));
    if (verb === undefined || LATER.includes(verb)) return notYet(argv.join(' '));
    if (!VERBS.includes(verb)) return failed(1, `Unknown command verb '${verb}'.`);
    const [first] = units;
    if (first === undefined) return failed(1, 'Too few arguments.');
    const unit = first.includes('.') ? first : `${first}.service`;
    const machine = machineOf(io.host.world, io.netns).name;
    const daemon = unit.replace(/\.service$/, '');
    if (unit !== UNIT && daemonRuns(io.host.world, machine, daemon) !== null)
      return onDaemon(io, verb, machine, daemon);
    if (unit !== UNIT || !hasKubelet(io.host.world, machine)) return noUnit(verb, unit);
    return onKubelet(io, verb, machine);
  },
};

/** In life the daemon is a pod, which the kubelet would start again; as a unit it stays as one leaves it. */
function onDaemon({ host }: CommandIo, verb: string, machine: string, kind: string): Outcome {
  const runs = daemonRuns(host.world, machine, kind) === true;
  switch (verb) {
    case 'start':
      if (!runs) host.cluster?.startDaemon(machine, kind);
      return printed();
    case 'stop':
      if (runs) host.cluster?.stopDaemon(machine, kind);
      return printed();
    case 'restart':
      host.cluster?.startDaemon(machine, kind);
      return printed();
    case 'is-active':
      return runs ? printed('active') : { ...printed('inactive'), exitCode: 3 };
    default: {
      const lines = [
        `${runs ? '●' : '○'} ${kind}.service`,
        `     Loaded: loaded (/usr/lib/systemd/system/${kind}.service; enabled; preset: enabled)`,
        `     Active: ${runs ? 'active (running)' : 'inactive (dead)'}`,
      ];
      return { ...printed(...lines), exitCode: runs ? 0 : 3 };
    }
  }
}

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
