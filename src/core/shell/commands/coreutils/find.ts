/** `find`: files by name and kind; owners, sizes and times are not kept here. Texts: GNU findutils 4.9, in the C locale. */
import { failed, notYet, type Command, type CommandIo, type Outcome } from '../../command';
import { fileText, folder } from '../../files';
import { netnsNamed } from '../../netns';
import { fits, globPattern } from '../../pattern';
import { Writing } from '../../written';
import { pathOf } from './text';

interface Found {
  /** As it is printed. */
  readonly path: string;
  readonly isFolder: boolean;
}

type Test = (found: Found) => boolean;

/** Tests and actions that there are in life. */
const LATER = new Set(
  `-amin -anewer -atime -cmin -cnewer -context -ctime -daystart -delete -depth -empty -exec -execdir -executable -false
  -files0-from -fls -follow -fprint -fprint0 -fprintf -fstype -gid -group -ilname -inum -iregex -links -lname -ls -mmin
  -mount -mtime -newer -nogroup -noleaf -nouser -ok -okdir -perm -print0 -printf -prune -quit -readable -regex -regextype
  -samefile -size -true -uid -used -user -writable -xdev -xtype`.split(/\s+/),
);
/** Kinds of files: of these there are two here. */
const TYPES = 'bcdpflsD';

/** Ends the reading of an expression. */
class FindFault extends Error {
  constructor(readonly outcome: Outcome) {
    super('find');
  }
}

function fault(text: string): FindFault {
  return new FindFault(failed(1, `find: ${text}`));
}

/** An expression: `-o` binds least, then `-a` or nothing, then `!`. */
class Expression {
  least = 0;
  most = Infinity;
  readonly warnings: string[] = [];
  private at = 0;
  /** The first test, behind which a global option is late. */
  private firstTest: string | null = null;

  constructor(private readonly words: readonly string[]) {}

  read(): Test {
    if (this.words.length === 0) return () => true;
    const test = this.either(null);
    if (this.word === ')') throw fault("you have too many ')'");
    return test;
  }

  private get word(): string | undefined {
    return this.words[this.at];
  }

  private either(after: string | null): Test {
    let test = this.both(after);
    while (this.word === '-o' || this.word === '-or') {
      const sign = this.word;
      this.at += 1;
      const [left, right] = [test, this.both(sign)];
      test = (found) => left(found) || right(found);
    }
    return test;
  }

  private both(after: string | null): Test {
    let test = this.one(after);
    for (;;) {
      const { word } = this;
      if (word === undefined || word === ')' || word === '-o' || word === '-or') return test;
      const isSign = word === '-a' || word === '-and';
      if (isSign) this.at += 1;
      const [left, right] = [test, this.one(isSign ? word : null)];
      test = (found) => left(found) && right(found);
    }
  }

  private one(after: string | null): Test {
    const { word } = this;
    if (word === undefined) throw fault(`expected an expression after '${after ?? ''}'`);
    this.at += 1;
    if (/^-(o|or|a|and)$/.test(word))
      throw fault(`invalid expression; you have used a binary operator '${word}' with nothing before it.`);
    if (word === ')') throw fault("you have too many ')'");
    if (word === '!' || word === '-not') {
      const inner = this.one(word);
      return (found) => !inner(found);
    }
    if (word !== '(') return this.primary(word);
    if (this.word === ')') throw fault('invalid expression; empty parentheses are not allowed.');
    const inner = this.word === undefined ? null : this.either(word);
    if (inner === null || this.word !== ')')
      throw fault("invalid expression; I was expecting to find a ')' somewhere but did not see one.");
    this.at += 1;
    return inner;
  }

  private primary(name: string): Test {
    switch (name) {
      case '-maxdepth':
      case '-mindepth':
        this.depth(name);
        return () => true;
      case '-print':
        this.firstTest ??= name;
        return () => true;
      case '-name':
      case '-iname':
        return this.pattern(name, ({ path }) => path.replace(/(.)\/+$/, '$1').replace(/^.*\/(?=.)/, ''));
      case '-path':
      case '-ipath':
      case '-wholename':
      case '-iwholename':
        return this.pattern(name, ({ path }) => path);
      case '-type':
        return this.types(name);
    }
    if (LATER.has(name)) throw new FindFault(notYet(`find ${name}`));
    throw fault(
      name.startsWith('-') ? `unknown predicate \`${name}'` : `paths must precede expression: \`${name}'`,
    );
  }

