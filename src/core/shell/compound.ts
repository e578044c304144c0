/** Compound commands, unfolded: what is to be done next of them goes onto the stack, what is behind that below it. */
import { evaluate } from './arithmetic';
import type { Jump } from './command';
import { conditionHolds, TestFault, type ConditionWord } from './conditional';
import { expand, expandWhole, patternText } from './expand';
import { defineFunction, enterFunction, leaveFunction } from './functions';
import { fits } from './pattern';
import { redirectsOf } from './redirect';
import { askedOf, setVariable, surroundings, type Shell } from './shell.types';
import {
  plainText,
  type CompoundCommand,
  type Control,
  type ListItem,
  type Script,
  type Word,
} from './syntax';
import { writtenBy } from './written';

/** The last one is next. */
type Stack = (ListItem | Control)[];

/** Exit code of a condition that cannot be read. */
const MISUSE = 2;

/** Whether an item is one compound command of this very shell, which then stands on the stack in pieces. */
function inline(shell: Shell, stack: Stack, { pipeline, background }: ListItem): boolean {
  const [command, ...more] = pipeline.commands;
  if (command?.kind === undefined || command.kind === 'subshell') return false;
  if (more.length > 0 || background || command.redirects.some(({ text }) => !text.startsWith('<')))
    return false;
  if (pipeline.negated) stack.push({ kind: 'negate' });
  if (command.redirects.length > 0) {
    const opened = redirectsOf(shell, surroundings(shell), command.redirects);
    if ('exitCode' in opened) {
      shell.printed.add(writtenBy(opened), false);
      shell.status = opened.exitCode;
      return true;
    }
    stack.push({ kind: 'stdin', stdin: shell.stdin });
    shell.stdin = opened.stdin;
  }
  begin(shell, stack, command);
  return true;
}

function begin(shell: Shell, stack: Stack, command: CompoundCommand): void {
  switch (command.kind) {
    case 'group':
    case 'subshell':
      push(stack, command.body);
      return;
    case 'if':
      stack.push({ kind: 'arm', of: command, at: 0 });
      push(stack, command.arms[0]?.condition ?? []);
      return;
    case 'while':
      pushLoop(shell, stack, { kind: 'loop', of: command, ran: 'condition', status: 0 }, command.condition);
      return;
    case 'for': {
      const around = surroundings(shell);
      const words = command.words.flatMap((word) => expand(around, word));
      shell.status = 0;
      pushLoop(shell, stack, { kind: 'each', of: command, words, at: 0 }, []);
      return;
    }
    case 'count':
      valueOf(shell, command.first);
      shell.status = 0;
      if (isTrue(shell, command.condition))
        pushLoop(shell, stack, { kind: 'turn', of: command }, command.body);
      return;
    case 'case':
      beginCase(shell, stack, command);
      return;
    case 'arithmetic':
      shell.status = valueOf(shell, command.expression) === 0n ? 1 : 0;
      return;
    case 'test':
      shell.status = test(shell, command.words);
      return;
    case 'function':
      defineFunction(shell, command.name, command.body);
      shell.status = 0;
      return;
    case 'call': {
      const around = surroundings(shell);
      enterFunction(
        shell,
        command.words.flatMap((word) => expand(around, word)),
      );
      stack.push({ kind: 'return' });
      const pipeline = { commands: [command.body], negated: false };
      stack.push({ pipeline, when: 'always', background: false });
      return;
    }
  }
}

function beginCase(shell: Shell, stack: Stack, { word, arms }: CompoundCommand & { kind: 'case' }): void {
  const around = surroundings(shell);
  const text = expandWhole(around, word);
  shell.status = 0;
  for (const { patterns, body } of arms) {
    if (!patterns.some((pattern) => fits(patternText(around, pattern), text))) continue;
    push(stack, body);
    return;
  }
}

