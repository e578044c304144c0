/** `ipset`: sets that rules ask by name. Source: ipset(8), ipset 7.17. */
import { inspectSets } from '../../kernel/ipset/list';
import { parseMember } from '../../kernel/ipset/member';
import { parseIpsetCommand, parseIpsetRestore, printIpset } from '../../kernel/ipset/text';
import { memberFor } from '../../kernel/ipset/lookup';
import { seenOf } from '../../kernel/ipset/present';
import type { IpSet, IpSetCommand, IpSetMember } from '../../model/ipset';
import type { NfCounter } from '../../model/netfilter';
import { failed, printed, type Command, type CommandIo, type Outcome } from '../command';
import { netnsNamed } from '../netns';

const VERSION = 'ipset v7.17';

export const ipset: Command = {
  kind: 'ipset',
  summary: 'administration tool for IP sets',
  usage: [
    'ipset create SETNAME TYPENAME [ CREATE-OPTIONS ]',
    'ipset { add | del } SETNAME ENTRY [ OPTIONS ] [ -exist ]',
    'ipset test SETNAME ENTRY',
    'ipset { list | save } [ SETNAME ] [ -name ] [ -terse ]',
    'ipset { flush | destroy } [ SETNAME ]',
    'ipset { rename | swap } SETNAME SETNAME',
    'ipset restore [ -exist ]',
  ],
  run(io, argv) {
    const words = argv.slice(1);
    const [verb = '', ...rest] = words;
    switch (verb) {
      case '':
        return failed(1, `${VERSION}: No command specified.`);
      case 'list':
      case '-L':
      case 'save':
      case '-S':
        return show(io, verb === 'save' || verb === '-S', rest);
      case 'test':
        return test(io, rest);
      case 'restore': {
        const commands = parseIpsetRestore(io.stdin ?? '', rest.includes('-exist') || rest.includes('-!'));
        if (!commands.ok) {
          return failed(
            1,
            `${VERSION}: Error in line ${String(commands.error.line)}: ${commands.error.what}`,
          );
        }
        return apply(io, commands.value);
      }
      default: {
        const command = parseIpsetCommand(words);
        return command.ok ? apply(io, [command.value]) : failed(1, `${VERSION}: ${command.error}`);
      }
    }
  },
};

function apply(io: CommandIo, commands: readonly IpSetCommand[]): Outcome {
  const error = io.host.apply(io.netns, { kind: 'ipset', commands }, io.typed);
  return error === null ? printed() : failed(1, error.message);
}

function show(io: CommandIo, saves: boolean, words: readonly string[]): Outcome {
  const ns = netnsNamed(io.host.world, io.netns);
  const name = words.find((word) => !word.startsWith('-'));
  const sets = [...ns.ipsets.values()].filter((set) => name === undefined || set.name === name);
  if (name !== undefined && sets.length === 0) {
    return failed(1, `${VERSION}: The set with the given name does not exist`);
  }
  if (words.includes('-name') || words.includes('-n')) return printed(...sets.map((set) => set.name));
  const terse = words.includes('-terse') || words.includes('-t');
  const now = {
    nowNs: io.host.world.nowNs,
    seenOf: (set: IpSet, member: IpSetMember): NfCounter => seenOf(ns, set, member),
  };
  return printed(
    ...(saves ? sets.flatMap((set) => printIpset(set, now)) : inspectSets(ns, sets, now, !terse)),
  );
}

function test(io: CommandIo, [name = '', entry = '', option]: readonly string[]): Outcome {
  const set = netnsNamed(io.host.world, io.netns).ipsets.get(name);
  if (set === undefined) return failed(1, `${VERSION}: The set with the given name does not exist`);
  const [text] = parseMember(set, entry) ?? [];
  const member = text === undefined ? null : memberFor(set, text, io.host.world.nowNs);
  // An exception is none of the members, unless that is asked for.
  const there = member !== null && member.nomatch === (option === 'nomatch');
  // The tool tells both on standard error.
  return failed(
    there ? 0 : 1,
    there ? `Warning: ${entry} is in set ${name}.` : `${entry} is NOT in set ${name}.`,
  );
}