  private value(name: string): string {
    const { word } = this;
    if (word === undefined) throw fault(`missing argument to \`${name}'`);
    this.at += 1;
    return word;
  }

  private pattern(name: string, textOf: (found: Found) => string): Test {
    this.firstTest ??= name;
    const folded = name.startsWith('-i');
    const fold = (text: string): string => (folded ? text.toLowerCase() : text);
    const source = globPattern(fold(this.value(name)));
    return (found) => fits(source, fold(textOf(found)));
  }

  private types(name: string): Test {
    this.firstTest ??= name;
    const value = this.value(name);
    for (let at = 0; at < value.length; at += 2) {
      const letter = value.charAt(at);
      if (!TYPES.includes(letter)) throw fault(`Unknown argument to -type: ${letter}`);
      const sign = value.charAt(at + 1);
      if (sign === '') break;
      if (sign !== ',') throw fault("Must separate multiple arguments to -type using: ','");
      if (at + 2 === value.length)
        throw fault("Last file type in list argument to -type is missing, i.e., list is ending on: ','");
    }
    return ({ isFolder }) => value.split(',').includes(isFolder ? 'd' : 'f');
  }

  private depth(name: '-maxdepth' | '-mindepth'): void {
    const value = this.value(name);
    if (!/^\d{1,9}$/.test(value))
      throw fault(`Expected a positive decimal integer argument to ${name}, but got '${value}'`);
    if (this.firstTest !== null) this.warnings.push(lateText(name, this.firstTest));
    if (name === '-maxdepth') this.most = Number(value);
    else this.least = Number(value);
  }
}

function lateText(name: string, test: string): string {
  return `find: warning: you have specified the global option ${name} after the argument ${test}, but global options are not positional, i.e., ${name} affects tests specified before it as well as those specified after it.  Please specify global options before other arguments.`;
}

export const find: Command = {
  kind: 'find',
  summary: 'search for files in a directory hierarchy',
  usage: [
    'find [ FILE ... ] [ -maxdepth LEVELS ] [ -mindepth LEVELS ] [ -name PATTERN ] [ -iname PATTERN ] [ -path PATTERN ] [ -type TYPE ] [ -print ]',
  ],
  about: {
    '-maxdepth': 'descend at most so many levels of directories below the starting-points',
    '-mindepth': 'do not apply any tests at levels less than that',
    '-name': 'base of file name matches shell pattern',
    '-iname': 'like -name, but the match is case insensitive',
    '-path': 'file name matches shell pattern',
    '-type': 'file is of that type: d for directories, f for regular files',
    '-print': 'print the full file name on the standard output',
  },
  run(io, argv) {
    const words = argv.slice(1).filter((word, at) => at > 0 || !/^-[HLP]$/.test(word));
    const end = words.findIndex((word) => /^-./.test(word) || word === '!' || word === '(' || word === ')');
    const starts = end < 0 ? words : words.slice(0, end);
    const expression = new Expression(end < 0 ? [] : words.slice(end));
    try {
      const test = expression.read();
      const writing = new Writing();
      // Who is not asked by a person is not warned.
      if (io.stdin === null) writing.err(...expression.warnings);
      const missed = (starts.length === 0 ? ['.'] : starts).filter(
        (start) => !walk(io, start, expression, test, writing),
      );
      return writing.outcome(missed.length > 0 ? 1 : 0);
    } catch (error) {
      if (error instanceof FindFault) return error.outcome;
      throw error;
    }
  },
};

/** Prints what fits at a path and below; false when there is no such path. */
function walk(
  io: CommandIo,
  start: string,
  { least, most }: Expression,
  test: Test,
  writing: Writing,
): boolean {
  const { world } = io.host;
  const ns = netnsNamed(world, io.netns);
  const visit = (path: string, isFolder: boolean, depth: number): void => {
    if (depth >= least && test({ path, isFolder })) writing.out(path);
    if (!isFolder || depth >= most) return;
    for (const entry of folder(world, ns, pathOf(io, path)) ?? [])
      visit(`${path}${path.endsWith('/') ? '' : '/'}${entry.name}`, entry.isFolder, depth + 1);
  };
  const isFolder = start !== '' && folder(world, ns, pathOf(io, start)) !== null;
  if (!isFolder && (start === '' || fileText(world, ns, pathOf(io, start)) === null)) {
    writing.err(`find: '${start}': No such file or directory`);
    return false;
  }
  visit(start, isFolder, 0);
  return true;
}
