/**
 * `-j LOG [--log-prefix "…"] [--log-level N]`: a line in the kernel log; the packet goes on.
 * Source: net/netfilter/xt_LOG.c, nf_log_syslog.c; extensions/libxt_LOG.c.
 */
import { kernelLog } from '../../klog';
import { logsHere, packetLine } from '../packet-line';
import { parseNumber, printString, readWord } from '../values';
import type { TargetKind, TargetOf } from './kind';

const LEVELS = ['emerg', 'alert', 'crit', 'error', 'warning', 'notice', 'info', 'debug'];
const LEVEL_DEFAULT = 4;
const PREFIX_MAX = 29;
const FLAGS = ['--log-tcp-sequence', '--log-tcp-options', '--log-ip-options', '--log-uid', '--log-macdecode'];
const START: TargetOf<'LOG'> = { kind: 'LOG', prefix: '', level: LEVEL_DEFAULT, flags: [] };

export const log: TargetKind<'LOG'> = {
  kind: 'LOG',
  tables: null,
  start: START,
  option(given, name, words) {
    const draft = given ?? START;
    if (FLAGS.includes(name)) {
      return { ...draft, flags: FLAGS.filter((flag) => flag === name || draft.flags.includes(flag)) };
    }
    switch (name) {
      case '--log-prefix': {
        const prefix = readWord(words, String);
        // What is too long is cut.
        return prefix === null ? 'bad' : { ...draft, prefix: prefix.slice(0, PREFIX_MAX) };
      }
      case '--log-level': {
        const level = readWord(words, (text) => parseNumber(text, 7) ?? indexOf(text));
        return level === null ? 'bad' : { ...draft, level };
      }
      default:
        return 'unknown';
    }
  },
  print: ({ prefix, level, flags }) =>
    [
      '-j LOG',
      ...(prefix === '' ? [] : [`--log-prefix ${printString(prefix)}`]),
      ...(level === LEVEL_DEFAULT ? [] : [`--log-level ${String(level)}`]),
      ...flags,
    ].join(' '),
  act({ prefix, level, flags }, seen) {
    if (logsHere(seen.ctx.world, seen.ns)) {
      kernelLog(seen.ctx, seen.ns, `${prefix}${packetLine(seen, flags)}`, level);
    }
    return 'continue';
  },
};

function indexOf(name: string): number | null {
  const index = LEVELS.indexOf(name === 'warn' ? 'warning' : name);
  return index === -1 ? null : index;
}