/** Something of a compound command has run. */
function control(shell: Shell, stack: Stack, step: Control): void {
  switch (step.kind) {
    case 'negate':
      shell.status = shell.status === 0 ? 1 : 0;
      return;
    case 'stdin':
      shell.stdin = step.stdin;
      return;
    case 'return':
      leaveFunction(shell);
      return;
    case 'arm': {
      const { of, at } = step;
      const next = of.arms[at + 1];
      if (shell.status === 0) push(stack, of.arms[at]?.body ?? []);
      else if (next !== undefined) {
        stack.push({ kind: 'arm', of, at: at + 1 });
        push(stack, next.condition);
      } else {
        shell.status = 0;
        push(stack, of.otherwise ?? []);
      }
      return;
    }
    case 'loop': {
      shell.loops -= 1;
      const { of, ran, status } = step;
      if (ran === 'body') {
        pushLoop(shell, stack, { ...step, ran: 'condition', status: shell.status }, of.condition);
      } else if ((shell.status === 0) !== of.until) {
        pushLoop(shell, stack, { ...step, ran: 'body' }, of.body);
      } else shell.status = status;
      return;
    }
    case 'each': {
      shell.loops -= 1;
      const word = step.words[step.at];
      if (word === undefined) return;
      setVariable(shell, step.of.name, word);
      pushLoop(shell, stack, { ...step, at: step.at + 1 }, step.of.body);
      return;
    }
    case 'turn':
      shell.loops -= 1;
      valueOf(shell, step.of.step);
      if (isTrue(shell, step.of.condition)) pushLoop(shell, stack, step, step.of.body);
      return;
  }
}

/** `break` and `continue`: out of so many loops, or to the next turn of the last of them. */
function leave(shell: Shell, stack: Stack, { kind, loops }: Jump & { kind: 'break' | 'continue' }): void {
  let left = loops;
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    if (step.kind === 'stdin') shell.stdin = step.stdin;
    if (step.kind !== 'loop' && step.kind !== 'each' && step.kind !== 'turn') continue;
    left -= 1;
    if (left > 0) {
      shell.loops -= 1;
      continue;
    }
    if (kind === 'continue') stack.push(step);
    else shell.loops -= 1;
    break;
  }
  shell.status = 0;
}

/** `return`: out of the innermost function; false when it is not one of this agenda. */
function leaveCall(shell: Shell, stack: Stack): boolean {
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    if (step.kind === 'stdin') shell.stdin = step.stdin;
    if (step.kind !== 'return') continue;
    leaveFunction(shell);
    return true;
  }
  return false;
}

export const unfold = { inline, control, leave, leaveCall };

function push(stack: Stack, script: Script): void {
  for (let at = script.length - 1; at >= 0; at -= 1) {
    const item = script[at];
    if (item !== undefined) stack.push(item);
  }
}

function pushLoop(shell: Shell, stack: Stack, step: Control, script: Script): void {
  shell.loops += 1;
  stack.push(step);
  push(stack, script);
}

function valueOf(shell: Shell, expression: Word): bigint {
  const around = surroundings(shell);
  const set = (name: string, value: string): void => {
    setVariable(shell, name, value);
  };
  // Each look sees what was set before.
  const get = (name: string): string => surroundings(shell).valueOf(name);
  return evaluate(expandWhole(around, expression), { get, set });
}

/** A condition that is not there holds. */
function isTrue(shell: Shell, condition: Word): boolean {
  if ((plainText(condition) ?? (condition.length === 0 ? '' : ' x')).trim() === '') return true;
  return valueOf(shell, condition) !== 0n;
}

function test(shell: Shell, words: readonly Word[]): number {
  const around = surroundings(shell);
  const conditions = words.map((word): ConditionWord => {
    const pattern = patternText(around, word);
    return {
      text: expandWhole(around, word),
      operator: plainText(word) !== null,
      fits: (text) => fits(pattern, text),
      regex: word
        .map((part) => {
          const text = expandWhole(around, [part]);
          return part.quoted ? text.replace(/[\\^$.|?*+()[\]{}]/g, '\\$&') : text;
        })
        .join(''),
    };
  });
  try {
    return conditionHolds(askedOf(shell), conditions) ? 0 : 1;
  } catch (error) {
    if (!(error instanceof TestFault)) throw error;
    shell.printed.err(`bash: ${error.message}`);
    return MISUSE;
  }
}

/** Whether a condition of a loop always holds. */
export function isAlways({ kind, of }: Control & { kind: 'loop' | 'turn' }): boolean {
  if (kind === 'turn') return of.condition.length === 0;
  const [only, ...more] = of.condition;
  const [command] = only?.pipeline.commands ?? [];
  if (more.length > 0 || command?.kind !== undefined) return false;
  const name = plainText(command?.words[0]);
  return of.until ? name === 'false' : name === 'true' || name === ':';
}
