/** `birdc`, the BIRD client: what it prints and what it has the daemon do. Source: BIRD 1.6.8 client/client.c, nest/config.Y, doc/reply_codes. */
import { mapGet } from '../../base/persistent-map';
import { configErrorText } from '../../model/bird.config';
import type { BirdState } from '../../model/bird';
import { birdIn, birdState, parseConfig } from '../../apps/bird/api';
import { CONFIGURE, CONTROL } from '../../apps/bird/control';
import { showRoute } from '../../apps/bird/show-route';
import { interfaceLines, protocolLines, READY, statusLines } from '../../apps/bird/text';
import { failed, printed, type Command, type CommandIo, type Outcome } from '../command';
import { fileText } from '../files';
import { netnsNamed } from '../netns';

const SOCKET = '/var/run/bird/bird.ctl';
const NO_COMMAND = "No such command. Press `?' for help.";

const FORMS = [
  'birdc show status',
  'birdc show protocols [ all ] [ NAME ]',
  'birdc show interfaces [ summary ]',
  'birdc show route [ for ADDRESS ] [ PREFIX ] [ protocol NAME ] [ primary ] [ all ] [ count ]',
  'birdc configure [ soft ] [ check ]',
  'birdc { disable | enable | restart } { NAME | all }',
];

export const birdc: Command = client('birdc');
/** Calico's images have the one without line editing. */
export const birdcl: Command = client('birdcl');

function client(kind: 'birdc' | 'birdcl'): Command {
  return {
    kind,
    summary: 'BIRD Client',
    usage: FORMS.map((form) => form.replace('birdc', kind)),
    onlyOnMachines: true,
    run(io, argv) {
      const words = argv.slice(1);
      let path = SOCKET;
      while (words[0]?.startsWith('-') === true) {
        const option = words.shift();
        if (option === '-s') path = words.shift() ?? SOCKET;
        else if (option !== '-r' && option !== '-v')
          return failed(1, `Usage: ${kind} [-s <control-socket>] [-v] [-r]`);
      }
      const process = birdIn(netnsNamed(io.host.world, io.netns));
      if (process === null)
        return failed(1, `Unable to connect to server control socket (${path}): No such file or directory`);
      return answer(io, birdState(process), process.pid, words);
    },
  };
}

function said(lines: readonly string[]): Outcome {
  return printed(READY, ...lines);
}

/** A word may be shortened as far as it stays the only one. */
function isWord(word: string | undefined, full: string): boolean {
  return word !== undefined && word !== '' && full.startsWith(word);
}

function answer(io: CommandIo, state: BirdState, pid: number, words: readonly string[]): Outcome {
  const [verb, what, ...rest] = words;
  // Without words it would wait for lines; there is nobody to type them.
  if (verb === undefined) return said([]);
  if (isWord(verb, 'show')) return show(io, state, what, rest);
  if (isWord(verb, 'configure')) return configure(io, state, pid, words.slice(1));
  for (const [full, done] of [
    ['disable', 'disabled'],
    ['enable', 'enabled'],
    ['restart', 'restarted'],
  ] as const) {
    if (isWord(verb, full)) return control(io, state, pid, full, done, what);
  }
  return said([NO_COMMAND]);
}

function show(io: CommandIo, state: BirdState, what: string | undefined, rest: readonly string[]): Outcome {
  const { nowNs } = io.host.world;
  if (isWord(what, 'status')) return said(statusLines(state, nowNs));
  if (isWord(what, 'interfaces')) return said(interfaceLines(state));
  if (isWord(what, 'route')) return said(showRoute(state, rest).lines);
  if (isWord(what, 'protocols')) {
    const all = rest.includes('all');
    const name = rest.find((word) => word !== 'all') ?? null;
    return said(protocolLines(state, nowNs, all, name) ?? [`${name ?? ''} is not a protocol`]);
  }
  return said([NO_COMMAND]);
}

function configure(io: CommandIo, state: BirdState, pid: number, words: readonly string[]): Outcome {
  const ns = netnsNamed(io.host.world, io.netns);
  const read = parseConfig(state.path, (file) => fileText(io.host.world, ns, file));
  const reading = `Reading configuration from ${state.path}`;
  if (!read.ok) return said([reading, configErrorText(read.error)]);
  if (words.includes('check')) return said([reading, 'Configuration OK']);
  io.host.tell?.(io.netns, pid, CONFIGURE);
  return said([reading, 'Reconfigured']);
}

function control(
  io: CommandIo,
  state: BirdState,
  pid: number,
  verb: 'disable' | 'enable' | 'restart',
  done: string,
  name: string | undefined,
): Outcome {
  if (name === undefined) return said(['syntax error']);
  const plain = name.replace(/^"(.*)"$/, '$1');
  const chosen = state.order.flatMap((no) => {
    const protocol = mapGet(state.protocols, no);
    return protocol !== undefined && (plain === 'all' || protocol.config.name === plain) ? [protocol] : [];
  });
  if (chosen.length === 0) return said([`${plain} is not a protocol`]);
  io.host.tell?.(io.netns, pid, `${CONTROL}${verb} ${plain}`);
  return said(
    chosen.map(({ config, disabled }) => {
      if (verb === 'disable' && disabled) return `${config.name}: already disabled`;
      if (verb === 'enable' && !disabled) return `${config.name}: already enabled`;
      if (verb === 'restart' && disabled) return `${config.name}: already disabled`;
      return `${config.name}: ${done}`;
    }),
  );
}
