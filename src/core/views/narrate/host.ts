/** Sentences about what reaches sockets, configuration and drops. */
import { formatIpv4 } from '../../wire/addr';
import type { Message } from '../message';
import { message } from '../say';
import { nfRule } from './netfilter';
import { at, type Narrator, type Scene } from './scene';
import { routeLookup } from './sending';

export const sockDeliver: Narrator<'sock.deliver'> = (record, scene) => {
  const { netns } = at(record, scene);
  const { socket, port, app, lenBytes } = record.detail;
  if (record.verdict === 'error') return heardError(scene, netns, app);
  switch (socket) {
    case 'udp':
      if (record.detail.relay === true)
        return message('narrate.sockDeliver.relay', { netns, app, port, bytes: lenBytes });
      return message('narrate.sockDeliver.udp', { netns, app, port, bytes: lenBytes });
    case 'tcp':
      return lenBytes === 0
        ? message('narrate.sockDeliver.segment', { netns, app, port })
        : message('narrate.sockDeliver.tcp', { netns, app, port, bytes: lenBytes });
    case 'sctp':
      return lenBytes === 0
        ? message('narrate.sockDeliver.sctpChunks', { netns, app, port })
        : message('narrate.sockDeliver.sctp', { netns, app, port, bytes: lenBytes });
    case 'ping':
      return message('narrate.sockDeliver.ping', { netns, app });
    case 'vxlan':
    case 'geneve':
    case 'wireguard':
      return message(`narrate.sockDeliver.${socket}`, { netns, port });
  }
};

/** A redirect is no error: what it teaches was decided just before. */
function heardError({ before }: Scene, netns: string, app: string): Message {
  if (before?.kind !== 'route.exception' || before.detail.gateway === 0)
    return message('narrate.sockDeliver.error', { netns, app });
  const dst = formatIpv4(before.detail.dst);
  if (before.verdict === 'ignored') return message('narrate.sockDeliver.notRedirected', { netns, app, dst });
  const gateway = formatIpv4(before.detail.gateway);
  return message('narrate.sockDeliver.redirected', { netns, app, dst, gateway });
}

export const opApply: Narrator<'op.apply'> = (record, scene) => {
  const { netns } = at(record, scene);
  const { op, command, error } = record.detail;
  if (op.kind === 'machine.add') return message('narrate.opApply.machine', { netns, role: op.role });
  if (op.kind === 'cable.add') {
    const [from = '', to = ''] = op.ends.map((end) => `${end.netns}/${end.dev}`);
    return message('narrate.opApply.cable', { netns, from, to });
  }
  if (op.kind === 'cable.set') {
    const end = `${op.end.netns}/${op.end.dev}`;
    if (record.verdict === 'refused') return message('narrate.opApply.noCable', { netns, end });
    return message(`narrate.opApply.${op.plugged ? 'plugged' : 'unplugged'}`, { netns, end });
  }
  const params = { netns, command: command ?? op.kind };
  return record.verdict === 'applied'
    ? message('narrate.opApply.applied', params)
    : message('narrate.opApply.refused', { ...params, error: error?.message ?? '' });
};

export const bookkeeping: Narrator<'bookkeeping'> = (record, scene) =>
  message('narrate.bookkeeping', { netns: at(record, scene).netns });

/** The kernel's reason names are wide: where the record before is more exact, it speaks. */
export const drop: Narrator<'drop'> = (record, scene) => {
  const { before } = scene;
  if (before?.kind === 'ip.ttl' && before.verdict === 'expired' && before.detail.app === undefined)
    return message('narrate.ipTtl.expired', { ...at(record, scene), before: before.detail.before });
  if (before?.kind === 'nf.rule') return nfRule(before, scene);
  const forbidden =
    before?.kind === 'route.lookup' && before.verdict !== 'none' && before.verdict !== 'unicast';
  if (record.detail.reason === 'IP_INNOROUTES' && forbidden) return routeLookup(before, scene);
  return message(`drop.${record.detail.reason}`, at(record, scene));
};
