/** `crictl`: what the container runtime of a node has. Source: cri-tools v1.34 cmd/crictl/container.go, sandbox.go, display.go. */
import { sinceStart } from '../../base/instant';
import { runtimePods, type RuntimePod } from '../../cluster/controllers/kubelet';
import { CONTAINERD_VERSION } from '../../cluster/controllers/kubelet/node';
import { hasKubelet } from '../../cluster/start';
import { asKind, objectKey } from '../../model/cluster';
import type { World } from '../../model/world';
import { failed, notYet, printed, type Command, type CommandIo, type Outcome } from '../command';
import { machineOf, onMachine } from '../netns';
import { finder, translate } from './coreutils/regex';
import { nothing, readFlags, value, type FlagTable } from './kubectl/flags';
import { elastic } from './kubectl/table';

/** Known to the tool, and not here. */
const LATER =
  /^(?:attach|checkpoint|completion|config|create|events|exec|help|h|images|image|img|imagefsinfo|info|inspect|inspecti|inspectp|logs|metricdescs|metricsp|port-forward|pull|rm|rmi|rmp|run|runp|runtime-config|start|statsp|stats|stop|stopp|update|update-runtime-config)$/;

/** How much of an id is shown. */
const SHORT_ID = 13;

export const crictl: Command = {
  kind: 'crictl',
  summary: 'client for CRI',
  onlyOnMachines: true,
  usage: [
    'crictl ps [ -a ] [ -q ] [ --no-trunc ] [ --name PATTERN ] [ --pod ID ] [ --namespace PATTERN ]',
    'crictl pods [ -q ] [ --no-trunc ] [ --name PATTERN ] [ --namespace PATTERN ]',
    'crictl version',
  ],
  about: {
    '-a': 'Show all containers',
    '-q': 'Only display IDs',
    '--no-trunc': 'Show output without truncating the ID',
  },
  run(io, argv): Outcome {
    const { world } = io.host;
    if (!onMachine(world, io.netns)) return failed(127, 'bash: crictl: command not found');
    const [, verb] = argv;
    if (verb === undefined || verb.startsWith('-')) return notYet(argv.join(' '));
    if (LATER.test(verb)) return notYet(`crictl ${verb}`);
    if (!['ps', 'pods', 'version'].includes(verb)) return failed(3, `No help topic for '${verb}'`);
    const machine = machineOf(world, io.netns).name;
    if (!hasKubelet(world, machine)) return notYet('crictl on a machine that is no node');
    if (verb === 'version') {
      return printed(
        'Version:  0.1.0',
        'RuntimeName:  containerd',
        `RuntimeVersion:  v${CONTAINERD_VERSION}`,
        'RuntimeApiVersion:  v1',
      );
    }
    const { given, words, fault } = readFlags(argv.slice(2), FLAGS);
    if (fault !== null) return notYet(argv.slice(0, 3).join(' '));
    if (words.length > 0) return notYet(argv.join(' '));
    const patterns = patternsOf(given);
    if (patterns === null) return notYet(argv.join(' '));
    const pods = runtimePods(world, machine)
      .filter(({ pod }) => patterns.namespace(pod.metadata.namespace ?? 'default'))
      .toReversed();
    return verb === 'pods'
      ? podTable(world, pods, given, patterns)
      : containerTable(io, pods, given, patterns);
  },
};

const FLAGS: FlagTable = {
  all: nothing('a'),
  quiet: nothing('q'),
  'no-trunc': nothing(),
  name: value(),
  namespace: value(),
  pod: value('p'),
};

type Given = ReadonlyMap<string, string>;

interface Patterns {
  readonly name: (text: string) => boolean;
  readonly namespace: (text: string) => boolean;
}

