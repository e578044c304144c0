/** Links and addresses as `ip` shows them: which of them were asked for, and in what form. */
import { err, ok, type Result } from '../../../base/result';
import type { Ifaddr, Link } from '../../../model/link';
import { inCidr } from '../../../wire/addr';
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';
import { jsonLines } from '../../format/json';
import { addressLines, addressOnelines, briefLine, linkLines, type LinkExtras } from '../../format/link';
import { detailsText } from '../../format/link.details';
import { briefJson, linkJson } from '../../format/json.link';
import { statsLines } from '../../format/link.stats';
import { invalidArgument, OWN_ERROR } from '../../iproute2/errors';
import { readScope } from '../../iproute2/names';
import { readPrefix } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';
import { netnsNamed } from '../../netns';

/** `ip` with its options. */
export interface IpIo extends CommandIo {
  /** `-4` */
  readonly inetOnly: boolean;
  /** `-br` */
  readonly brief: boolean;
  /** `-s` */
  readonly stats: boolean;
  /** `-h`, or `-iec`: by powers of 1024. */
  readonly human: 'k' | 'ki' | null;
  /** `-s -s` */
  readonly errors: boolean;
  /** `-d` */
  readonly details: boolean;
  /** `-o` */
  readonly oneline: boolean;
  /** `-j` */
  readonly json: boolean;
  /** `-p` */
  readonly pretty: boolean;
}

export function showLink(io: IpIo, words: Words): Outcome {
  const links = selectedLinks(io, words);
  return links.ok ? show(io, links.value, 'link') : links.error;
}

export function showAddress(io: IpIo, words: Words): Outcome {
  const asked: AskedAddresses = { tests: [], prefix: false };
  const links = selectedLinks(io, words, asked);
  if (!links.ok) return links.error;
  if (asked.tests.length === 0) return show(io, links.value, 'address');
  const shown = links.value.flatMap((link) => {
    const addrs = link.addrs.filter((addr) => asked.tests.every((test) => test(addr)));
    // What has no address at all is shown all the same (ipaddress.c ipaddr_filter).
    return addrs.length === 0 && link.addrs.length > 0 ? [] : [{ ...link, addrs }];
  });
  // A prefix has a family.
  return show({ ...io, inetOnly: io.inetOnly || asked.prefix }, shown, 'address');
}

function show(io: IpIo, links: readonly Link[], what: 'link' | 'address'): Outcome {
  const { world } = io.host;
  const ns = netnsNamed(world, io.netns);
  const { brief, details, stats, errors, human, oneline, inetOnly } = io;
  const onlyAddresses = what === 'address' && inetOnly;
  if (io.json) {
    const shown = links.filter((link) => !onlyAddresses || link.addrs.length > 0);
    const values = shown.map((link) =>
      brief
        ? briefJson(world, ns, link, what)
        : linkJson(world, ns, link, { what, details, stats, errors, inetOnly: onlyAddresses }),
    );
    return printed(...jsonLines(values, io.pretty));
  }
  if (brief) {
    const shown = links.filter((link) => !onlyAddresses || link.addrs.length > 0);
    return printed(...shown.map((link) => briefLine(world, ns, link, what)));
  }
  if (oneline && what === 'address' && !stats && !details) return printed(...links.flatMap(addressOnelines));
  const lines = links.map((link) => {
    const extras: LinkExtras = {
      details: details ? detailsText(world, ns, link, what) : [],
      stats: stats ? statsLines(link.stats, errors, human) : [],
    };
    return what === 'link'
      ? linkLines(world, ns, link, extras)
      : addressLines(world, ns, link, inetOnly, extras);
  });
  // A line's newline becomes a backslash; the one at the end stays.
  return printed(
    ...(oneline ? lines.map((one) => one.join('\\')).filter((one) => one !== '') : lines.flat()),
  );
}

/** Which links are shown. */
type Test = (link: Link) => boolean;

/** Which of their addresses. */
interface AskedAddresses {
  readonly tests: ((addr: Ifaddr) => boolean)[];
  prefix: boolean;
}

/** `[ dev ] DEV`, `up`, `type KIND`, `master DEV`: each of them narrows what is shown. */
function selectedLinks(
  io: IpIo,
  words: Words,
  addresses: AskedAddresses = { tests: [], prefix: false },
): Result<readonly Link[], Outcome> {
  const links = netnsNamed(io.host.world, io.netns).links.filter((link): link is Link => link !== undefined);
  const tests: Test[] = [];
  for (let word = words.next(); word !== undefined; word = words.next()) {
    const test = readAddressTest(word, words, addresses) ?? readTest(links, word, words);
    if (!test.ok) return test;
    tests.push(test.value);
  }
  return ok(links.filter((link) => tests.every((test) => test(link))));
}

/** `scope SCOPE`, `to PREFIX`, `primary`, `secondary`, `permanent`, `dynamic`; of `ip link` they mean nothing. */
function readAddressTest(word: string, words: Words, asked: AskedAddresses): Result<Test, Outcome> | null {
  const all = ok(() => true);
  switch (word) {
    case 'scope': {
      const name = words.next() ?? '';
      if (name === 'all') return all;
      const scope = readScope(name, 'invalid "scope"\n');
      if (!scope.ok) return scope;
      asked.tests.push((addr) => addr.scope === scope.value);
      return all;
    }
    case 'to': {
      const prefix = readPrefix(words.next() ?? '');
      if (!prefix.ok) return prefix;
      asked.tests.push(({ local }) => inCidr(local, prefix.value));
      asked.prefix = true;
      return all;
    }
    case 'primary':
    case 'secondary':
    case 'temporary':
      asked.tests.push(({ secondary }) => secondary === (word !== 'primary'));
      return all;
    case 'permanent':
      return all;
    case 'dynamic':
      // None here has a lifetime.
      asked.tests.push(() => false);
      return all;
    default:
      return null;
  }
}

function readTest(links: readonly Link[], word: string, words: Words): Result<Test, Outcome> {
  switch (word) {
    case 'up':
      return ok(({ up }) => up);
    case 'nomaster':
      return ok(({ master }) => master === 0);
    case 'type': {
      const kind = words.next() ?? '';
      if (kind === 'bridge_slave') return ok(({ master }) => master !== 0);
      return ok((link) => link.kind === kind);
    }
    case 'master': {
      const name = words.next() ?? '';
      const master = links.find((link) => link.name === name);
      if (master === undefined) return err(invalidArgument('Device does not exist\n', name));
      return ok((link) => link.master === master.ifindex);
    }
    case 'group':
    case 'vrf':
    case 'label':
      return err(notYet(`ip show … ${word}`));
    default: {
      const name = word === 'dev' ? (words.next() ?? '') : word;
      const link = links.find((one) => one.name === name);
      if (link === undefined) return err(failed(OWN_ERROR, `Device "${name}" does not exist.`));
      return ok((one) => one === link);
    }
  }
}
