/** `getent`: the databases of hosts, as nsswitch.conf(5) has it: `hosts: files dns`. Source: glibc 2.36 nss/getent.c. */
import { ahostsText, getentProcess, hostsText } from '../../apps/getent';
import { lookupHost, lookupName, lookupType } from '../../apps/resolver';
import { formatIpv4 } from '../../wire/addr';
import { failed, notYet, printed, started, type Command, type CommandIo, type Outcome } from '../command';
import { fileText } from '../files';
import { netnsNamed } from '../netns';
import { hostsFile, inetAton, resolveHost } from '../resolve';
import { resolverConfig } from '../resolv-conf';

const HINT = "Try `getent --help' or `getent --usage' for more information.";
/** Exit code: no such key. */
const NOT_FOUND = 2;
const OTHERS =
  'aliases ahostsv6 ethers group gshadow initgroups netgroup networks passwd protocols rpc services shadow';
const [A, AAAA] = [1, 28];

export const getent: Command = {
  kind: 'getent',
  summary: 'get entries from Name Service Switch libraries',
  usage: ['getent { hosts | ahosts | ahostsv4 } HOST'],
  run(io, argv) {
    const [, database, ...keys] = argv;
    if (database === undefined) return failed(1, 'getent: wrong number of arguments', HINT);
    if (OTHERS.split(' ').includes(database)) return notYet(`getent ${database}`);
    const [key] = keys;
    switch (database) {
      case 'hosts':
        return key === undefined ? printed(...allHosts(io)) : one(keys, () => hosts(io, argv, key));
      case 'ahosts':
      case 'ahostsv4':
        return key === undefined
          ? printed(...allHosts(io))
          : one(keys, () => ahosts(io, argv, key, database === 'ahostsv4'));
      default:
        return failed(1, `Unknown database: ${database}`, HINT);
    }
  },
};

function one(keys: readonly string[], ask: () => Outcome): Outcome {
  return keys.length > 1 ? notYet('getent with several keys') : ask();
}

function allHosts(io: CommandIo): readonly string[] {
  return hostsFile(io).map(({ addr, names: [name = '', ...more] }) =>
    hostsText(formatIpv4(addr), name, more),
  );
}

/** A name is asked for an IPv6 address first, in the files as well. */
function hosts(io: CommandIo, argv: readonly string[], key: string): Outcome {
  const config = resolverConfig(io);
  const addr = inetAton(key);
  if (addr !== null) {
    const known = hostsFile(io).find((line) => line.addr === addr);
    if (known !== undefined) return printed(hostsText(key, known.names[0] ?? '', known.names.slice(1)));
    if (config === null) return failed(NOT_FOUND);
    const lookups = [lookupName(config, addr)];
    return started(
      io.host.spawn(io.netns, getentProcess({ database: 'hosts', reverse: addr, lookups }, argv)),
    );
  }
  const same = (name: string): boolean => name.toLowerCase() === key.toLowerCase();
  const six = hosts6(io).find(([, ...names]) => names.some(same));
  if (six !== undefined) return printed(hostsText(six[0] ?? '', six[1] ?? '', six.slice(2)));
  const four = hostsFile(io).filter(({ names }) => names.some(same));
  if (four.length > 0) {
    return printed(
      ...four.map((line) => hostsText(formatIpv4(line.addr), line.names[0] ?? '', line.names.slice(1))),
    );
  }
  if (config === null) return failed(NOT_FOUND);
  const lookups = [AAAA, A].map((type) => lookupType(config, key, type));
  return started(io.host.spawn(io.netns, getentProcess({ database: 'hosts', reverse: null, lookups }, argv)));
}

/** Lines of `/etc/hosts` about IPv6 addresses, as words. */
function hosts6(io: CommandIo): readonly (readonly string[])[] {
  const text = fileText(io.host.world, netnsNamed(io.host.world, io.netns), '/etc/hosts') ?? '';
  return text
    .split('\n')
    .map((line) => line.replace(/#.*/, '').trim().split(/\s+/))
    .filter(([address = '']) => address.includes(':'));
}

function ahosts(io: CommandIo, argv: readonly string[], key: string, ipv4Only: boolean): Outcome {
  const found = resolveHost(io, key, { ipv4Only });
  if (found === null) return failed(NOT_FOUND);
  const config = resolverConfig(io);
  if (found.lookup === undefined || config === null) {
    return printed(...ahostsText([formatIpv4(found.dst)], found.canonical));
  }
  const lookups = [lookupHost(config, key, ipv4Only)];
  return started(
    io.host.spawn(io.netns, getentProcess({ database: 'ahosts', reverse: null, lookups }, argv)),
  );
}