/** Names are told by regular expressions; null where one cannot be followed. */
function patternsOf(given: Given): Patterns | null {
  const [name, namespace] = ['name', 'namespace'].map((flag) => {
    const source = translate(given.get(flag) ?? '', true);
    const regex = source.ok ? finder(source.value) : source;
    return regex.ok ? (text: string) => regex.value.find(text) !== null : null;
  });
  return name === null || name === undefined || namespace === null || namespace === undefined
    ? null
    : { name, namespace };
}

const WIDTHS = { minWidth: 20, padding: 3 };

function podTable(world: World, pods: readonly RuntimePod[], given: Given, patterns: Patterns): Outcome {
  const shown = pods.filter(({ pod }) => patterns.name(pod.metadata.name));
  if (given.has('quiet')) return printed(...shown.map(({ sandbox }) => sandbox.id));
  const rows = shown.map(({ pod, sandbox, attempt }) => [
    shortened(sandbox.id, given),
    `${ago(world, pod)} ago`,
    'Ready',
    pod.metadata.name,
    pod.metadata.namespace ?? 'default',
    String(attempt),
    '(default)',
  ]);
  return printed(
    ...elastic([['POD ID', 'CREATED', 'STATE', 'NAME', 'NAMESPACE', 'ATTEMPT', 'RUNTIME'], ...rows], WIDTHS),
  );
}

/** A container of which no process is here runs as long as its pod does. */
function containerTable(
  io: CommandIo,
  pods: readonly RuntimePod[],
  given: Given,
  patterns: Patterns,
): Outcome {
  const { world } = io.host;
  const rows = pods.flatMap(({ pod, sandbox, containers }) => {
    const wanted = given.get('pod') ?? '';
    if (!sandbox.id.startsWith(wanted)) return [];
    const netns = world.netns.find(
      (ns) => ns?.name === (sandbox.netns === '' ? machineOf(world, io.netns).name : sandbox.netns),
    );
    return containers.flatMap(({ name, id, pid }) => {
      const process = pid === null ? undefined : netns?.processes.entries.get(pid);
      const state = process === undefined || process.exitCode === null ? 'Running' : 'Exited';
      if (!patterns.name(name) || (state === 'Exited' && !given.has('all'))) return [];
      const image = pod.spec.containers.find((one) => one.name === name)?.image ?? '';
      const cells = [
        shortened(id, given),
        image,
        `${ago(world, pod)} ago`,
        state,
        name,
        '0',
        shortened(sandbox.id, given),
        pod.metadata.name,
        pod.metadata.namespace ?? 'default',
      ];
      return [{ id, cells }];
    });
  });
  if (given.has('quiet')) return printed(...rows.map(({ id }) => id));
  const head = ['CONTAINER', 'IMAGE', 'CREATED', 'STATE', 'NAME', 'ATTEMPT', 'POD ID', 'POD', 'NAMESPACE'];
  return printed(...elastic([head, ...rows.map(({ cells }) => cells)], WIDTHS));
}

function shortened(id: string, given: Given): string {
  return given.has('no-trunc') ? id : id.slice(0, SHORT_ID);
}

/** Since the pod was set up. Source: docker/go-units duration.go HumanDuration. */
function ago(world: World, { metadata: { namespace = 'default', name } }: RuntimePod['pod']): string {
  const pod = asKind(world.cluster?.objects.entries.get(objectKey('Pod', namespace, name)) ?? null, 'Pod');
  const startedNs = sinceStart(pod?.status.startTime ?? '') ?? world.nowNs;
  const seconds = Math.floor((world.nowNs - startedNs) / 1e9);
  const minutes = Math.floor(seconds / 60);
  const hours = Math.round(minutes / 60);
  if (seconds < 1) return 'Less than a second';
  if (seconds === 1) return '1 second';
  if (seconds < 60) return `${String(seconds)} seconds`;
  if (minutes === 1) return 'About a minute';
  if (minutes < 60) return `${String(minutes)} minutes`;
  if (hours === 1) return 'About an hour';
  return hours < 48 ? `${String(hours)} hours` : `${String(Math.floor(hours / 24))} days`;
}
