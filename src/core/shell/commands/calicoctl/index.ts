/** `calicoctl`: Calico's own tool. Source: calico v3.31 calicoctl/calicoctl/commands. */
import type { Json, JsonObject } from '../../../base/json';
import { isJsonObject, listAt, objectAt, textAt } from '../../../base/json';
import {
  createObject,
  deleteObject,
  findObjects,
  getObject,
  patchObject,
  updateObject,
  type ApiCaller,
} from '../../../cluster/apiserver';
import { DEFAULT_AS_NUMBER, readAsNumber } from '../../../cluster/objects/calico';
import type { ApiObject } from '../../../model/cluster';
import type { Command, CommandIo, Outcome } from '../../command';
import { failed, notYet, printed } from '../../command';
import type { YamlText } from '../../host';
import { machineOf, onMachine } from '../../netns';
import { nothing, readFlags, value, type Flags } from '../kubectl/flags';
import { elastic } from '../kubectl/table';
import { borrowed, usage, whoHas } from './ipam';
import { calicoKind, calicoObject, nodePatch, nodeUpdate, type CalicoKind } from './kinds';
import { peerTable } from './status';
import { doesNotExist, outOfDate, refusal } from './words';

const VERSION = 'v3.31.7';
const FLAGS = {
  ...{
    output: value('o'),
    filename: value('f'),
    patch: value('p'),
    type: value('t'),
    ip: value(),
    config: value('c'),
  },
  ...{ 'show-blocks': nothing(), 'show-borrowed': nothing(), 'show-configuration': nothing() },
  ...{
    'allow-version-mismatch': nothing(),
    export: nothing(),
    'skip-not-exists': nothing(),
    'skip-exists': nothing(),
  },
  ...{ 'all-namespaces': nothing('A'), namespace: value('n'), help: nothing('h') },
};
const LATER = ['convert', 'cluster', 'datastore', 'label', 'validate'];

export const calicoctl: Command = {
  kind: 'calicoctl',
  summary: 'Calico command line tool',
  onlyOnMachines: true,
  usage: [
    'calicoctl get KIND [ NAME ] [ -o { wide | yaml | json } ]',
    'calicoctl { apply | create | replace | delete } -f FILE',
    'calicoctl delete KIND NAME',
    'calicoctl patch KIND NAME -p JSON',
    'calicoctl node status',
    'calicoctl ipam show [ --show-blocks | --show-borrowed | --ip=ADDRESS ]',
    'calicoctl version',
  ],
  run(io, argv): Outcome {
    if (!onMachine(io.host.world, io.netns)) return failed(127, 'bash: calicoctl: command not found');
    const door = io.host.world.cluster === null ? undefined : io.host.cluster;
    if (door === undefined) {
      return failed(
        1,
        'failed to create Calico API client: invalid configuration: no configuration has been provided',
      );
    }
    const { given, words, fault } = readFlags(argv.slice(1), FLAGS);
    const [verb = ''] = words;
    if (verb === '' || given.has('help')) return printed('Usage:', ...this.usage.map((form) => `  ${form}`));
    const invalid = `Invalid option: 'calicoctl ${argv.slice(1).join(' ')}'. Use flag '--help' to read about a specific subcommand.`;
    if (fault !== null) return failed(1, invalid);
    const at: Asked = {
      io,
      caller: door.caller(io.netns, 'calicoctl'),
      yaml: door.yaml,
      flags: given,
      words,
    };
    switch (verb) {
      case 'get':
        return get(at);
      case 'apply':
      case 'create':
      case 'replace':
        return written(at, verb);
      case 'delete':
        return removed(at);
      case 'patch':
        return patched(at);
      case 'version':
        return printed(
          `Client Version:    ${VERSION}`,
          `Cluster Version:   ${VERSION}`,
          'Cluster Type:      k8s,bgp',
        );
      case 'node':
        return words[1] === 'status' ? status(io) : notYet(`calicoctl node ${words[1] ?? ''}`);
      case 'ipam':
        return words[1] === 'show' ? show(at) : notYet(`calicoctl ipam ${words[1] ?? ''}`);
      default:
        return LATER.includes(verb) ? notYet(`calicoctl ${verb}`) : failed(1, `Unknown command: "${verb}"`);
    }
  },
};

interface Asked {
  readonly io: CommandIo;
  readonly caller: ApiCaller;
  readonly yaml: YamlText;
  readonly flags: Flags['given'];
  readonly words: readonly string[];
}

const unknownKind = (word: string): Outcome => failed(1, `resource type '${word}' is not supported`);

// ------------------------------------------------------------------------------------------------------- reading

