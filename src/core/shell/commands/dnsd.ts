/**
 * `dnsd`: an authoritative DNS server of this lab's own, with zones in BIND's file format, from files or from the command
 * line: `dnsd cluster.local -r 'web.default.svc A 10.96.7.7'`.
 */
import { dnsdProcess } from '../../apps/dnsd';
import { parseZone, type Zone } from '../../apps/dnsd.zone';
import { failed, started, type Command } from '../command';
import { fileText } from '../files';
import { netnsNamed } from '../netns';

const USAGE = ['dnsd [ -p PORT ] ORIGIN { FILE | -r RECORD... } [ ORIGIN ... ]'];
const DNS_PORT = 53;

export const dnsd: Command = {
  kind: 'dnsd',
  summary: 'authoritative DNS server of this lab',
  usage: USAGE,
  forms: ['dnsd [ -p PORT ] [ ORIGIN ] [ FILE ] [ -r RECORD ]'],
  about: { '-p': 'port to listen on', '-r': 'a record, as a line of a zone file' },
  run(io, argv) {
    const usage = (): ReturnType<typeof failed> => failed(1, ...USAGE.map((line) => `Usage: ${line}`));
    const ns = netnsNamed(io.host.world, io.netns);
    let port = DNS_PORT;
    const texts: { readonly origin: string; file: string | null; lines: string[] }[] = [];
    const words = argv.slice(1);
    for (let i = 0; i < words.length; i += 1) {
      const word = words[i] ?? '';
      const zone = texts.at(-1);
      if (word === '-p') {
        port = Number(words[(i += 1)]);
        if (!Number.isInteger(port) || port < 1 || port > 0xffff) return usage();
      } else if (word === '-r') {
        const line = words[(i += 1)];
        if (line === undefined || zone === undefined) return usage();
        zone.lines.push(line);
      } else if (word.startsWith('-')) return usage();
      else if (zone === undefined || zone.file !== null || zone.lines.length > 0) {
        texts.push({ origin: word, file: null, lines: [] });
      } else zone.file = word;
    }
    if (texts.length === 0) return usage();
    const zones: Zone[] = [];
    for (const { origin, file, lines } of texts) {
      const text = file === null ? lines.join('\n') : fileText(io.host.world, ns, file);
      if (text === null) return failed(1, `dnsd: ${file ?? ''}: file not found`);
      const zone = parseZone(text, origin);
      if (!zone.ok) return failed(1, `dnsd: ${file ?? '-r'}:${zone.error.line}: ${zone.error.text}`);
      zones.push(zone.value);
    }
    return started(io.host.spawn(io.netns, dnsdProcess({ port, zones }, argv)));
  },
};
