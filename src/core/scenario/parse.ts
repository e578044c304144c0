/** The text of a lab's file → Lab, or everything that is wrong with it. */
import type { Path } from '../base/path';
import { err, ok, type Result } from '../base/result';
import type { CableEnd } from '../model/op';
import type { Problem } from '../session.types';
import { readChoices, readFaults } from './choices';
import { clusterProblems } from './cluster';
import { readCommand, readCommands } from './commands';
import { readDocuments, type SourceDocument } from './documents';
import { NO_FABRIC, readFabric, withOwnMachines } from './fabric';
import type { LabNetwork } from './fabric';
import type { Lab, LabCable, LabMachine, LabOption, LabService } from './lab';
import { MAX_COMMANDS, MAX_MACHINES, MAX_PROBLEMS } from './limits';
import { readManifests } from './manifests';
import { versionProblem } from './migrate';
import { nearest } from './nearest';
import { placeOf } from './place';
import { problemAt, wholeFile } from './problems';
import { LabDocument } from './schema';
import type { ClusterPart } from './schema.cluster';
import { validate } from './validate';

/** Reads a lab. `file` is only a name, for the problems. */
export function parseLab(file: string, text: string): Result<Lab, readonly Problem[]> {
  const documents = readDocuments(file, text);
  if (!documents.ok) return documents;
  const labs = documents.value.filter((source) => kindAndVersion(source).kind === 'Lab');
  const source = theLab(file, labs);
  if (!source.ok) return source;
  const version = versionProblem(source.value, kindAndVersion(source.value).apiVersion);
  if (version) return err([version]);
  const document = validate(source.value, LabDocument);
  if (!document.ok) return document;
  const others = documents.value.filter((one) => !labs.includes(one));
  return assemble(source.value, document.value, others);
}

/** The one Lab document. */
function theLab(file: string, labs: readonly SourceDocument[]): Result<SourceDocument, readonly Problem[]> {
  const [lab, second] = labs;
  if (second)
    return err([
      problemAt(placeOf(second, ['kind']), 'severalLabs', {
        documents: labs.map(({ index }) => index).join(', '),
      }),
    ]);
  return lab ? ok(lab) : err([problemAt(wholeFile(file), 'noLab')]);
}

function kindAndVersion({ value }: SourceDocument): { kind?: unknown; apiVersion?: unknown } {
  return typeof value === 'object' && value !== null ? value : {};
}

/** What the schema cannot see: names that must differ, ends that must exist, the commands with their places. */
function assemble(
  source: SourceDocument,
  { metadata, spec }: LabDocument,
  others: readonly SourceDocument[],
): Result<Lab, readonly Problem[]> {
  const problems: Problem[] = [
    ...duplicates(source, ['spec', 'machines'], spec.machines),
    ...duplicates(source, ['spec', 'sends'], spec.sends),
    ...duplicates(source, ['spec', 'choices'], spec.choices),
    ...spec.choices.flatMap(({ options }, at) =>
      duplicates(source, ['spec', 'choices', at, 'options'], options),
    ),
  ];
  const own = spec.machines.map(({ name, role, joins, files }, index): LabMachine => {
    const setup = readCommands(source, ['spec', 'machines', index, 'setup']);
    if (!setup.ok) problems.push(setup.error);
    return { name, role, joins, files, setup: setup.ok ? setup.value : [] };
  });
  const fabric =
    spec.fabric === undefined ? NO_FABRIC : readFabric(source, ['spec', 'fabric'], spec.fabric, problems);
  const run = (list: 'start' | 'sends') =>
    spec[list].map(({ netns, run: text }, index) => ({
      netns,
      command: readCommand(source, ['spec', list, index, 'run'], text),
    }));
  const wholeNetwork = (made: LabNetwork) => networkOf(source, spec, made, own, run('start'), problems);
  const { machines, cables, services } = wholeNetwork(fabric);
  const { cloudRoutes } = fabric;
  const cluster =
    spec.cluster === undefined
      ? null
      : { podCIDR: null, ...withoutGaps(spec.cluster), ...(cloudRoutes !== null && { cloudRoutes }) };
  const clusterAt = (field: string) => placeOf(source, ['spec', 'cluster', ...(field === '' ? [] : [field])]);
  if (cluster !== null) problems.push(...clusterProblems(cluster, machines, clusterAt));
  const manifests = readManifests(others, cluster !== null, problems);
  const choices = readChoices(source, spec.choices, manifests, problems).map((choice, at) => ({
    ...choice,
    options: choice.options.map((option, index): LabOption => {
      const part = spec.choices[at]?.options[index]?.fabric;
      if (part === undefined) return option;
      const path = ['spec', 'choices', at, 'options', index, 'fabric'];
      const made = readFabric(source, path, part, problems);
      return {
        ...option,
        cluster: { ...option.cluster, cloudRoutes: made.cloudRoutes },
        network: wholeNetwork(made),
      };
    }),
  }));
  if (problems.length > 0) return err(problems.slice(0, MAX_PROBLEMS));
  return ok({
    file: source.file,
    document: source.index,
    info: {
      id: metadata.name,
      title: spec.title,
      summary: spec.summary,
      seed: spec.seed,
      sends: spec.sends.map(({ name, title, netns, run: command, stdin }) => ({
        name,
        title,
        netns,
        command,
        ...(stdin === undefined ? {} : { stdin }),
      })),
      cluster,
      choices: choices.map(({ options, ...choice }) => ({
        ...choice,
        options: options.map(({ name, title }) => ({ name, title })),
        chosen: choice.default,
      })),
      warnings: [],
      broken: [],
    },
    machines,
    cables,
    clusterPlace: clusterAt('podCIDR'),
    manifests,
    choices,
    services,
    faults: readFaults(source, ['spec'], spec.faults),
    sends: run('sends'),
  });
}

