/** `dig`: reads its words as BIND 9.18 does and starts the process. */
import { err, ok, type Result } from '../../../base/result';
import { digProcess, type DigOptions } from '../../../apps/dig';
import { reverseName } from '../../../apps/resolver';
import { asIpv4, parseIpv4, type Ipv4Addr } from '../../../wire/addr';
import { failed, notYet, started, type Command, type CommandIo, type Outcome } from '../../command';
import { resolverConfig } from '../../resolv-conf';

/** Numbers of the types one can ask for. */
const TYPES: ReadonlyMap<string, number> = new Map(
  Object.entries({ A: 1, NS: 2, CNAME: 5, SOA: 6, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33, ANY: 255 }),
);
const PTR = 12;
const DNS_PORT = 53;
const LOOPBACK = asIpv4(0x7f00_0001);

const DEFAULTS = {
  port: DNS_PORT,
  edns: true,
  recurse: true,
  timeoutMs: 5000,
  tries: 3,
  short: false,
  answerOnly: false,
};

export const dig: Command = {
  kind: 'dig',
  summary: 'DNS lookup utility',
  usage: ['dig [@SERVER] [-p PORT] [-x ADDR] [NAME] [TYPE] [+short] [+noall +answer] [+noedns] [+norecurse]'],
  forms: ['dig [ -p PORT ] [ -x ADDR ] [ NAME ] [ TYPE ]'],
  about: { '-p': 'specify port number', '-x': 'shortcut for reverse lookups' },
  run(io, argv) {
    const options = readDig(io, argv.slice(1));
    if (!options.ok) return options.error;
    return started(io.host.spawn(io.netns, digProcess(options.value, argv)));
  },
};

function readDig(io: CommandIo, words: readonly string[]): Result<DigOptions, Outcome> {
  let server: Ipv4Addr | null = null;
  let name: string | null = null;
  let type: number | null = null;
  let all = true;
  let more: Partial<DigOptions> = {};
  for (let i = 0; i < words.length; i += 1) {
    const word = words[i] ?? '';
    const value = (): string | undefined => (word.length > 2 ? word.slice(2) : words[(i += 1)]);
    if (word.startsWith('@')) {
      const addr = parseIpv4(word.slice(1));
      if (!addr.ok) return err(failed(1, `dig: couldn't get address for '${word.slice(1)}': not found`));
      server = addr.value;
    } else if (word.startsWith('-p')) {
      const port = Number(value());
      if (!(port >= 0 && port <= 0xffff)) return err(failed(1, "dig: Couldn't parse port number"));
      more = { ...more, port };
    } else if (word.startsWith('-x')) {
      const addr = parseIpv4(value() ?? '');
      if (!addr.ok) return err(failed(1, `Invalid IP address ${words[i] ?? ''}`));
      name = reverseName(addr.value);
      type = PTR;
    } else if (word.startsWith('-t')) {
      type = TYPES.get((value() ?? '').toUpperCase()) ?? null;
      if (type === null) return err(failed(1, `;; Warning, ignoring invalid type ${words[i] ?? ''}`));
    } else if (word.startsWith('-')) {
      return err(notYet(`dig ${word}`));
    } else if (word.startsWith('+')) {
      if (word === '+all' || word === '+noall') all = word === '+all';
      else {
        const set = switchOf(word.slice(1));
        if (set === null) return err(notYet(`dig ${word}`));
        more = { ...more, ...set };
      }
    } else if (TYPES.has(word.toUpperCase()) && type === null && name !== null) {
      type = TYPES.get(word.toUpperCase()) ?? null;
    } else if (name === null) name = word;
    else return err(notYet('dig with several questions'));
  }
  const [first = LOOPBACK] = resolverConfig(io)?.servers ?? [];
  return ok({
    ...DEFAULTS,
    ...more,
    answerOnly: !all,
    server: server ?? first,
    named: server !== null,
    // Without a name it asks for the root's name servers.
    question: name === null ? { name: '.', type: type ?? 2 } : { name: absolute(name), type: type ?? 1 },
  });
}

function absolute(name: string): string {
  return name.endsWith('.') ? name : `${name}.`;
}

/** What a plus sets; null for what is not here. */
function switchOf(word: string): Partial<DigOptions> | null {
  const [key = '', value = ''] = word.split('=', 2);
  const seconds = /^\d{1,4}$/.test(value) ? Number(value) : null;
  switch (key) {
    case 'short':
      return { short: true };
    case 'noshort':
      return { short: false };
    case 'answer':
    case 'ignore':
    case 'nocookie':
    case 'notcp':
    case 'nosearch':
      return {};
    case 'noedns':
      return { edns: false };
    case 'norecurse':
    case 'norec':
    case 'nordflag':
      return { recurse: false };
    case 'time':
    case 'timeout':
      return seconds === null ? null : { timeoutMs: Math.max(1, seconds) * 1000 };
    case 'tries':
      return seconds === null ? null : { tries: Math.max(1, seconds) };
    case 'retry':
      return seconds === null ? null : { tries: seconds + 1 };
    default:
      return null;
  }
}
