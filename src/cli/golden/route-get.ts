/** `ip -j route get`: a look-up alone, answered from the tables. Source: net/ipv4/route.c inet_rtm_getroute. */
import type { Ctx } from '../../core/kernel/ctx';
import { linkByName } from '../../core/kernel/ctx';
import { fibPeek, localType, nexthopOf } from '../../core/kernel/fib';
import { routeOutput } from '../../core/kernel/ip4/route';
import type { Errno } from '../../core/model/op';
import type { RouteType } from '../../core/model/route';
import type { Netns } from '../../core/model/world';
import { ANY_IPV4, LIMITED_BROADCAST, formatIpv4, ipv4, type Ipv4Addr } from '../../core/wire/addr';
import type { Json, JsonObject } from './json';
import { linkName } from './world-links';

/** Words iproute2 prints for an errno of the kernel (strerror). */
const ERRORS: Readonly<Partial<Record<Errno, string>>> = {
  ENETUNREACH: 'Network is unreachable',
  EHOSTUNREACH: 'No route to host',
  EACCES: 'Permission denied',
  EINVAL: 'Invalid argument',
};

const ROUTE_ERRORS: Readonly<Partial<Record<RouteType, Errno>>> = {
  unreachable: 'EHOSTUNREACH',
  prohibit: 'EACCES',
  blackhole: 'EINVAL',
};

interface Question {
  readonly dst: Ipv4Addr;
  readonly from: Ipv4Addr;
  readonly iif: string | null;
  readonly oif: string | null;
}

/** Answers a query of a spec, in the shape of the state files. */
export function routeGet(ctx: Ctx, ns: Netns, args: string): JsonObject {
  const question = parseQuestion(args);
  const answer =
    question.iif === null ? outputAnswer(ctx, ns, question) : inputAnswer(ns, question, question.iif);
  if (typeof answer === 'string') {
    return { args, rc: 2, answer: `RTNETLINK answers: ${ERRORS[answer] ?? answer}` };
  }
  return { args, rc: 0, answer };
}

function parseQuestion(args: string): Question {
  const words = args.split(/\s+/);
  const after = (name: string): string | null => {
    const at = words.indexOf(name);
    return at === -1 ? null : (words[at + 1] ?? null);
  };
  const from = after('from');
  return {
    dst: ipv4(words[0] ?? ''),
    from: from === null ? ANY_IPV4 : ipv4(from),
    iif: after('iif'),
    oif: after('oif'),
  };
}

/** A packet made here. */
function outputAnswer(ctx: Ctx, ns: Netns, { dst, from, oif }: Question): JsonObject | Errno {
  const dev = oif === null ? 0 : (linkByName(ns, oif)?.ifindex ?? 0);
  const route = routeOutput(ctx, ns, { dst, src: from, oif: dev, tos: 0, mark: 0 }, null);
  if (route.kind === 'error') return route.errno;
  const type = route.local ? 'local' : broadcast(ns, dst) ? 'broadcast' : null;
  const row: Record<string, Json> = { dst: formatIpv4(dst) };
  if (type !== null) row['type'] = type;
  if (from !== ANY_IPV4) row['from'] = formatIpv4(from);
  if (route.viaGateway) row['gateway'] = formatIpv4(route.nexthop);
  row['dev'] = linkName(ns, route.dev);
  if (from === ANY_IPV4) row['prefsrc'] = formatIpv4(route.src);
  const cache = type === null ? [] : type === 'local' ? ['local'] : ['local', 'brd'];
  return { ...row, flags: [], uid: 0, cache };
}

function broadcast(ns: Netns, dst: Ipv4Addr): boolean {
  return dst === LIMITED_BROADCAST || localType(ns, dst) === 'broadcast';
}

/** A packet received on `iif`. */
function inputAnswer(ns: Netns, { dst, from }: Question, iif: string): JsonObject | Errno {
  const link = linkByName(ns, iif);
  if (link === null) return 'ENODEV';
  const { route } = fibPeek(ns, { dst, src: from, iif: link.ifindex, oif: 0, tos: 0, mark: 0 });
  if (route === null) return 'ENETUNREACH';
  const errno = ROUTE_ERRORS[route.type];
  if (errno !== undefined) return errno;
  return {
    dst: formatIpv4(dst),
    from: formatIpv4(from),
    ...(route.gateway === 0 ? {} : { gateway: formatIpv4(nexthopOf(route, dst)) }),
    dev: linkName(ns, route.dev),
    flags: [],
    cache: [],
    iif,
  };
}
