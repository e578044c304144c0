/** `awk`: lines taken apart, chosen, changed, counted and printed. What prints: mawk 1.3.4, Debian's. */
import { failed, notYet, type Command, type CommandIo, type Outcome } from '../../command';
import { readOptions } from '../../options';
import { withErrors } from '../../written';
import { unescape } from './awk.expression';
import { Machine } from './awk.machine';
import { parseAwk } from './awk.parse';
import { Leave, Runner } from './awk.run';
import { VARIABLES_LATER, type Program } from './awk.types';
import { fieldValue, numberFor, plain, Refused, RunTimeError } from './awk.values';
import { inputs, textOf } from './text';

export const awk: Command = {
  kind: 'awk',
  summary: 'pattern scanning and text processing language',
  usage: ['awk [ -F CHAR ] [ -v NAME=VALUE ] PROGRAM [ FILE ... ]'],
  about: { '-F': 'sets the field separator, FS', '-v': 'assigns value to program variable var' },
  // At the end of its input alone END is reached.
  streams: (words) => !words.some((word) => /\bEND\b/.test(word)),
  run(io, argv): Outcome {
    const { given, all, words, fault } = readOptions(argv.slice(1), { letters: 'F:v:f:W:', wordsEnd: true });
    if (fault !== null) {
      if (fault.option.length > 1) return notYet(`awk --${fault.option}`);
      return failed(2, `awk: not an option: -${fault.option}`);
    }
    const later = ['f', 'W'].find((letter) => given.has(letter));
    if (later !== undefined) return notYet(`awk -${later}`);
    const [text, ...names] = words;
    if (text === undefined) return notYet('awk without a program');
    const program = parseAwk(text);
    if (!program.ok) return notYet(`awk '${program.error}'`);
    const machine = new Machine();
    for (const [name, value] of Object.entries({ FS: ' ', OFS: ' ', ORS: '\n', SUBSEP: '\x1c' }))
      machine.vars.set(name, plain(value));
    try {
      if (given.has('F')) assign(machine, `FS=${given.get('F') ?? ''}`);
      for (const one of all.get('v') ?? [])
        if (!assign(machine, one)) return failed(2, `awk: improper assignment: -v ${one}`);
      return outcomeOf(machine, runProgram(io, machine, program.value, names));
    } catch (error) {
      if (error instanceof Refused) return notYet(error.message);
      if (!(error instanceof RunTimeError)) throw error;
      const place = `\tFILENAME="" FNR=${String(machine.number)} NR=${String(machine.number)}`;
      const lines = error.message.includes('printf(')
        ? [`awk: ${error.message}`, place]
        : [`awk: ${error.message}`];
      return withErrors(outcomeOf(machine, 2), ...lines);
    }
  },
};

/** Its exit code. */
function runProgram(io: CommandIo, machine: Machine, program: Program, names: readonly string[]): number {
  const runner = new Runner(machine, program);
  let status = 0;
  /** Runs until the program is left; false when it was. */
  const goes = (part: () => void): boolean => {
    try {
      part();
    } catch (error) {
      if (!(error instanceof Leave)) throw error;
      if (error.how !== 'exit') throw new Refused(`awk's ${error.how} out of place`);
      if (error.value !== null) status = Math.trunc(numberFor(error.value)) & 0xff;
      return false;
    }
    return true;
  };
  const ends = program.rules.some(({ when }) => when === 'END');
  const begun = goes(() => {
    runner.edge('BEGIN');
  });
  const reads = program.rules.some(({ when }) => when !== 'BEGIN');
  if (begun && reads) {
    goes(() => {
      readAll(io, runner, names);
    });
  }
  // `exit` in BEGIN goes on to END as well (POSIX).
  if (ends) {
    goes(() => {
      runner.edge('END');
    });
  }
  return status;
}

function readAll(io: CommandIo, runner: Runner, names: readonly string[]): void {
  let read = false;
  for (const name of names) {
    if (assign(runner.machine, name)) continue;
    read = true;
    readInput(io, runner, name);
  }
  if (!read) readInput(io, runner, '-');
}

/** Holds the lines of a file against the rules. */
function readInput(io: CommandIo, runner: Runner, name: string): void {
  for (const input of inputs(io, [name])) {
    if ('fault' in input) {
      const { fault } = input;
      throw new RunTimeError(
        fault === 'Is a directory' ? `read error (${fault})` : `cannot open ${name} (${fault})`,
      );
    }
    for (const line of textOf(input.text).lines) runner.line(line);
  }
}

/** `NAME=VALUE`, of -v and among the files; false where it is none. */
function assign(machine: Machine, text: string): boolean {
  const [, name, value = ''] = /^([A-Za-z_]\w*)=(.*)$/s.exec(text) ?? [];
  if (name === undefined) return false;
  if (VARIABLES_LATER.test(name) || /^(?:NF|NR|FNR)$/.test(name)) throw new Refused(`awk '${name}='`);
  machine.vars.set(name, fieldValue(unescape(value)));
  return true;
}

function outcomeOf({ text }: Machine, exitCode: number): Outcome {
  const { lines, unterminated } = textOf(text);
  return { exitCode, stdout: lines, stderr: [], pid: null, ...(unterminated && { unterminated }) };
}