function get({ caller, yaml, flags, words }: Asked): Outcome {
  const [, word = '', ...names] = words;
  const kind = calicoKind(word);
  if (kind === null) return unknownKind(word);
  const all = findObjects(caller.ctx, kind.kind).sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
  const found =
    names.length === 0
      ? all
      : names.flatMap((name) => all.find(({ metadata }) => metadata.name === name) ?? []);
  const missing = names.filter((name) => !all.some(({ metadata }) => metadata.name === name));
  const output = flags.get('output') ?? 'ps';
  const outcome = shownAs(output, kind, found, names.length > 0, { caller, yaml });
  if (outcome === null) return failed(1, `unrecognized output format '${output}'`);
  const stderr = missing.map((name) => doesNotExist(kind, name));
  return { exitCode: missing.length > 0 ? 1 : 0, stdout: outcome, stderr, pid: null };
}

function shownAs(
  output: string,
  kind: CalicoKind,
  found: readonly ApiObject[],
  named: boolean,
  { caller, yaml }: Pick<Asked, 'caller' | 'yaml'>,
): readonly string[] | null {
  if (output === 'ps' || output === 'wide') {
    if (found.length === 0 && named) return [];
    const heads = output === 'wide' ? kind.wide : kind.heads;
    const asNumber = readAsNumber(
      getObject(caller.ctx, 'BGPConfiguration', '', 'default')?.spec?.['asNumber'],
    );
    const rows = found.map((object) => {
      const cells = kind.cells(object, String(asNumber ?? DEFAULT_AS_NUMBER));
      return heads.map((head) => cells[head] ?? '');
    });
    // Every cell ends with a tab, and every table with an empty line.
    return [
      ...elastic(
        [heads, ...rows].map((row) => [...row, '']),
        { minWidth: 5, padding: 3 },
      ),
      '',
    ];
  }
  if (output !== 'yaml' && output !== 'json') return null;
  const [first] = found;
  if (first === undefined && named) return [];
  const version = String(caller.ctx.world.cluster?.resourceVersion ?? 0);
  const list: JsonObject = {
    apiVersion: 'projectcalico.org/v3',
    items: found.map(calicoObject),
    kind: `${kind.kind}List`,
    metadata: { resourceVersion: version },
  };
  const whole = named && found.length === 1 && first !== undefined ? calicoObject(first) : list;
  const text = output === 'yaml' ? yaml.write(whole) : JSON.stringify(whole, null, 2);
  return text.replace(/\n$/, '').split('\n');
}

function status(io: CommandIo): Outcome {
  const { world } = io.host;
  const machine = machineOf(world, io.netns).name;
  const node = world.cluster?.controllers.entries.get(`${machine}/calico-node`);
  if (node === undefined || node.stopped === true) return failed(1, 'Calico process is not running.');
  const asked = io.exec(io.netns, ['birdcl', 'show', 'protocols']);
  const lines =
    asked.exitCode === 0
      ? ['', 'IPv4 BGP status', ...peerTable(asked.stdout)]
      : ['', 'None of the BGP backend processes (BIRD or GoBGP) are running.'];
  return printed('Calico process is running.', ...lines, '');
}

function show({ caller, flags }: Asked): Outcome {
  const ip = flags.get('ip');
  if (ip !== undefined) {
    const lines = whoHas(caller, ip);
    return lines === null
      ? failed(1, `Error executing command: invalid IP address specified: ${ip}`)
      : printed(...lines);
  }
  if (flags.has('show-configuration')) return notYet('calicoctl ipam show --show-configuration');
  if (flags.has('show-borrowed')) return printed(...borrowed(caller));
  return printed(...usage(caller, flags.has('show-blocks')));
}

// ------------------------------------------------------------------------------------------------------- writing

interface Written {
  readonly kind: CalicoKind;
  readonly manifest: JsonObject;
  readonly name: string;
}

/** The objects on standard input, lists opened up, or what calicoctl says of them. */
function documents({ io, yaml, flags }: Asked): readonly Written[] | string {
  const path = flags.get('filename') ?? '';
  if (path !== '-') return `failed to execute command: open ${path}: no such file or directory`;
  const read = yaml.read(io.stdin ?? '');
  if (!read.ok) return `failed to execute command: ${read.error}`;
  const opened = read.value.flatMap((one): readonly Json[] =>
    isJsonObject(one) && textAt(one, 'kind').endsWith('List') ? listAt(one, 'items') : [one],
  );
  const found: Written[] = [];
  for (const manifest of opened) {
    const object = isJsonObject(manifest) ? manifest : {};
    const [apiVersion, word] = [textAt(object, 'apiVersion'), textAt(object, 'kind')];
    const kind = apiVersion === 'projectcalico.org/v3' ? calicoKind(word) : null;
    if (kind?.kind !== word) {
      return `failed to execute command: Unknown resource type (${word}) and/or version (${apiVersion})`;
    }
    found.push({ kind, manifest: object, name: textAt(objectAt(object, 'metadata'), 'name') });
  }
  return found;
}

