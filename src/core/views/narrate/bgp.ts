/** Sentences about BGP sessions, what is told in them, and which route a daemon chooses. */
import { formatCidr4, formatIpv4, type Cidr4 } from '../../wire/addr';
import { message } from '../say';
import type { Message } from '../message';
import type { TraceRecord } from '../../trace/record';
import { at, nameOf, type Narrator, type Scene } from './scene';

/** Prefixes named in a sentence; of more than that their number tells. */
const NAMED_MAX = 4;

function list(prefixes: readonly Cidr4[]): string {
  const named = prefixes.slice(0, NAMED_MAX).map((prefix) => formatCidr4(prefix));
  const more = prefixes.length - named.length;
  return [...named, ...(more > 0 ? [`+${String(more)}`] : [])].join(', ');
}

export const bgpSession: Narrator<'bgp.session'> = (record, scene) => {
  const { netns } = at(record, scene);
  const { protocol, peer, peerAs, why, code, subcode, errno, seconds } = record.detail;
  return message(`narrate.bgpSession.${why}`, {
    ...{ netns, protocol, peer: formatIpv4(peer), peerAs, seconds, code, subcode, errno: errno ?? '' },
  });
};

export const bgpUpdate: Narrator<'bgp.update'> = (record, scene) => {
  const { netns } = at(record, scene);
  const { protocol, peer, announced, withdrawn, refused, endOfRib } = record.detail;
  const params = {
    ...{ netns, protocol, peer: formatIpv4(peer), announced: list(announced) },
    ...{ withdrawn: list(withdrawn), refused: list(refused) },
  };
  const nothing = announced.length === 0 && withdrawn.length === 0;
  if (record.verdict === 'received') {
    if (nothing && endOfRib) return message('narrate.bgpUpdate.receivedEnd', params);
    return message(
      announced.length === 0 ? 'narrate.bgpUpdate.withdraws' : 'narrate.bgpUpdate.received',
      params,
    );
  }
  if (nothing) return message(endOfRib ? 'narrate.bgpUpdate.sentEnd' : 'narrate.bgpUpdate.held', params);
  return message('narrate.bgpUpdate.sent', params);
};

type RouteRecord = TraceRecord<'bird.route'> | TraceRecord<'bird.kernel'>;

/** `via 192.168.12.2 dev eth2`, as the tools write it. */
function wayText(record: RouteRecord, scene: Scene): string {
  const { detail } = record;
  if (detail.dest === 'blackhole' || detail.dest === 'unreachable' || detail.dest === 'prohibit')
    return detail.dest;
  const dev = typeof detail.dev === 'string' ? detail.dev : nameOf(record, scene, detail.dev);
  return detail.dest === 'via'
    ? `via ${formatIpv4(detail.gateway)}${dev === '' ? '' : ` dev ${dev}`}`
    : `dev ${dev}`;
}

export const birdRoute: Narrator<'bird.route'> = (record, scene) => {
  const { netns } = at(record, scene);
  const { protocol, rival, why, filter, routes } = record.detail;
  const params = {
    ...{ netns, protocol, prefix: formatCidr4(record.detail), way: wayText(record, scene), filter, routes },
    rival: rival === null ? '' : rival.protocol,
  };
  switch (record.verdict) {
    case 'best':
      return message(
        rival === null ? 'narrate.birdRoute.only' : `narrate.birdRoute.best.${rival.by}`,
        params,
      );
    case 'kept':
      return message(`narrate.birdRoute.kept.${rival?.by ?? 'older'}`, params);
    case 'rejected':
      return message(`narrate.birdRoute.rejected.${why ?? 'filter'}`, params);
    case 'withdrawn':
      return message(rival === null ? 'narrate.birdRoute.withdrawn' : 'narrate.birdRoute.replaced', params);
    case 'unchanged':
      return message('narrate.birdRoute.unchanged', params);
  }
};

export const birdKernel: Narrator<'bird.kernel'> = (record, scene): Message => {
  const { netns } = at(record, scene);
  const { protocol, why, filter, errno } = record.detail;
  const params = {
    ...{ netns, protocol, prefix: formatCidr4(record.detail), way: wayText(record, scene), filter },
    errno: errno ?? '',
  };
  if (record.verdict !== 'refused') return message(`narrate.birdKernel.${record.verdict}`, params);
  const reason = why === 'device' || why === 'filter' ? why : 'own';
  return message(`narrate.birdKernel.refused.${reason}`, params);
};
