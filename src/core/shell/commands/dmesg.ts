/** `dmesg`: the kernel log of the machine. Source: dmesg(1), util-linux 2.41. */
import { ctime } from '../../base/instant';
import { failed, notYet, printed, type Command } from '../command';
import { machineOf } from '../netns';

const NS_PER_USEC = 1000;
const USEC_PER_SEC = 1_000_000;

export const dmesg: Command = {
  kind: 'dmesg',
  summary: 'print or control the kernel ring buffer',
  usage: ['dmesg [ -t ] [ -T ]'],
  about: { '-t': "don't show any timestamp with messages", '-T': 'show human-readable timestamp' },
  run({ host, netns }, argv) {
    const stranger = argv.slice(1).find((word) => !/^(-[tT]|--notime|--ctime)$/.test(word));
    if (stranger?.startsWith('-') === true) return notYet(`dmesg ${stranger}`);
    if (stranger !== undefined)
      return failed(1, 'dmesg: bad usage', "Try 'dmesg --help' for more information.");
    const root = host.world.netns[machineOf(host.world, netns).root];
    const lines = [...(root?.klog.entries.entries() ?? [])].sort(([a], [b]) => a - b);
    // Without times wins.
    const bare = argv.some((word) => word === '-t' || word === '--notime');
    const time = argv.length > 1 ? ctime : stamp;
    return printed(...lines.map(([, { atNs, text }]) => (bare ? text : `[${time(atNs)}] ${text}`)));
  },
};

/** Seconds since boot, `    1.250000`. */
function stamp(atNs: number): string {
  const usec = Math.floor(atNs / NS_PER_USEC);
  const fraction = String(usec % USEC_PER_SEC).padStart(6, '0');
  return `${String(Math.floor(usec / USEC_PER_SEC)).padStart(5)}.${fraction}`;
}
