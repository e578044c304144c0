/** Sentences about forwarding and ICMP. */
import { ANY_IPV4, formatIpv4 } from '../../wire/addr';
import { message } from '../say';
import { at, nameOf, type Narrator, type Scene } from './scene';
import type { TraceRecord } from '../../trace/record';

export const routeException: Narrator<'route.exception'> = (record, scene) => {
  const { dst, from, mtu, locked, gateway, why } = record.detail;
  const { netns } = at(record, scene);
  const params = { netns, dst: formatIpv4(dst), from: formatIpv4(from) };
  switch (why) {
    case null:
      if (gateway !== 0)
        return message('narrate.routeException.redirect', { ...params, gateway: formatIpv4(gateway) });
      if (from === ANY_IPV4) {
        return message('narrate.routeException.tunnel', {
          netns,
          dst: params.dst,
          dev: nameOf(record, scene, record.dev),
          mtu,
        });
      }
      return message(`narrate.routeException.${locked ? 'locked' : 'mtu'}`, { ...params, mtu });
    case 'no-smaller':
      if (from === ANY_IPV4)
        return message('narrate.routeException.tunnelFits', { netns, dst: params.dst, mtu });
      return message('narrate.routeException.noSmaller', { ...params, mtu });
    case 'no-route':
      return message('narrate.routeException.noRoute', { ...params, gateway: formatIpv4(gateway) });
    case 'not-the-gateway':
      return message('narrate.routeException.notTheGateway', { ...params, gateway: formatIpv4(gateway) });
    case 'not-accepted':
      return message('narrate.routeException.notAccepted', { ...params, gateway: formatIpv4(gateway) });
    case 'unresolved':
      return message('narrate.routeException.unresolved', { ...params, gateway: formatIpv4(gateway) });
  }
};

export const ipInput: Narrator<'ip.input'> = (record, scene) => {
  const params = { netns: at(record, scene).netns, dst: formatIpv4(record.detail.dst) };
  const verdict = record.verdict === 'not-forwarding' ? 'notForwarding' : record.verdict;
  return message(`narrate.ipInput.${verdict}`, params);
};

export const ipTtl: Narrator<'ip.ttl'> = (record, scene) => {
  const { netns } = at(record, scene);
  const { before, after, app } = record.detail;
  if (app !== undefined) {
    return record.verdict === 'decremented'
      ? message('narrate.ipTtl.relay', { netns, app, before, after })
      : message('narrate.ipTtl.relayExpired', { netns, app, before });
  }
  return record.verdict === 'decremented'
    ? message('narrate.ipTtl.decremented', { netns, before, after })
    : message('narrate.ipTtl.expired', { netns, before });
};

export const ipFragment: Narrator<'ip.fragment'> = (record, scene) => {
  const { mtu, lenBytes, pieces } = record.detail;
  const params = { netns: at(record, scene).netns, mtu, len: lenBytes };
  return record.verdict === 'cut'
    ? message('narrate.ipFragment.cut', { ...params, pieces })
    : message('narrate.ipFragment.tooBig', params);
};

export const ipReassemble: Narrator<'ip.reassemble'> = (record, scene) =>
  message(`narrate.ipReassemble.${record.verdict}`, {
    netns: at(record, scene).netns,
    id: record.detail.id,
  });

export const icmpSend: Narrator<'icmp.send'> = (record, scene) => {
  const { netns } = at(record, scene);
  const to = formatIpv4(record.detail.to);
  if (record.verdict === 'suppressed') return message('narrate.icmpSend.suppressed', { netns, to });
  if (record.verdict === 'rate-limited') return message('narrate.icmpSend.rateLimited', { netns, to });
  if (record.verdict === 'all-limited') return message('narrate.icmpSend.allLimited', { netns });
  return sentError(record, scene);
};

/** Types and codes: RFC 792, RFC 1812 section 5.2.7.1. */
function sentError(record: TraceRecord<'icmp.send'>, scene: Scene): ReturnType<typeof message> {
  const { type, code } = record.detail;
  const params = {
    netns: at(record, scene).netns,
    from: formatIpv4(record.detail.from),
    to: formatIpv4(record.detail.to),
  };
  switch (type) {
    case 3:
      if (code === 0) return message('narrate.icmpSend.netUnreachable', params);
      if (code === 1) return message('narrate.icmpSend.hostUnreachable', params);
      if (code === 2) return message('narrate.icmpSend.protUnreachable', params);
      if (code === 3) return message('narrate.icmpSend.portUnreachable', params);
      if (code === 4) return message('narrate.icmpSend.fragNeeded', params);
      return message('narrate.icmpSend.prohibited', params);
    case 5:
      return message('narrate.icmpSend.redirect', params);
    case 11:
      return message(code === 0 ? 'narrate.icmpSend.ttlExceeded' : 'narrate.icmpSend.reassembly', params);
    default:
      return message('narrate.icmpSend.other', { ...params, type, code });
  }
}

export const icmpEcho: Narrator<'icmp.echo'> = (record, scene) =>
  message(record.verdict === 'ignored' ? 'narrate.icmpEchoIgnored' : 'narrate.icmpEcho', {
    netns: at(record, scene).netns,
    from: formatIpv4(record.detail.from),
    to: formatIpv4(record.detail.to),
    seq: record.detail.seq,
  });
