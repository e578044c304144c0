/**
 * Functions and aliases of a shell. They are kept among its variables by names that are no names, so that whoever has a copy of those
 * (a subshell, a shell that waits) has them, and whoever is given what was exported (`sh -c`) has not.
 */
import { ExpansionFault } from './expand';
import { positionalOf, setVariable, withPositional, type Shell } from './shell.types';
import { plainText, type Command, type CompoundCommand, type ListItem } from './syntax';

/** What a function's caller gets back when it returns. */
interface Frame {
  readonly positional: readonly string[];
  /** Of local variables; null where there was none. */
  readonly saved: Readonly<Record<string, string | null>>;
  readonly loops: number;
}

/** Functions that have not returned, the innermost last. */
const FRAMES = '()';
const DEPTH_MAX = 50;

/** Name under which a function is kept. */
export function functionKey(name: string): string {
  return `${name}()`;
}

/** Name under which an alias is kept. */
export function aliasKey(name: string): string {
  return `alias ${name}`;
}

/** The aliases of a shell, by their names. */
export function aliasesOf(vars: Shell['vars']): Readonly<Record<string, string>> {
  const kept = Object.entries(vars).filter(([key]) => key.startsWith('alias '));
  return Object.fromEntries(kept.map(([key, value]) => [key.slice('alias '.length), value]));
}

export function defineFunction(shell: Shell, name: string, body: CompoundCommand): void {
  setVariable(shell, functionKey(name), JSON.stringify(body));
}

/** A pipeline in which commands that name a function are calls of it. */
export function withCalls(shell: Shell, item: ListItem): ListItem {
  const { pipeline } = item;
  if (!Object.keys(shell.vars).some((key) => key.endsWith('()') && key !== FRAMES)) return item;
  const commands = pipeline.commands.map((command): Command => {
    const [first, ...words] = command.kind === undefined ? command.words : [];
    const name = plainText(first);
    const text = name === null ? undefined : ownText(shell, functionKey(name));
    if (name === null || text === undefined) return command;
    const body = JSON.parse(text) as CompoundCommand;
    return { kind: 'call', name, words, body, redirects: command.redirects, at: command.at };
  });
  return { ...item, pipeline: { ...pipeline, commands } };
}

function ownText({ vars }: Pick<Shell, 'vars'>, key: string): string | undefined {
  return Object.hasOwn(vars, key) ? vars[key] : undefined;
}

function framesOf(shell: Pick<Shell, 'vars'>): readonly Frame[] {
  return JSON.parse(ownText(shell, FRAMES) ?? '[]') as readonly Frame[];
}

function putFrames(shell: Shell, frames: readonly Frame[]): void {
  if (frames.length > 0) {
    setVariable(shell, FRAMES, JSON.stringify(frames));
    return;
  }
  shell.vars = Object.fromEntries(Object.entries(shell.vars).filter(([key]) => key !== FRAMES));
}

/** How many functions are under way. */
export function depthOf(shell: Pick<Shell, 'vars'>): number {
  return framesOf(shell).length;
}

export function enterFunction(shell: Shell, words: readonly string[]): void {
  const frames = framesOf(shell);
  if (frames.length >= DEPTH_MAX)
    throw new ExpansionFault('packetwalk: so many functions within one another are not run');
  const frame: Frame = { positional: positionalOf(shell.vars), saved: {}, loops: shell.loops };
  putFrames(shell, [...frames, frame]);
  shell.vars = withPositional(shell.vars, words);
  shell.loops = 0;
}

export function leaveFunction(shell: Shell): void {
  const frames = framesOf(shell);
  const frame = frames.at(-1);
  if (frame === undefined) return;
  putFrames(shell, frames.slice(0, -1));
  const restored = Object.entries(frame.saved).flatMap(([name, value]) =>
    value === null ? [] : [[name, value] as const],
  );
  const kept = Object.entries(shell.vars).filter(([name]) => !Object.hasOwn(frame.saved, name));
  shell.vars = withPositional(Object.fromEntries([...kept, ...restored]), frame.positional);
  shell.loops = frame.loops;
}

/** A line that ended within functions (Ctrl-C) leaves them. */
export function leaveAll(shell: Shell): void {
  while (depthOf(shell) > 0) leaveFunction(shell);
}

/** A variable that the caller of the function will find as it was. */
export function makeLocal(shell: Shell, name: string, value: string | null): void {
  const frames = framesOf(shell);
  const frame = frames.at(-1);
  if (frame === undefined) return;
  if (!Object.hasOwn(frame.saved, name)) {
    const saved = { ...frame.saved, [name]: ownText(shell, name) ?? null };
    putFrames(shell, [...frames.slice(0, -1), { ...frame, saved }]);
  }
  if (value !== null) setVariable(shell, name, value);
  else shell.vars = Object.fromEntries(Object.entries(shell.vars).filter(([key]) => key !== name));
}