/** Machines, cables and services, those of the fabric and the file's own. */
function networkOf(
  source: SourceDocument,
  spec: LabDocument['spec'],
  fabric: LabNetwork,
  own: readonly LabMachine[],
  services: readonly LabService[],
  problems: Problem[],
): Pick<Lab, 'machines' | 'cables' | 'services'> {
  const machines = withOwnMachines(source, fabric.machines, own, problems);
  const at = placeOf(source, ['spec', 'machines']);
  if (machines.length === 0 && spec.fabric === undefined) problems.push(problemAt(at, 'noMachines'));
  const commands = machines.reduce((sum, { setup }) => sum + setup.length, 0);
  if (commands > MAX_COMMANDS) {
    problems.push(problemAt(at, 'tooMany', { found: commands, max: MAX_COMMANDS, field: 'setup' }));
  }
  if (machines.length > MAX_MACHINES) {
    problems.push(problemAt(at, 'tooMany', { found: machines.length, max: MAX_MACHINES, field: 'machines' }));
  }
  const cables = [...fabric.cables, ...readCables(source, spec, machines, fabric.cables, problems)];
  return { machines, cables, services: [...fabric.services, ...services] };
}

function withoutGaps({ podCIDR, nodeCIDRMaskSize, rangesInUse, network }: ClusterPart) {
  return { nodeCIDRMaskSize, rangesInUse, network, ...(podCIDR === undefined ? {} : { podCIDR }) };
}

function duplicates(
  source: SourceDocument,
  path: Path,
  named: readonly { readonly name: string }[],
): Problem[] {
  return named.flatMap(({ name }, index) => {
    const before = named.findIndex((other) => other.name === name);
    if (before === index) return [];
    return [problemAt(placeOf(source, [...path, index, 'name']), 'duplicateName', { name })];
  });
}

/** A device name has at most IFNAMSIZ - 1 characters, and `lo` is taken. */
const END = /^([^/\s]+)\/(?!(?:lo|\.\.?)$)([^/\s]{1,15})$/;

function readCables(
  source: SourceDocument,
  spec: LabDocument['spec'],
  all: readonly LabMachine[],
  before: readonly LabCable[],
  problems: Problem[],
): LabCable[] {
  const machines = all.map(({ name }) => name);
  const taken = new Set(before.flatMap(({ ends }) => ends.map(({ netns, dev }) => `${netns}/${dev}`)));
  return spec.cables.map((cable, index): LabCable => {
    const ends = cable.map((text, side): CableEnd => {
      const place = placeOf(source, ['spec', 'cables', index, side]);
      const [, netns = '', dev = ''] = END.exec(text) ?? [];
      const params = { end: text, machine: netns, machines: machines.join(', ') };
      if (netns === '') problems.push(problemAt(place, 'cableEndForm', params));
      else if (!machines.includes(netns)) {
        const close = nearest(netns, machines);
        problems.push(
          close === null
            ? problemAt(place, 'unknownMachine', params)
            : problemAt(place, 'unknownMachineNearest', { ...params, nearest: close }),
        );
      } else if (taken.has(text)) problems.push(problemAt(place, 'cardTaken', params));
      taken.add(text);
      return { netns, dev };
    });
    return { ends: [ends[0]!, ends[1]!] };
  });
}
