/** `timeout`: a command with a limited time. Texts: GNU coreutils 9.1. */
import type { ProcessLimit } from '../../model/process';
import { commandName, failed, notYet, type Command } from '../command';

const UNIT_SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };
const NS_PER_SEC = 1_000_000_000;
/** An hour: what a learner may wait for at once. */
const LONGEST_NS = 3600 * NS_PER_SEC;
/** Largest number of a signal on Linux. */
const SIGNAL_MAX = 64;
const TRY = "Try 'timeout --help' for more information.";
const OWN_FAILURE = 125;
const TIMED_OUT = 124;

const SIGNALS: Readonly<Record<string, 'INT' | 'TERM' | 'KILL'>> = {
  ...{ '2': 'INT', INT: 'INT', SIGINT: 'INT', '9': 'KILL', KILL: 'KILL', SIGKILL: 'KILL' },
  ...{ '15': 'TERM', TERM: 'TERM', SIGTERM: 'TERM' },
};
/** In life, and without an effect of their own here. */
const OTHER_SIGNALS = ['EXIT', 'HUP', 'QUIT', 'USR1', 'USR2', 'ALRM', 'STOP', 'CONT', 'ABRT', 'PIPE'];

/** As strtod(3) reads it, and a unit. */
const DURATION = /^\s*\+?(inf(?:inity)?|0x[\da-f]+|(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?)([smhd]?)$/i;

export const timeout: Command = {
  kind: 'timeout',
  summary: 'run a command with a time limit',
  usage: ['timeout [ -s { INT | TERM | KILL } ] [ --preserve-status ] SECONDS COMMAND ...'],
  about: {
    '-s': 'specify the signal to be sent on timeout',
    '--preserve-status': 'exit with the same status as COMMAND, even when the command times out',
  },
  run(io, argv) {
    let signal: 'INT' | 'TERM' | 'KILL' = 'TERM';
    let preserve = false;
    let at = 1;
    for (; argv[at]?.startsWith('-') === true; at += 1) {
      const word = argv[at] ?? '';
      if (word === '--') {
        at += 1;
        break;
      }
      if (word === '--preserve-status') preserve = true;
      else if (word === '--foreground') continue;
      else if (word === '-s' || /^-s.|^--signal=/.test(word)) {
        const name = word === '-s' ? (argv[(at += 1)] ?? '') : word.replace(/^-s|^--signal=/, '');
        const known = Object.hasOwn(SIGNALS, name.toUpperCase()) ? SIGNALS[name.toUpperCase()] : undefined;
        if (known === undefined)
          return OTHER_SIGNALS.includes(name.toUpperCase().replace(/^SIG/, '')) ||
            (/^\d{1,2}$/.test(name) && Number(name) <= SIGNAL_MAX)
            ? notYet(`timeout -s ${name}`)
            : failed(OWN_FAILURE, `timeout: '${name}': invalid signal`, TRY);
        signal = known;
      } else if (/^-[kv]|^--(kill-after|verbose)/.test(word)) return notYet(`timeout ${word}`);
      else if (word.startsWith('--'))
        return failed(OWN_FAILURE, `timeout: unrecognized option '${word}'`, TRY);
      else return failed(OWN_FAILURE, `timeout: invalid option -- '${word.charAt(1)}'`, TRY);
    }
    // A shell here takes the exit code of SIGINT for Ctrl-C.
    if (preserve && signal === 'INT') return notYet('timeout --preserve-status -s INT');
    const [duration, ...command] = argv.slice(at);
    if (duration === undefined || command.length === 0)
      return failed(
        OWN_FAILURE,
        ...(duration === undefined
          ? ['timeout: missing operand']
          : [`timeout: missing operand after '${duration}'`]),
        TRY,
      );
    const [, number = '', unit = ''] = DURATION.exec(duration) ?? [];
    if (number === '') return failed(OWN_FAILURE, `timeout: invalid time interval '${duration}'`, TRY);
    const seconds = (/^i/i.test(number) ? Infinity : Number(number)) * (UNIT_SECONDS[unit] ?? 1);
    const afterNs = Math.min(Math.ceil(seconds * NS_PER_SEC), LONGEST_NS);
    const exitCode = preserve ? null : TIMED_OUT;
    const limit: ProcessLimit = { afterNs, signal, exitCode };
    // A time of 0 is no limit.
    const outcome = io.exec(io.netns, command, afterNs === 0 ? undefined : limit);
    const [name = ''] = command;
    // A command that is there may end with 127 itself.
    if (outcome.exitCode !== 127 || io.commands.get(commandName(name)) !== undefined) return outcome;
    return failed(127, `timeout: failed to run command '${name}': No such file or directory`);
  },
};
