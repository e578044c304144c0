/** `spec.fabric` and the machines and cables beside it → all machines and cables of a lab. */
import { parseCidr4 } from '../wire/addr';
import type { Cidr4 } from '../wire/addr';
import type { CloudRoutes } from '../model/cluster';
import type { Path } from '../base/path';
import { pathText } from '../base/path';
import type { Problem } from '../session.types';
import type { SourceDocument } from './documents';
import { fabricKinds } from './fabric/index';
import type { FabricField, FabricKind, FabricSettings, Underlay } from './fabric/kind';
import { FIRST_NODE, rangeText } from './fabric/parts';
import type { LabCable, LabCommand, LabMachine, LabService } from './lab';
import { placeOf, placeOfKey } from './place';
import { problemAt } from './problems';
import type { FabricPart } from './schema.fabric';

/** The machines and cables of a lab, and what comes with them. */
export interface LabNetwork {
  readonly machines: readonly LabMachine[];
  readonly cables: readonly LabCable[];
  readonly services: readonly LabService[];
  readonly cloudRoutes: CloudRoutes | null;
}

export const NO_FABRIC: LabNetwork = { machines: [], cables: [], services: [], cloudRoutes: null };

const FIELDS: readonly FabricField[] = [
  ...([
    'ranges',
    'mtu',
    'allow',
    'spines',
    'trunkedNodes',
    'routing',
    'nodeAs',
    'sourceDestCheck',
    'cloudRoutes',
    'icmpErrors',
    'masquerade',
  ] as const),
];
const SPINES = 2;

/** What the fabric at `path` consists of. Its problems go into `problems`. */
export function readFabric(
  source: SourceDocument,
  path: Path,
  part: FabricPart,
  problems: Problem[],
): LabNetwork {
  const kind = fabricKinds.find((one) => one.kind === part.kind);
  if (kind === undefined) return NO_FABRIC;
  const settings = settingsOf(source, path, part, kind, problems);
  if (settings === null) return NO_FABRIC;
  const place = placeOf(source, path);
  const command = (text: string): LabCommand => {
    return { text, line: place.line, column: place.column, path: pathText(path) };
  };
  return labNetwork(kind.build(settings), command);
}

function labNetwork(underlay: Underlay, command: (text: string) => LabCommand): LabNetwork {
  return {
    machines: underlay.machines.map(({ name, role, files = {}, setup }) => ({
      ...{ name, role, joins: true, files },
      setup: setup.map(command),
    })),
    cables: underlay.cables.map((ends) => ({ ends })),
    services: underlay.services.map(({ netns, run }) => ({ netns, command: command(run) })),
    cloudRoutes: underlay.cloudRoutes,
  };
}

/** The settings with everything filled in; null when they do not fit together. */
function settingsOf(
  source: SourceDocument,
  path: Path,
  part: FabricPart,
  kind: FabricKind,
  problems: Problem[],
): FabricSettings | null {
  const before = problems.length;
  for (const field of FIELDS) {
    if (part[field] === undefined || kind.fields.includes(field)) continue;
    const params = { field, kind: kind.kind, fields: kind.fields.join(', ') };
    problems.push(problemAt(placeOfKey(source, [...path, field]), 'fabricField', params));
  }
  const ranges = rangesOf(part.ranges ?? kind.ranges);
  const { min, max } = kind.segments;
  if (ranges.length < min || ranges.length > max) {
    const params = { found: ranges.length, min, max, kind: kind.kind };
    problems.push(problemAt(placeOf(source, [...path, 'ranges']), 'fabricRanges', params));
  }
  ranges.forEach((range, at) => {
    // The last address of a range is its broadcast address.
    if (FIRST_NODE + part.nodes < 2 ** (32 - range.len) - 1) return;
    const params = { range: rangeText(range), nodes: part.nodes };
    problems.push(problemAt(placeOf(source, [...path, 'ranges', at]), 'fabricRangeSmall', params));
  });
  if (problems.length > before) return null;
  return {
    nodes: part.nodes,
    ranges,
    mtu: part.mtu ?? kind.mtu,
    allow: part.allow ?? kind.allow,
    spines: part.spines ?? SPINES,
    trunkedNodes: part.trunkedNodes ?? 0,
    routing: part.routing ?? 'static',
    nodeAs: part.nodeAs ?? null,
    sourceDestCheck: part.sourceDestCheck ?? true,
    cloudRoutes: part.cloudRoutes ?? null,
    icmpErrors: part.icmpErrors ?? true,
    masquerade: part.masquerade ?? 'nodes',
  };
}

function rangesOf(texts: readonly string[]): readonly Cidr4[] {
  return texts.flatMap((text) => {
    const range = parseCidr4(text);
    return range.ok ? [range.value] : [];
  });
}

/**
 * The fabric's machines and the file's own. A machine of the same name is the fabric's, with more: its commands come
 * after the fabric's, its files are there before and instead of the fabric's, and whether it joins is the file's to say.
 */
export function withOwnMachines(
  source: SourceDocument,
  fabric: readonly LabMachine[],
  own: readonly LabMachine[],
  problems: Problem[],
): readonly LabMachine[] {
  own.forEach(({ name, role }, at) => {
    const made = fabric.find((one) => one.name === name);
    if (made === undefined || made.role === role) return;
    const params = { name, role: made.role };
    problems.push(problemAt(placeOf(source, ['spec', 'machines', at, 'role']), 'fabricRole', params));
  });
  const names = new Set(fabric.map(({ name }) => name));
  const more = new Map(own.map((machine) => [machine.name, machine]));
  return [
    ...fabric.map((machine): LabMachine => {
      const added = more.get(machine.name);
      if (added === undefined) return machine;
      const { joins, files, setup } = added;
      return {
        ...machine,
        joins,
        files: { ...machine.files, ...files },
        setup: [...machine.setup, ...setup],
      };
    }),
    ...own.filter(({ name }) => !names.has(name)),
  ];
}
