/** `ls`: names; owners and times are not kept here. Texts: GNU coreutils 9.1. */
import { isRealFile, NOT_HERE } from '../../real-files';
import { notYet, type Command } from '../../command';
import { fileText, folder } from '../../files';
import { netnsNamed } from '../../netns';
import { readOptions } from '../../options';
import { Writing } from '../../written';
import { badOption, pathOf } from './text';

/** Columns of the terminal that lists are laid out for. */
const WIDTH = 80;
const GAP = 2;

export const ls: Command = {
  kind: 'ls',
  summary: 'list directory contents',
  usage: ['ls [ -a ] [ -1 ] [ FILE ... ]'],
  about: { '-a': 'do not ignore entries starting with .', '-1': 'list one file per line' },
  run(io, argv) {
    const { given, words, fault } = readOptions(argv.slice(1), { letters: '1aAlhFdRtrS' });
    if (fault) return badOption('ls', fault, 2);
    for (const letter of 'lhFdRtrS') if (given.has(letter)) return notYet(`ls -${letter}`);
    const { world } = io.host;
    const ns = netnsNamed(world, io.netns);
    // What is not there is told before anything is listed.
    const writing = new Writing();
    const files: string[] = [];
    const folders: { name: string; entries: readonly string[] }[] = [];
    for (const name of words.length === 0 ? ['.'] : [...words].sort()) {
      const path = pathOf(io, name);
      const entries = folder(world, ns, path);
      if (fileText(world, ns, path) !== null) files.push(name);
      else if (entries === null)
        writing.err(
          `ls: cannot access '${name}': ${isRealFile(ns, path) ? NOT_HERE : 'No such file or directory'}`,
        );
      else {
        const shown = entries
          .map((entry) => entry.name)
          .filter((entry) => given.has('a') || given.has('A') || !entry.startsWith('.'));
        folders.push({ name, entries: given.has('a') ? ['.', '..', ...shown] : shown });
      }
    }
    const inColumns = io.toTerminal && !given.has('1');
    const list = (names: readonly string[]): readonly string[] => (inColumns ? columns(names) : names);
    writing.out(...list(files));
    for (const { name, entries } of folders) {
      if (words.length > 1) writing.out(...(writing.has('stdout') ? [''] : []), `${name}:`);
      writing.out(...list(entries));
    }
    return writing.outcome(writing.has('stderr') ? 2 : 0);
  },
};

/** As many columns as fit, filled from top to bottom. */
function columns(names: readonly string[]): readonly string[] {
  for (let count = names.length; count > 1; count -= 1) {
    const rows = Math.ceil(names.length / count);
    // Fewer columns may do for so many rows.
    if (Math.ceil(names.length / rows) !== count) continue;
    const widths = Array.from({ length: count }, (_, column) =>
      Math.max(...names.slice(column * rows, (column + 1) * rows).map(({ length }) => length)),
    );
    const total = widths.reduce((sum, width) => sum + width, 0) + GAP * (count - 1);
    if (total >= WIDTH) continue;
    return Array.from({ length: rows }, (_, row) =>
      widths
        .flatMap((width, column) => {
          const name = names[column * rows + row];
          const isLast = names[(column + 1) * rows + row] === undefined;
          return name === undefined ? [] : [isLast ? name : name.padEnd(width + GAP)];
        })
        .join(''),
    );
  }
  return names;
}