/** What calicoctl says of what did not work, null when it did. */
function write(caller: ApiCaller, verb: string, { kind, manifest, name }: Written): string | null {
  const present = getObject(caller.ctx, kind.kind, '', name);
  if (verb === 'replace' && present === null) return doesNotExist(kind, name);
  if (kind.kind === 'Node') {
    if (present === null) return doesNotExist(kind, name);
    const version = textAt(objectAt(manifest, 'metadata'), 'resourceVersion');
    if (version !== '' && version !== present.metadata.resourceVersion) return outOfDate(kind, name);
    const done = patchObject(caller, { kind: 'Node', namespace: '', name }, nodeUpdate(manifest));
    return done.ok ? null : refusal(kind, name, done.error);
  }
  const { metadata: _metadata, ...rest } = manifest;
  const {
    resourceVersion: version = '',
    uid: _uid,
    creationTimestamp: _created,
    ...meta
  } = objectAt(manifest, 'metadata');
  const own = { ...rest, metadata: meta };
  if (verb === 'create' || present === null) {
    const done = createObject(caller, own);
    return done.ok ? null : refusal(kind, name, done.error);
  }
  if (version !== '' && version !== present.metadata.resourceVersion) return outOfDate(kind, name);
  // Whatever the manifest does not say is taken away.
  const done = updateObject(caller, own);
  return done.ok ? null : refusal(kind, name, done.error);
}

const PAST: Readonly<Record<string, string>> = { apply: 'applied', create: 'created', replace: 'replaced' };

function written(at: Asked, verb: string): Outcome {
  const read = documents(at);
  if (typeof read === 'string') return failed(1, read);
  if (read.length === 0) return printed('No resources specified');
  const [first] = read;
  const single = read.every(({ kind }) => kind === first?.kind) ? (first?.kind.kind ?? '') : '';
  const named = single === '' ? '' : ` '${single}'`;
  let handled = 0;
  for (const one of read) {
    const fault = write(at.caller, verb, one);
    if (fault !== null) {
      if (handled === 0) {
        const all = read.length === 1 ? `${named} resource` : ` any${named} resources`;
        return failed(1, ...`failed to ${verb}${all}: [${fault}]`.split('\n'));
      }
      const partly = `Partial success: ${PAST[verb] ?? ''} the first ${handled} out of ${read.length}${named} resources:`;
      return { exitCode: 1, stdout: [partly], stderr: `hit error(s): [${fault}]`.split('\n'), pid: null };
    }
    handled += 1;
  }
  return printed(`Successfully ${PAST[verb] ?? ''} ${handled}${named} resource(s)`);
}

function removed(at: Asked): Outcome {
  const { caller, flags, words } = at;
  const [, word = '', ...names] = words;
  const kind = flags.has('filename') ? null : calicoKind(word);
  if (!flags.has('filename') && kind === null) return unknownKind(word);
  const read = kind === null ? documents(at) : names.map((name) => ({ kind, name }));
  if (typeof read === 'string') return failed(1, read);
  if (read.length === 0) return printed('No resources specified');
  const single = read.every((one) => one.kind === read[0]?.kind) ? ` '${read[0]?.kind.kind ?? ''}'` : '';
  const faults: string[] = [];
  for (const one of read) {
    if (one.kind.kind === 'Node') {
      faults.push(
        `Failed to delete${single} resource: operation Delete is not supported on Node(${one.name})`,
      );
      continue;
    }
    const done = deleteObject(caller, { kind: one.kind.kind, namespace: '', name: one.name }, null);
    if (!done.ok) faults.push(`Failed to delete${single} resource: ${doesNotExist(one.kind, one.name)}`);
  }
  const count = read.length - faults.length;
  const stdout = count > 0 ? [`Successfully deleted ${count}${single} resource(s)`] : [];
  return { exitCode: faults.length > 0 ? 1 : 0, stdout, stderr: faults, pid: null };
}

function patched({ caller, flags, words, yaml }: Asked): Outcome {
  const [, word = '', name = ''] = words;
  const kind = calicoKind(word);
  if (kind === null) return unknownKind(word);
  const read = yaml.read(flags.get('patch') ?? '');
  const patch = read.ok ? read.value[0] : undefined;
  if (!isJsonObject(patch)) return failed(1, 'failed to patch: the patch is no object');
  if (getObject(caller.ctx, kind.kind, '', name) === null) {
    return failed(1, `failed to patch '${kind.kind}' resource: [${doesNotExist(kind, name)}]`);
  }
  const done = patchObject(
    caller,
    { kind: kind.kind, namespace: '', name },
    kind.kind === 'Node' ? nodePatch(patch) : patch,
  );
  if (!done.ok)
    return failed(1, `failed to patch '${kind.kind}' resource: [${refusal(kind, name, done.error)}]`);
  return printed(`Successfully patched 1 '${kind.kind}' resource`);
}
