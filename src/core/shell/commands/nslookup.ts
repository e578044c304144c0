/** `nslookup` without its own prompt, as BIND 9.18 has it. */
import { nslookupProcess } from '../../apps/nslookup';
import { reverseName } from '../../apps/resolver';
import { failed, notYet, started, type Command } from '../command';
import { inetAton } from '../resolve';
import { candidatesOf, serversOf, typeNumber } from './host';

const DNS_PORT = 53;
const TRIES = 3;
const PTR = 12;
/** Options that set nothing that could be different here. */
const IDLE = ['recurse', 'search', 'noall', 'nod2', 'nodebug', 'nofail', 'novc'];

export const nslookup: Command = {
  kind: 'nslookup',
  summary: 'query Internet name servers interactively',
  usage: ['nslookup [ -type=TYPE ] [ -port=PORT ] [ -timeout=SECONDS ] [ -retry=NUMBER ] HOST [ SERVER ]'],
  forms: ['nslookup HOST [ ADDR ]'],
  run(io, argv) {
    const words: string[] = [];
    const early: string[] = [];
    let type: number | null = null;
    let [port, retry, timeoutSec]: [number, number, number | null] = [DNS_PORT, TRIES, null];
    for (const word of argv.slice(1)) {
      if (!word.startsWith('-')) {
        words.push(word);
        continue;
      }
      const [key = '', value = ''] = word.slice(1).split('=', 2);
      if (/^(type|querytype|query|qu|q|ty)$/.test(key)) {
        type = typeNumber(value);
        if (type === null) early.push(`unknown query type: ${value}`);
      } else if (/^po(rt)?$/.test(key)) port = Number(value);
      else if (/^ret(ry)?$/.test(key)) retry = Number(value);
      else if (/^(timeout|t)$/.test(key)) timeoutSec = Number(value);
      else if (/^(debug|deb|vc|d2|norecurse|nosearch|all|class|cl|domain|srchlist)$/.test(key)) {
        return notYet(`nslookup -${key}`);
      } else if (!IDLE.includes(key)) early.push(`*** Invalid option: ${key}`);
    }
    const [name, server] = words;
    if (name === undefined || name === '-') {
      return early.length > 0 ? failed(1, ...early, '') : notYet('nslookup with a prompt of its own');
    }
    const servers = serversOf(io, server);
    if (servers === null) return failed(1, `nslookup: couldn't get address for '${server ?? ''}': failure`);
    const addr = inetAton(name);
    const reverse = addr === null ? null : reverseName(addr);
    const options = {
      tool: 'nslookup' as const,
      name: reverse ?? name,
      candidates: reverse === null ? candidatesOf(io, name) : [reverse],
      type: reverse === null ? type : PTR,
      ...{ servers, named: server !== undefined, port, tries: Math.max(1, retry) },
      timeoutSec: Math.max(1, timeoutSec ?? TIMEOUT_SEC),
    };
    const outcome = started(io.host.spawn(io.netns, nslookupProcess(options, argv)));
    return { ...outcome, stderr: early };
  },
};

/** Seconds an answer is waited for. */
const TIMEOUT_SEC = 5;
