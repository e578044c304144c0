/** The tables `ip` shows: which of their rows were asked for. */
import { err, ok, type Result } from '../../../base/result';
import type { Link } from '../../../model/link';
import { TABLE_LOCAL, TABLE_MAIN } from '../../../model/route';
import { networkOf, type Cidr4 } from '../../../wire/addr';
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';
import { addressLines, briefLine, linkLines } from '../../format/link';
import { neighLines } from '../../format/neigh';
import { routeLine, routesOf } from '../../format/route';
import { KERNEL_ERROR, noDevice, OWN_ERROR } from '../../iproute2/errors';
import { readKeywords, shortened, value, type Keyword } from '../../iproute2/keywords';
import { readTable } from '../../iproute2/names';
import { readPrefix } from '../../iproute2/values';
import type { Words } from '../../iproute2/words';
import { findLink, netnsNamed } from '../../netns';

/** `ip` with its options. */
export interface IpIo extends CommandIo {
  /** `-4` */
  readonly inetOnly: boolean;
  /** `-br` */
  readonly brief: boolean;
}

export function showLink(io: IpIo, words: Words): Outcome {
  const links = selectedLinks(io, words);
  if (!links.ok) return links.error;
  const { world } = io.host;
  const ns = netnsNamed(world, io.netns);
  const lines = (link: Link) =>
    io.brief ? [briefLine(world, ns, link, 'link')] : linkLines(world, ns, link);
  return printed(...links.value.flatMap(lines));
}

export function showAddress(io: IpIo, words: Words): Outcome {
  const links = selectedLinks(io, words);
  if (!links.ok) return links.error;
  const { world } = io.host;
  const ns = netnsNamed(world, io.netns);
  const lines = (link: Link) =>
    io.brief ? [briefLine(world, ns, link, 'address')] : addressLines(world, ns, link, io.inetOnly);
  return printed(...links.value.flatMap(lines));
}

/** `[ dev ] DEV`, `up`, or all. */
function selectedLinks(io: IpIo, words: Words): Result<readonly Link[], Outcome> {
  const links = netnsNamed(io.host.world, io.netns).links.filter((link): link is Link => link !== undefined);
  words.skip('dev');
  const word = words.next();
  const more = words.next();
  if (more !== undefined) return err(notYet(`ip show … ${more}`));
  if (word === undefined) return ok(links);
  if (word === 'up') return ok(links.filter(({ up }) => up));
  if (['master', 'type', 'group', 'vrf', 'nomaster', 'to', 'scope', 'label'].includes(word)) {
    return err(notYet(`ip show … ${word}`));
  }
  const link = links.find(({ name }) => name === word);
  return link ? ok([link]) : err(failed(OWN_ERROR, `Device "${word}" does not exist.`));
}

interface RouteFilter {
  table: number;
  dev?: string;
  dst?: Cidr4;
}

const ROUTE_KEYWORDS: readonly Keyword<RouteFilter>[] = [
  shortened(
    value(
      'table',
      (word) => (word === 'all' ? err(notYet('ip route show table all')) : readTable(word)),
      (filter, read) => (filter.table = read),
    ),
  ),
  value(
    ['dev', 'oif'],
    (word) => ok(word),
    (filter, read) => (filter.dev = read),
  ),
  ...['proto', 'scope', 'type', 'via', 'src', 'root', 'match', 'exact', 'cache', 'vrf'].map(
    (name): Keyword<RouteFilter> => ({ names: [name], take: () => notYet(`ip route show … ${name}`) }),
  ),
];

export function showRoute(io: CommandIo, words: Words): Outcome {
  const filter: RouteFilter = { table: TABLE_MAIN };
  const wrong = readKeywords(words, filter, ROUTE_KEYWORDS, (word) => {
    const prefix = readPrefix(word);
    if (!prefix.ok) return prefix.error;
    filter.dst = prefix.value;
    return null;
  });
  if (wrong) return wrong;
  const { dev, dst } = filter;
  const link = dev === undefined ? null : findLink(io.host, io.netns, dev);
  if (dev !== undefined && !link) return noDevice(dev);
  const ns = netnsNamed(io.host.world, io.netns);
  const table = ns.routeTables.get(filter.table);
  if (!table) {
    const builtIn = filter.table === TABLE_MAIN || filter.table === TABLE_LOCAL;
    return builtIn
      ? printed()
      : failed(KERNEL_ERROR, 'Error: ipv4: FIB table does not exist.', 'Dump terminated');
  }
  const routes = routesOf(table).filter(
    (route) =>
      (!link || route.dev === link.ifindex) &&
      (!dst || (route.len === dst.len && route.dst === networkOf(dst.addr, dst.len))),
  );
  return printed(...routes.map((route) => routeLine(io.host.world, ns, route, dev === undefined)));
}

export function showNeigh(io: CommandIo, words: Words): Outcome {
  const word = words.next();
  if (word !== undefined && word !== 'dev') return notYet(`ip neigh show … ${word}`);
  const dev = word === 'dev' ? (words.next() ?? '') : undefined;
  const ns = netnsNamed(io.host.world, io.netns);
  if (dev === undefined) return printed(...ns.links.flatMap((link) => (link ? neighLines(link, true) : [])));
  const link = findLink(io.host, io.netns, dev);
  return link ? printed(...neighLines(link, false)) : noDevice(dev);
}
