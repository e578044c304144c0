/** `timeout`: a command with a limited time. Texts: GNU coreutils 9.1. */
import type { ProcessLimit } from '../../model/process';
import { failed, notYet, type Command } from '../command';

const UNIT_SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };
const NS_PER_SEC = 1_000_000_000;
/** An hour: what a learner may wait for at once. */
const LONGEST_NS = 3600 * NS_PER_SEC;
const TRY = "Try 'timeout --help' for more information.";
const OWN_FAILURE = 125;
const TIMED_OUT = 124;

const SIGNALS: Readonly<Record<string, 'INT' | 'TERM' | 'KILL'>> = {
  ...{ '2': 'INT', INT: 'INT', SIGINT: 'INT', '9': 'KILL', KILL: 'KILL', SIGKILL: 'KILL' },
  ...{ '15': 'TERM', TERM: 'TERM', SIGTERM: 'TERM' },
};
/** In life, and without an effect of their own here. */
const OTHER_SIGNALS = ['HUP', 'QUIT', 'USR1', 'USR2', 'ALRM', 'STOP', 'CONT', 'ABRT', 'PIPE'];

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
      if (word === '--preserve-status') preserve = true;
      else if (word === '--foreground') continue;
      else if (word === '-s' || /^-s.|^--signal=/.test(word)) {
        const name = word === '-s' ? (argv[(at += 1)] ?? '') : word.replace(/^-s|^--signal=/, '');
        const known = Object.hasOwn(SIGNALS, name.toUpperCase()) ? SIGNALS[name.toUpperCase()] : undefined;
        if (known === undefined)
          return OTHER_SIGNALS.includes(name.toUpperCase().replace(/^SIG/, ''))
            ? notYet(`timeout -s ${name}`)
            : failed(OWN_FAILURE, `timeout: '${name}': invalid signal`, TRY);
        signal = known;
      } else if (/^-[kv]|^--(kill-after|verbose)/.test(word)) return notYet(`timeout ${word}`);
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
    const [, number = '', unit = ''] = /^(\d*\.?\d+|\d+\.)([smhd]?)$/.exec(duration) ?? [];
    if (number === '') return failed(OWN_FAILURE, `timeout: invalid time interval '${duration}'`, TRY);
    const afterNs = Math.min(Math.round(Number(number) * (UNIT_SECONDS[unit] ?? 1) * NS_PER_SEC), LONGEST_NS);
    const exitCode = preserve ? null : TIMED_OUT;
    const limit: ProcessLimit = { afterNs, signal, exitCode };
    // A time of 0 is no limit.
    const outcome = io.exec(io.netns, command, afterNs === 0 ? undefined : limit);
    if (outcome.exitCode !== 127) return outcome;
    return failed(127, `timeout: failed to run command '${command[0] ?? ''}': No such file or directory`);
  },
};
