/** Where a name leads: `which`, `type`, `command`. Texts: debianutils 5.7, bash 5.2; paths: Debian 12. */
import { failed, notYet, printed, type Command, type CommandIo, type Outcome } from '../../command';
import { aliasesOf, functionKey } from '../../functions';
import { Writing } from '../../written';

/** Programs for the system's administrator; all others are for everybody. */
const SBIN = new Set(
  `arp bird birdc birdcl bridge conntrack dnsd ethtool httpd ifconfig ip ipset iptables iptables-restore iptables-save nft
  route sysctl tc traceroute`.split(/\s+/),
);
/** Programs that no package of the distribution brings. */
const LOCAL = new Set(['calicoctl']);

const BUILTINS = new Set(
  `. : [ alias bg bind break builtin caller cd command compgen complete compopt continue declare dirs disown echo enable
  eval exec exit export false fc fg getopts hash help history jobs kill let local logout mapfile popd printf pushd pwd
  read readarray readonly return set shift shopt source suspend test times trap true type typeset ulimit umask unalias
  unset wait`.split(/\s+/),
);
/** Builtins of which there is a program as well. */
const BOTH = new Set(['[', 'echo', 'false', 'kill', 'printf', 'pwd', 'test', 'true']);
const KEYWORDS = new Set(
  'if then else elif fi case esac for select while until do done in function time { } ! [[ ]] coproc'.split(
    ' ',
  ),
);

type Known = Pick<CommandIo, 'commands' | 'vars'>;

/** Programs of that name, in the order of PATH. /bin and /sbin are those of /usr, so each stands there twice. */
function pathsOf({ commands }: Known, name: string): readonly string[] {
  if (!commands.has(name) || (BUILTINS.has(name) && !BOTH.has(name))) return [];
  if (LOCAL.has(name)) return [`/usr/local/bin/${name}`];
  const folder = SBIN.has(name) ? 'sbin' : 'bin';
  return [`/usr/${folder}/${name}`, `/${folder}/${name}`];
}

/** What a name is to the shell, what comes first in front. */
type Meaning =
  | { readonly kind: 'keyword' | 'builtin' | 'function' }
  | { readonly kind: 'alias'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };

function meaningsOf(io: Known, name: string): readonly Meaning[] {
  const files = pathsOf(io, name).map((path) => ({ kind: 'file', path }) as const);
  const text = aliasesOf(io.vars)[name];
  return [
    ...(text === undefined ? [] : [{ kind: 'alias', text } as const]),
    ...(KEYWORDS.has(name) ? [{ kind: 'keyword' } as const] : []),
    ...(Object.hasOwn(io.vars, functionKey(name)) ? [{ kind: 'function' } as const] : []),
    ...(BUILTINS.has(name) && !KEYWORDS.has(name) ? [{ kind: 'builtin' } as const] : []),
    ...files,
  ];
}

/** What a function does is not shown here. */
const NO_BODY = 'the text of a function';

function described(name: string, meaning: Meaning): string {
  if (meaning.kind === 'alias') return `${name} is aliased to \`${meaning.text}'`;
  return `${name} is ${meaning.kind === 'file' ? meaning.path : `a shell ${meaning.kind}`}`;
}

/** Letters in front of the names; the first that is not known as `bad`. */
function lettersOf(
  words: readonly string[],
  known: string,
): { readonly letters: string; readonly names: readonly string[]; readonly bad: string | null } {
  const end = words.findIndex((word) => !/^-./.test(word) || word === '--');
  const options = end < 0 ? words : words.slice(0, end);
  const rest = end < 0 ? [] : words.slice(end);
  const letters = options.map((word) => word.slice(1)).join('');
  const bad = Array.from(letters).find((letter) => !known.includes(letter)) ?? null;
  return { letters, names: rest[0] === '--' ? rest.slice(1) : rest, bad };
}

