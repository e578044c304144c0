/** Links and addresses as `ip` shows them: which of them were asked for, and in what form. */
import { err, ok, type Result } from '../../../base/result';
import type { Link } from '../../../model/link';
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';
import { jsonLines } from '../../format/json';
import { addressLines, addressOnelines, briefLine, linkLines, type LinkExtras } from '../../format/link';
import { detailsText } from '../../format/link.details';
import { briefJson, linkJson } from '../../format/json.link';
import { statsLines } from '../../format/link.stats';
import { invalidArgument, OWN_ERROR } from '../../iproute2/errors';
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
  const links = selectedLinks(io, words);
  return links.ok ? show(io, links.value, 'address') : links.error;
}

function show(io: IpIo, links: readonly Link[], what: 'link' | 'address'): Outcome {
  const { world } = io.host;
  const ns = netnsNamed(world, io.netns);
  const { brief, details, stats, errors, oneline, inetOnly } = io;
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
  if (brief) return printed(...links.map((link) => briefLine(world, ns, link, what)));
  if (oneline && what === 'address' && !stats && !details) return printed(...links.flatMap(addressOnelines));
  const lines = links.map((link) => {
    const extras: LinkExtras = {
      details: details ? detailsText(world, ns, link, what) : [],
      stats: stats ? statsLines(link.stats, errors) : [],
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

/** `[ dev ] DEV`, `up`, `type KIND`, `master DEV`: each of them narrows what is shown. */
function selectedLinks(io: IpIo, words: Words): Result<readonly Link[], Outcome> {
  const links = netnsNamed(io.host.world, io.netns).links.filter((link): link is Link => link !== undefined);
  const tests: Test[] = [];
  for (let word = words.next(); word !== undefined; word = words.next()) {
    const test = readTest(links, word, words);
    if (!test.ok) return test;
    tests.push(test.value);
  }
  return ok(links.filter((link) => tests.every((test) => test(link))));
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
    case 'to':
    case 'group':
    case 'vrf':
    case 'scope':
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
