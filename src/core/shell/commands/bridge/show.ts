/** The tables `bridge` shows: which of their rows were asked for. */
import type { Link } from '../../../model/link';
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';
import { fdbLines } from '../../format/fdb';
import { portLine } from '../../format/link';
import { noDevice, USAGE_ERROR } from '../../iproute2/errors';
import type { Words } from '../../iproute2/words';
import { findLink, netnsNamed } from '../../netns';

/** `bridge fdb show [ br BRIDGE ] [ dev DEV ]` */
export function showFdb(io: CommandIo, words: Words): Outcome {
  const asked: { br?: string; dev?: string } = {};
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word !== 'br' && word !== 'dev' && word !== 'brport') return notYet(`bridge fdb show … ${word}`);
    asked[word === 'br' ? 'br' : 'dev'] = words.next() ?? '';
  }
  const { br, dev } = asked;
  const bridge = br === undefined ? null : findLink(io.host, io.netns, br);
  if (br !== undefined && !bridge) return failed(USAGE_ERROR, `Cannot find bridge device "${br}"`);
  if (dev !== undefined && !findLink(io.host, io.netns, dev)) return noDevice(dev, USAGE_ERROR);
  const ns = netnsNamed(io.host.world, io.netns);
  const links = ns.links.filter(
    (link): link is Link =>
      link !== undefined &&
      (dev === undefined || link.name === dev) &&
      (!bridge || link === bridge || link.master === bridge.ifindex),
  );
  return printed(...links.flatMap((link) => fdbLines(ns, link, dev === undefined)));
}

/** `bridge link show [ dev DEV ]` */
export function showPorts(io: CommandIo, words: Words): Outcome {
  const word = words.next();
  if (word !== undefined && word !== 'dev') return notYet(`bridge link show … ${word}`);
  const dev = word === 'dev' ? (words.next() ?? '') : undefined;
  if (dev !== undefined && !findLink(io.host, io.netns, dev)) return noDevice(dev, USAGE_ERROR);
  const ns = netnsNamed(io.host.world, io.netns);
  const ports = ns.links.filter(
    (link): link is Link =>
      link !== undefined && link.master !== 0 && (dev === undefined || link.name === dev),
  );
  return printed(...ports.map((port) => portLine(io.host.world, ns, port)));
}
