/** `watch`: a command over and over. There is no screen to be cleared: each time stands below the last. Texts: procps-ng 4.0.2. */
import { failed, notYet, type Command, type CommandIo, type Outcome } from '../command';
import { writtenBy, Writing } from '../written';

const INTERVAL_SEC = 2;
const SHORTEST_SEC = 0.1;
const LONGEST_SEC = 3600;
/** One time of many; nobody types it. */
const ONCE = '--once';

export const watch: Command = {
  kind: 'watch',
  summary: 'execute a program periodically',
  usage: ['watch [ -n SECONDS ] [ -t ] COMMAND ...'],
  about: { '-n': 'seconds to wait between updates', '-t': 'turn off header' },
  run(io, argv) {
    const once = argv[1] === ONCE;
    let everySec = INTERVAL_SEC;
    let header = true;
    let at = once ? 2 : 1;
    for (; argv[at]?.startsWith('-') === true; at += 1) {
      const word = argv[at] ?? '';
      const [, value] = /^(?:-n|--interval=)(.+)$/.exec(word) ?? [];
      if (word === '--') {
        at += 1;
        break;
      }
      if (word === '-t' || word === '--no-title') header = false;
      else if (word === '-n' || word === '--interval' || value !== undefined) {
        const text = value ?? argv[(at += 1)] ?? '';
        const seconds = Number(text.replace(',', '.'));
        if (text.trim() === '' || !Number.isFinite(seconds))
          return failed(1, `watch: failed to parse argument: '${text}': Invalid argument`);
        everySec = Math.min(Math.max(seconds, SHORTEST_SEC), LONGEST_SEC);
      } else if (/^-[bcCdegpqrwx]+$|^--\w/.test(word)) return notYet(`watch ${word}`);
      else return failed(1, `watch: invalid option -- '${word.charAt(1)}'`, ...USAGE);
    }
    const command = argv.slice(at).join(' ');
    if (command === '') return failed(1, ...USAGE);
    if (once) return oneTime(io, command, header ? everySec : null);
    const options = `${header ? '' : '-t '}-n ${String(everySec)}`;
    const time = `watch ${ONCE} ${options} '${command.replaceAll("'", `'\\''`)}'`;
    return io.script(`while true; do ${time}; sleep ${String(everySec)}; done`);
  },
};

const USAGE = ['', 'Usage:', ' watch [options] command'];

function oneTime(io: CommandIo, command: string, everySec: number | null): Outcome {
  const outcome = io.script(command);
  if (everySec === null) return outcome;
  const writing = new Writing();
  const now = io.exec(io.netns, ['date', '+%a %b %e %H:%M:%S %Y']).stdout[0] ?? '';
  writing.out(`Every ${everySec.toFixed(1)}s: ${command}  ${io.hostname}: ${now}`, '');
  writing.lines.push(...writtenBy(outcome));
  return writing.outcome(outcome.exitCode, outcome.pid);
}
