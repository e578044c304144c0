/** `ip link`: which subcommand is meant. Source: iproute2 6.1 ip/iplink.c. */
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';
import { garbage, noDevice, refused, unknown, USAGE_ERROR } from '../../iproute2/errors';
import { complete } from '../../iproute2/keywords';
import type { Words } from '../../iproute2/words';
import { findLink } from '../../netns';
import { addLink, LINK_ADD_USAGE } from './link-add';
import { LINK_SET_USAGE, setLink } from './link-set';
import { showLink, type IpIo } from './show';

export const LINK_USAGE = [
  ...LINK_ADD_USAGE,
  ...LINK_SET_USAGE,
  'ip link del DEV',
  'ip link [ show [ dev DEV ] ]',
];

const COMMANDS = [
  'add',
  'set',
  'change',
  'replace',
  'delete',
  'show',
  'lst',
  'list',
  'xstats',
  'afstats',
  'property',
  'help',
] as const;

export function runLink(io: IpIo, words: Words): Outcome {
  const word = words.next() ?? 'show';
  const command = complete(word, COMMANDS);
  switch (command) {
    case undefined:
      return unknown('Command', word, 'ip link');
    case 'add':
      return addLink(io, words);
    case 'set':
    case 'change':
      return setLink(io, words);
    case 'delete':
      return deleteLink(io, words);
    case 'show':
    case 'lst':
    case 'list':
      return showLink(io, words);
    default:
      return notYet(`ip link ${command}`);
  }
}

function deleteLink(io: CommandIo, words: Words): Outcome {
  words.skip('dev');
  const name = words.next();
  if (name === undefined) return failed(USAGE_ERROR, 'Not enough information: "dev" argument is required.');
  // `type KIND` may follow and only says what is known anyway.
  if (words.skip('type')) words.next();
  const more = words.next();
  if (more !== undefined) return garbage('dev', more);
  if (!findLink(io.host, io.netns, name)) return noDevice(name);
  const error = io.host.apply(io.netns, { kind: 'link.del', name }, io.typed);
  return error ? refused(error) : printed();
}
