/**
 * How a lab comes to be: machines, cables, commands, and where there is a cluster, its nodes, its manifests and the
 * control loops' work until all is quiet. Everything of it is in the trace, before the first input.
 */
import { applyManifest } from './cluster/apply';
import { nodeMachines, startCluster } from './cluster/start';
import { writeFile } from './kernel/ops/file';
import type { Lab } from './scenario';
import {
  clusterWarnings,
  fabricOps,
  netnsProblems,
  problemOfCommand,
  problemOfFault,
  problemOfManifest,
  problemOfService,
} from './scenario';
import type { BrokenSpot, Problem } from './session.types';
import { runCommand } from './shell';
import type { Simulation } from './simulator';
import { problemAt } from './scenario/problems';
import { Part } from './base/part';

/** Only some labs are broken from the beginning. */
const faults = new Part('faults', async () => (await import('./views/faults')).faultSpots);

export interface SetUp {
  /** What stands in the way; the lab is not built. */
  readonly problems: readonly Problem[];
  readonly warnings: readonly Problem[];
  /** The faults of the file. */
  readonly broken: readonly BrokenSpot[];
}

/**
 * Builds `lab`. `rest` lets everything come to rest; it is called whenever something was done that no event did, so
 * that a replay has a point to start from behind it.
 */
export function setUp(simulation: Simulation, lab: Lab, rest: () => void): SetUp {
  const broken: BrokenSpot[] = [];
  const problems = setUpMachines(simulation, lab);
  if (problems.length > 0) return { problems, warnings: [], broken };
  const warnings = clusterWarnings(lab, simulation.world);
  if (lab.info.cluster !== null) {
    const joining = lab.machines.filter(({ joins }) => joins).map(({ name }) => name);
    const nodes = nodeMachines(simulation.ctx).filter(({ name }) => joining.includes(name));
    startCluster(simulation.ctx, simulation.runtime, lab.info.cluster, nodes);
    rest();
    problems.push(...applyManifests(simulation, lab, nodes[0]?.name ?? ''));
    if (problems.length > 0) return { problems, warnings, broken };
    rest();
  }
  const names = simulation.world.netns.flatMap((ns) => (ns === undefined ? [] : [ns.name]));
  problems.push(...netnsProblems(lab, names));
  if (problems.length > 0) return { problems, warnings, broken };
  problems.push(...serve(simulation, lab));
  rest();
  if (lab.faults.length > 0 && problems.length === 0) {
    problems.push(...breakThings(simulation, lab, broken));
    rest();
  }
  return { problems, warnings, broken };
}

/** What the file wants broken, once everything works. */
function breakThings(simulation: Simulation, lab: Lab, broken: BrokenSpot[]): readonly Problem[] {
  return lab.faults.flatMap(({ name, at, place }) => {
    const spots = faults.content(simulation.world, name);
    const spot = at === null ? spots[0] : spots.find((one) => one.at === at);
    if (spot === undefined) {
      const places = spots.map((one) => one.at).join(', ');
      return [
        problemAt(place, 'faultNowhere', { name, at: at ?? '—', places: places === '' ? '—' : places }),
      ];
    }
    const { break: input } = spot;
    if (input.kind === 'cable') {
      const { netns, dev, plugged } = input;
      simulation.applyFabric({ kind: 'cable.set', end: { netns, dev }, plugged });
    } else if (input.kind === 'exec') {
      const { netns, command } = input;
      const outcome = runCommand(simulation.shell, netns, command);
      const problem = problemOfFault(place, { name, at: spot.at, command }, outcome);
      if (problem !== null) return [problem];
    }
    broken.push({ name, ...spot });
    return [];
  });
}

function serve(simulation: Simulation, lab: Lab): Problem[] {
  const problems: Problem[] = [];
  lab.services.forEach((service, index) => {
    const outcome = runCommand(simulation.shell, service.netns, service.command.text);
    const problem = problemOfService(lab, index, outcome);
    if (problem !== null) problems.push(problem);
  });
  return problems;
}

function setUpMachines(simulation: Simulation, lab: Lab): Problem[] {
  const problems: Problem[] = [];
  const { ctx } = simulation;
  for (const op of fabricOps(lab)) simulation.applyFabric(op);
  for (const machine of lab.machines) {
    const root = ctx.world.machines.find(({ name }) => name === machine.name)?.root;
    for (const [path, text] of Object.entries(machine.files)) {
      if (root !== undefined) writeFile(ctx, ctx.own(root), path, text);
    }
    machine.setup.forEach((command, index) => {
      const outcome = runCommand(simulation.shell, machine.name, command.text);
      const problem = problemOfCommand(lab, machine.name, index, outcome);
      if (problem !== null) problems.push(problem);
    });
  }
  return problems;
}

/** `kubectl apply` of the file's documents, one after the other, once the nodes are there. */
function applyManifests(simulation: Simulation, lab: Lab, netns: string): Problem[] {
  return lab.manifests.flatMap((manifest) => {
    const answer = applyManifest(simulation.caller(netns, 'kubectl'), manifest.object);
    return answer.ok ? [] : [problemOfManifest(manifest, answer.error.message)];
  });
}
