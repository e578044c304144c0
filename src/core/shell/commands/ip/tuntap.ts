/** `ip tuntap`. Source: iproute2 6.1 ip/iptuntap.c, checked against the tool. */
import type { Link } from '../../../model/link';
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';
import {
  garbage,
  invalidArgument,
  KERNEL_ERROR,
  OWN_ERROR,
  refused,
  unknown,
  USAGE_ERROR,
} from '../../iproute2/errors';
import { complete } from '../../iproute2/keywords';
import { isIfname } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';
import { findLink, freeName, netnsNamed } from '../../netns';

export const TUNTAP_USAGE = ['ip tuntap { add | del } [ dev ] NAME mode tun', 'ip tuntap [ show ]'];

const COMMANDS = ['add', 'change', 'delete', 'show', 'list', 'lst', 'help'] as const;
const WORDS = ['mode', 'user', 'group', 'pi', 'one_queue', 'vnet_hdr', 'multi_queue', 'dev', 'name'] as const;

export function runTuntap(io: CommandIo, words: Words): Outcome {
  const word = words.next() ?? 'show';
  const command = complete(word, COMMANDS);
  switch (command) {
    case undefined:
      return unknown('Command', word, 'ip tuntap');
    case 'add':
      return add(io, words);
    case 'delete':
      return remove(io, words);
    case 'show':
    case 'list':
    case 'lst':
      return show(io);
    case 'help':
      return failed(USAGE_ERROR, ...TUNTAP_USAGE.map((line) => `Usage: ${line}`));
    case 'change':
      return notYet('ip tuntap change');
  }
}

/** What was said: the device's name, if any. */
function readDevice(words: Words): { readonly name: string | undefined } | Outcome {
  let name: string | undefined;
  let mode = false;
  for (let word = words.next(); word !== undefined; word = words.next()) {
    const keyword = complete(word, WORDS);
    if (keyword === 'mode') {
      const kind = words.next() ?? '';
      if (complete(kind, ['tun', 'tap'] as const) === undefined || kind === '')
        return failed(USAGE_ERROR, `Unknown tunnel mode "${kind}"`);
      if (kind === 'tap') return notYet('ip tuntap … mode tap');
      mode = true;
    } else if (keyword === undefined || keyword === 'dev' || keyword === 'name') {
      const given = keyword === undefined ? word : (words.next() ?? '');
      if (keyword !== 'dev' && name !== undefined) return garbage('name', given);
      if (!isIfname(given)) {
        return invalidArgument(`"${keyword === 'dev' ? 'dev' : 'name'}" not a valid ifname`, given);
      }
      name = given;
    } else {
      return notYet(`ip tuntap … ${keyword}`);
    }
  }
  return mode ? { name } : failed(OWN_ERROR, 'You failed to specify a tunnel mode');
}

function add(io: CommandIo, words: Words): Outcome {
  const read = readDevice(words);
  if ('exitCode' in read) return read;
  const name = read.name ?? freeName(io.host, io.netns, 'tun');
  const error = io.host.apply(io.netns, { kind: 'link.add', name, spec: { kind: 'tun' } }, io.typed);
  if (error === null) return printed();
  return error.errno === 'EEXIST' ? busy() : refused(error);
}

/** A device that is not there is made and taken away again, so that nothing seems wrong. */
function remove(io: CommandIo, words: Words): Outcome {
  const read = readDevice(words);
  if ('exitCode' in read) return read;
  const link = findLink(io.host, io.netns, read.name ?? '');
  if (link === null) return printed();
  if (link.kind !== 'tun') return failed(OWN_ERROR, 'ioctl(TUNSETIFF): Invalid argument');
  if (link.reader !== 0) return busy();
  const error = io.host.apply(io.netns, { kind: 'link.del', name: link.name }, io.typed);
  return error ? refused(error, KERNEL_ERROR) : printed();
}

function busy(): Outcome {
  return failed(OWN_ERROR, 'ioctl(TUNSETIFF): Device or resource busy');
}

function show(io: CommandIo): Outcome {
  const { links } = netnsNamed(io.host.world, io.netns);
  const tuns = links.filter((link): link is Link => link?.kind === 'tun');
  return printed(...tuns.map(({ name }) => `${name}: tun persist`));
}