const which: Command = {
  kind: 'which',
  summary: 'locate a command',
  usage: ['which [ -a ] NAME ...'],
  about: { '-a': 'print all matching pathnames of each argument' },
  run(io, argv) {
    const { letters, names, bad } = lettersOf(argv.slice(1), 'a');
    const usage = `Usage: ${pathsOf(io, 'which')[0] ?? 'which'} [-a] args`;
    if (bad !== null) return { ...printed(usage), exitCode: 2, stderr: [`Illegal option -${bad}`] };
    const found = names.map((name) => pathsOf(io, name));
    const lines = found.flatMap((paths) => (letters.includes('a') ? paths : paths.slice(0, 1)));
    const all = names.length > 0 && found.every((paths) => paths.length > 0);
    return { ...printed(...lines), exitCode: all ? 0 : 1 };
  },
};

/** What bash says of an option that a builtin does not have. */
function badLetter(name: string, letter: string, usage: string): Outcome {
  return failed(2, `bash: ${name}: -${letter}: invalid option`, `${name}: usage: ${usage}`);
}

const type: Command = {
  kind: 'type',
  summary: 'display information about command type',
  usage: ['type [ -a ] [ -t ] [ -p ] [ -P ] NAME ...'],
  about: {
    '-a': 'display all locations containing an executable named NAME',
    '-t': 'output a single word',
    '-p': 'returns either the name of the disk file that would be executed, or nothing',
    '-P': 'force a PATH search for each NAME',
  },
  run(io, argv) {
    const { letters, names, bad } = lettersOf(argv.slice(1), 'afptP');
    if (bad !== null) return badLetter('type', bad, 'type [-afptP] name [name ...]');
    const has = (letter: string): boolean => letters.includes(letter);
    const writing = new Writing();
    let missed = false;
    for (const name of names) {
      const all = meaningsOf(io, name);
      const asked = has('P') ? all.filter(({ kind }) => kind === 'file') : all;
      if (asked.length === 0) {
        missed = true;
        if (!has('t') && !has('p') && !has('P')) writing.err(`bash: type: ${name}: not found`);
      }
      const told = has('a') ? asked : asked.slice(0, 1);
      if (!/[tpP]/.test(letters) && told.some(({ kind }) => kind === 'function')) return notYet(NO_BODY);
      for (const meaning of told) {
        if (has('t')) writing.out(meaning.kind);
        else if (!has('p') && !has('P')) writing.out(described(name, meaning));
        else if (meaning.kind === 'file') writing.out(meaning.path);
      }
    }
    return writing.outcome(missed ? 1 : 0);
  },
};

/** `command -v NAME`, `command -V NAME`, `command NAME …`. */
const command: Command = {
  kind: 'command',
  summary: 'execute a simple command or display information about commands',
  usage: ['command [ -v | -V ] NAME ...'],
  about: {
    '-v': 'print a description of COMMAND similar to the `type` builtin',
    '-V': 'print a more verbose description of each COMMAND',
  },
  run(io, argv) {
    const { letters, names, bad } = lettersOf(argv.slice(1), 'pvV');
    if (bad !== null) return badLetter('command', bad, 'command [-pVv] command [arg ...]');
    if (names.length === 0) return printed();
    const isAsked = /[vV]/.test(letters);
    if (!isAsked) return letters === '' ? io.exec(io.netns, names) : notYet('command -p');
    const writing = new Writing();
    let found = 0;
    for (const name of names) {
      const [meaning] = meaningsOf(io, name);
      const verbose = letters.lastIndexOf('V') > letters.lastIndexOf('v');
      if (meaning !== undefined) {
        found += 1;
        if (verbose && meaning.kind === 'function') return notYet(NO_BODY);
        if (!verbose && meaning.kind === 'alias') writing.out(`alias ${name}='${meaning.text}'`);
        else if (verbose) writing.out(described(name, meaning));
        else writing.out(meaning.kind === 'file' ? meaning.path : name);
      } else if (verbose) writing.err(`bash: command: ${name}: not found`);
    }
    return writing.outcome(found > 0 ? 0 : 1);
  },
};

export const where: readonly Command[] = [which, type, command];
