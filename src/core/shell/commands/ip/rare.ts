/** Objects of `ip` that are seldom asked for: groups, and what there is none of. Source: iproute2 6.1 ip/ipmaddr.c, ipvrf.c, iptunnel.c, ipxfrm.c. */
import { groupsOf, type Group } from '../../format/groups';
import { jsonLines, type JsonValue } from '../../format/json';
import { failed, notYet, printed, type Outcome } from '../../command';
import { incomplete, unknown, USAGE_ERROR } from '../../iproute2/errors';
import { complete } from '../../iproute2/keywords';
import type { Words } from '../../iproute2/words';
import { netnsNamed } from '../../netns';
import type { IpIo } from './show';

const SHOWS = ['show', 'list', 'lst'] as const;

export function runMaddress(io: IpIo, words: Words): Outcome {
  const verb = words.next() ?? 'show';
  const command = complete(verb, ['add', 'delete', ...SHOWS, 'help'] as const);
  if (command === undefined) return unknown('Command', verb, 'ip maddr');
  if (command === 'add' || command === 'delete') return notYet(`ip maddr ${command}`);
  if (command === 'help') return failed(USAGE_ERROR, ...MADDRESS_USAGE);
  let dev: string | null = null;
  for (let word = words.next(); word !== undefined; word = words.next()) {
    const name: string | undefined = word === 'dev' ? words.next() : word;
    if (name === undefined) return incomplete();
    dev = name;
  }
  const { world } = io.host;
  const ns = netnsNamed(world, io.netns);
  const rows = ns.links.flatMap((link) => {
    if (link === undefined || (dev !== null && link.name !== dev)) return [];
    const groups = groupsOf(world, ns, link).filter(({ inet }) => !io.inetOnly || inet !== undefined);
    return groups.length === 0 ? [] : [{ ifindex: link.ifindex, ifname: link.name, groups }];
  });
  if (io.json) {
    const value = rows.map(({ ifindex, ifname, groups }) => ({
      ifindex,
      ifname,
      maddr: groups.map(groupJson),
    }));
    return printed(...jsonLines(value, io.pretty));
  }
  return printed(
    ...rows.flatMap(({ ifindex, ifname, groups }) => {
      const name = `${String(ifindex)}:\t${ifname}`;
      const lines = groups.map((group) => `\t${groupText(group)}`);
      return io.oneline ? lines.map((line) => `${name}\\${line}`) : [name, ...lines];
    }),
  );
}

function groupText({ link, inet, users }: Group): string {
  const text = link === undefined ? `inet  ${inet ?? ''}` : `link  ${link}`;
  return users === undefined ? text : `${text} users ${String(users)}`;
}

function groupJson({ link, inet, users }: Group): JsonValue {
  const group = link === undefined ? { family: 'inet', address: inet ?? '' } : { link };
  return users === undefined ? group : { ...group, users };
}

const MADDRESS_USAGE = [
  'Usage: ip maddr [ add | del ] MULTIADDR dev STRING',
  '       ip maddr show [ dev STRING ]',
];

/** There are no VRFs here: a device that would be one cannot be made. */
export function runVrf({ json, pretty }: IpIo, words: Words): Outcome {
  const verb = words.next() ?? 'show';
  const command = complete(verb, ['exec', 'identify', 'pids', ...SHOWS, 'help'] as const);
  if (command === undefined) return unknown('Command', verb, 'ip vrf');
  if (!SHOWS.some((one) => one === command)) return notYet(`ip vrf ${command}`);
  if (words.peek() !== undefined) return failed(1, 'Invalid VRF name');
  if (json) return printed(...jsonLines([], pretty));
  return printed('Name              Table', '-----------------------', 'No VRF has been configured');
}

/** Tunnels of other kinds than ipip cannot be made, and what those look like is not known here. */
export function runTunnel(io: IpIo, words: Words): Outcome {
  const verb = words.next() ?? 'show';
  const command = complete(verb, ['add', 'change', 'delete', ...SHOWS, 'prl', '6rd', 'help'] as const);
  if (command === undefined) return unknown('Command', verb, 'ip tunnel');
  if (!SHOWS.some((one) => one === command)) return notYet(`ip tunnel ${command}`);
  const tunnels = netnsNamed(io.host.world, io.netns).links.filter((link) => link?.kind === 'ipip');
  return tunnels.length > 0 ? notYet('ip tunnel show, where there are tunnels') : printed();
}

/** IPsec is not there: there are no states and no policies. */
export function runXfrm(_: IpIo, words: Words): Outcome {
  const what = words.next();
  const object = what === undefined ? undefined : complete(what, ['state', 'policy', 'monitor'] as const);
  if (object === undefined) {
    if (what !== undefined && what !== 'help') return unknown('Object', what, 'ip xfrm');
    return failed(
      USAGE_ERROR,
      'Usage: ip xfrm XFRM-OBJECT { COMMAND | help }',
      'where  XFRM-OBJECT := state | policy | monitor',
    );
  }
  const verb = words.next() ?? 'list';
  const shows =
    object !== 'monitor' && SHOWS.some((one) => one.startsWith(verb)) && words.peek() === undefined;
  return shows ? printed() : notYet(`ip xfrm ${object} ${verb}`);
}

/** Next hops by number and routes of multicast: there are none. */
export function runNone({ json, pretty }: IpIo, words: Words, object: 'nexthop' | 'mroute'): Outcome {
  const verb = words.next() ?? 'show';
  const shows = SHOWS.some((one) => one.startsWith(verb)) && words.peek() === undefined;
  if (!shows) return notYet(`ip ${object} ${verb}`);
  return json ? printed(...jsonLines([], pretty)) : printed();
}
