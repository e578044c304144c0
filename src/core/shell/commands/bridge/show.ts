/** The tables `bridge` shows: which of their rows were asked for. */
import type { Link } from '../../../model/link';
import { failed, notYet, printed, type CommandIo, type Outcome } from '../../command';
import { fdbLines } from '../../format/fdb';
import { jsonLines } from '../../format/json';
import { portLine } from '../../format/link';
import { portDetailsLine } from '../../format/link.details';
import { portJson } from '../../format/json.link';
import { fdbJson } from '../../format/json.tables';
import { noDevice, USAGE_ERROR } from '../../iproute2/errors';
import type { Words } from '../../iproute2/words';
import { findLink, netnsNamed } from '../../netns';

/** `bridge` with its options. */
export interface BridgeIo extends CommandIo {
  /** `-s` */
  readonly stats: boolean;
  /** `-d` */
  readonly details: boolean;
  /** `-j` */
  readonly json: boolean;
  /** `-p` */
  readonly pretty: boolean;
}

/** `bridge fdb show [ br BRIDGE ] [ dev DEV ]` */
export function showFdb(io: BridgeIo, words: Words): Outcome {
  const asked: { br?: string; dev?: string; vlan?: string } = {};
  for (let word = words.next(); word !== undefined; word = words.next()) {
    if (word !== 'br' && word !== 'dev' && word !== 'brport' && word !== 'vlan')
      return notYet(`bridge fdb show … ${word}`);
    asked[word === 'brport' ? 'dev' : word] = words.next() ?? '';
  }
  const { br, dev } = asked;
  const vid = asked.vlan === undefined ? null : Number(asked.vlan);
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
  if (io.json) {
    return printed(
      ...jsonLines(
        links.flatMap((link) => fdbJson(io.host.world, ns, link, dev === undefined, io.stats, vid)),
        io.pretty,
      ),
    );
  }
  return printed(
    ...links.flatMap((link) => fdbLines(io.host.world, ns, link, dev === undefined, io.stats, vid)),
  );
}

/** `bridge link show [ dev DEV ]` */
export function showPorts(io: BridgeIo, words: Words): Outcome {
  const word = words.next();
  if (word !== undefined && word !== 'dev') return notYet(`bridge link show … ${word}`);
  const dev = word === 'dev' ? (words.next() ?? '') : undefined;
  if (dev !== undefined && !findLink(io.host, io.netns, dev)) return noDevice(dev, USAGE_ERROR);
  const ns = netnsNamed(io.host.world, io.netns);
  const ports = ns.links.filter(
    (link): link is Link =>
      link !== undefined && link.master !== 0 && (dev === undefined || link.name === dev),
  );
  const { world } = io.host;
  if (io.json) {
    return printed(
      ...jsonLines(
        ports.map((port) => portJson(world, ns, port, io.details)),
        io.pretty,
      ),
    );
  }
  return printed(
    ...ports.flatMap((port) => [portLine(world, ns, port), ...(io.details ? [portDetailsLine(port)] : [])]),
  );
}
