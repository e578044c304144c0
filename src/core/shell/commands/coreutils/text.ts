/** What the text tools share: where their input comes from, lines, the words of GNU's getopt. */
import { failed, type CommandIo, type Outcome } from '../../command';
import { fileText, folder } from '../../files';
import { netnsNamed } from '../../netns';
import { isRealFile, NOT_HERE } from '../../real-files';
import type { OptionFault } from '../../options';

export interface Text {
  readonly lines: readonly string[];
  /** The last line has no newline. */
  readonly unterminated: boolean;
}

export function textOf(text: string): Text {
  if (text === '') return { lines: [], unterminated: false };
  const unterminated = !text.endsWith('\n');
  const lines = text.split('\n');
  return { lines: unterminated ? lines : lines.slice(0, -1), unterminated };
}

/** An input by name, or why it cannot be read: the kernel's words. */
export type Input = { readonly name: string } & ({ readonly text: string } | { readonly fault: string });

/** The files that are named, `-` or none being what is piped in. Nobody types an input here: without a pipe it is empty. */
export function inputs(io: CommandIo, names: readonly string[]): readonly Input[] {
  return (names.length === 0 ? ['-'] : names).map((name) => {
    if (name === '-') return { name, text: io.stdin ?? '' };
    return { name, ...readPath(io, name) };
  });
}

export function readPath(io: CommandIo, name: string): { text: string } | { fault: string } {
  const { world } = io.host;
  const ns = netnsNamed(world, io.netns);
  const path = pathOf(io, name);
  if (path === '/dev/null') return { text: '' };
  const text = fileText(world, ns, path);
  if (text !== null) return { text };
  if (folder(world, ns, path) !== null) return { fault: 'Is a directory' };
  return { fault: isRealFile(ns, path) ? NOT_HERE : 'No such file or directory' };
}

/** A path as typed, from the root. */
export function pathOf({ cwd }: CommandIo, name: string): string {
  return name.startsWith('/') ? name : `${cwd}/${name}`;
}

/** GNU's getopt and the line that follows it. */
export function badOption(tool: string, { code, option }: OptionFault, exitCode = 1): Outcome {
  const text =
    option.length > 1
      ? `unrecognized option '--${option}'`
      : code === 'unknown'
        ? `invalid option -- '${option}'`
        : `option requires an argument -- '${option}'`;
  return failed(exitCode, `${tool}: ${text}`, `Try '${tool} --help' for more information.`);
}
