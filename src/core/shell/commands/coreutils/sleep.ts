/** `sleep`. Texts: GNU coreutils 9.1. */
import { sleepProcess } from '../../../apps/sleep';
import { failed, started, type Command } from '../../command';

const UNIT_SECONDS: Readonly<Record<string, number>> = { '': 1, s: 1, m: 60, h: 3600, d: 86_400 };
const NS_PER_SEC = 1_000_000_000;
/** An hour: what a learner may wait for at once. */
const LONGEST_NS = 3600 * NS_PER_SEC;
const TRY = "Try 'sleep --help' for more information.";

export const sleep: Command = {
  kind: 'sleep',
  summary: 'delay for a specified amount of time',
  usage: ['sleep SECONDS ...'],
  run(io, argv) {
    const words = argv.slice(1);
    if (words.length === 0) return failed(1, 'sleep: missing operand', TRY);
    let totalNs = 0;
    for (const word of words) {
      const [, number = '', unit = ''] = /^(\d*\.?\d+|\d+\.)([smhd]?)$/.exec(word) ?? [];
      if (number === '') return failed(1, `sleep: invalid time interval '${word}'`, TRY);
      totalNs += Number(number) * (UNIT_SECONDS[unit] ?? 1) * NS_PER_SEC;
    }
    const lengthNs = Math.min(Math.round(totalNs), LONGEST_NS);
    return started(io.host.spawn(io.netns, sleepProcess(lengthNs, argv)));
  },
};
