/**
 * A lab → what the session does, in this order: machines, cables, each machine's set-up in file order, services.
 * Here are the pure parts: the operations without a command, and the problems of commands that were refused.
 */
import { objectAt, textAt } from '../base/json';
import type { FabricOp } from '../model/op';
import type { Problem } from '../session.types';
import type { Lab, LabCommand, LabManifest } from './lab';
import { nearest } from './nearest';
import { problemAt, type Place } from './problems';

/** What a command answered, as far as problems tell about it. */
export interface Answer {
  readonly exitCode: number;
  readonly stdout: readonly string[];
  readonly stderr: readonly string[];
}

export function fabricOps(lab: Lab): readonly FabricOp[] {
  return [
    ...lab.machines.map(({ name, role }): FabricOp => ({ kind: 'machine.add', name, role })),
    ...lab.cables.map(({ ends }): FabricOp => ({ kind: 'cable.add', ends })),
  ];
}

/** The problem with the `commandIndex`th set-up command of `machine`; null when it went well. */
export function problemOfCommand(
  lab: Lab,
  machine: string,
  commandIndex: number,
  answer: Answer,
): Problem | null {
  const command = lab.machines.find(({ name }) => name === machine)?.setup[commandIndex];
  return command && answer.exitCode !== 0 ? refusal(lab, command, machine, answer) : null;
}

/** The same for the `index`th entry of `spec.start`. */
export function problemOfService(lab: Lab, index: number, answer: Answer): Problem | null {
  const service = lab.services[index];
  return service && answer.exitCode !== 0 ? refusal(lab, service.command, service.netns, answer) : null;
}

/** The fault `name` that the command of its place, `at`, did not bring about; null when it did. */
export function problemOfFault(
  place: Place,
  fault: { readonly name: string; readonly at: string; readonly command: string },
  answer: Answer,
): Problem | null {
  if (answer.exitCode === 0) return null;
  const said = saidIn(answer);
  return said === null
    ? problemAt(place, 'faultSilent', { ...fault, exitCode: answer.exitCode })
    : problemAt(place, 'faultRefused', { ...fault, answer: said });
}

/** A manifest the API server refused once it was there: its namespace is missing, for example. */
export function problemOfManifest({ object, place }: LabManifest, answer: string): Problem {
  const name = textAt(objectAt(object, 'metadata'), 'name');
  return problemAt(place, 'manifestRefused', { kind: textAt(object, 'kind'), name, answer });
}

/** Services and sends in a netns that the set-up did not make. `netns`: the names of all there are. */
export function netnsProblems(lab: Lab, netns: readonly string[]): readonly Problem[] {
  return [...lab.services, ...lab.sends]
    .filter((service) => !netns.includes(service.netns))
    .map(({ netns: name, command }) => {
      const place = { ...placeOfCommand(lab, command), path: command.path.replace(/run$/, 'netns') };
      const close = nearest(name, netns);
      return close === null
        ? problemAt(place, 'unknownNetns', { netns: name })
        : problemAt(place, 'unknownNetnsNearest', { netns: name, nearest: close });
    });
}

function placeOfCommand(lab: Lab, { line, column, path }: LabCommand): Place {
  return { file: lab.file, document: lab.document, line, column, path };
}

const COMMAND_NOT_FOUND = 127;

function saidIn({ stderr, stdout }: Answer): string | null {
  return [...stderr, ...stdout].find((line) => line.trim() !== '') ?? null;
}

function refusal(lab: Lab, command: LabCommand, netns: string, outcome: Answer): Problem {
  const answer = saidIn(outcome);
  const { exitCode } = outcome;
  const place = placeOfCommand(lab, command);
  const where = { command: command.text.replace(/\\\n\s*/g, ''), netns };
  if (answer === null) return problemAt(place, 'commandSilent', { ...where, exitCode });
  const params = { ...where, answer };
  if (exitCode === COMMAND_NOT_FOUND) {
    return problemAt(place, 'commandUnknown', { ...params, name: command.text.split(/\s/, 1)[0] ?? '' });
  }
  if (answer.startsWith('packetwalk:')) return problemAt(place, 'commandNotYet', params);
  const device = /^Cannot find (?:bridge )?device "(.*)"$/.exec(answer)?.[1];
  if (device !== undefined) return problemAt(place, 'commandDevice', { ...params, device });
  const name = /^Cannot open network namespace "(.*)":/.exec(answer)?.[1];
  if (name !== undefined) return problemAt(place, 'commandNetns', { ...params, name });
  return problemAt(place, 'commandRefused', params);
}
