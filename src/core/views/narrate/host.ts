/** Sentences about sockets, processes, configuration and drops. */
import { formatIpv4 } from '../../wire/addr';
import type { Message } from '../message';
import { message } from '../say';
import { routeLookup } from './ip';
import { nfRule } from './netfilter';
import { at, type Narrator, type Scene } from './scene';

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

export const sockSend: Narrator<'sock.send'> = (record, scene) => {
  const { netns } = at(record, scene);
  const { socket, port, errno, lenBytes } = record.detail;
  const to = formatIpv4(record.detail.to);
  if (record.verdict === 'refused')
    return message('narrate.sockSend.refused', { netns, to, errno: errno ?? '' });
  if (socket === 'tcp') {
    const { flags = '', again } = record.detail;
    if (again === true) return message('narrate.sockSend.tcpAgain', { netns, to, port, flags });
    if (lenBytes === 0) return message('narrate.sockSend.tcp', { netns, to, port, flags });
    return message('narrate.sockSend.tcpData', { netns, to, port, flags, bytes: lenBytes });
  }
  if (socket === 'sctp') {
    const { flags: chunks = '', again } = record.detail;
    if (again === true) return message('narrate.sockSend.sctpAgain', { netns, to, port, chunks });
    return message('narrate.sockSend.sctp', { netns, to, port, chunks });
  }
  if (socket === 'ping') return message('narrate.sockSend.ping', { netns, to, bytes: lenBytes });
  return message('narrate.sockSend.udp', { netns, to, port, bytes: lenBytes });
};

export const processStep: Narrator<'process'> = (record, scene) => {
  const { netns } = at(record, scene);
  const { app, argv, lines, exitCode } = record.detail;
  const command = argv.join(' ');
  const line = lines.find((text) => text !== '') ?? '';
  switch (record.verdict) {
    case 'start':
      return message('narrate.process.start', { netns, app, command });
    case 'print':
      return message('narrate.process.print', { netns, app, line });
    case 'exit':
      // A command that is done at once, like `ip route add`, answers and ends in one.
      if (exitCode === 0 && line !== '')
        return message('narrate.process.print', { netns, app: command, line });
      if (line !== '')
        return message('narrate.process.failed', { netns, command, line, code: exitCode ?? 0 });
      return message('narrate.process.exit', { netns, app, code: exitCode ?? 0 });
  }
};

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

export const input: Narrator<'input'> = (record, scene) => {
  if (record.verdict === 'waited') {
    const seconds = record.detail.command.replace(/^sleep /, '');
    return message('narrate.input.waited', { netns: '', seconds });
  }
  if (record.verdict === 'interrupted') {
    const { netns } = at(record, scene);
    const what = record.detail.message;
    return what === null
      ? message('narrate.input.nothingToInterrupt', { netns })
      : message('narrate.input.interrupted', { netns, command: what });
  }
  const params = { netns: at(record, scene).netns, command: record.detail.command };
  return record.verdict === 'accepted'
    ? message('narrate.input.accepted', params)
    : message('narrate.input.refused', { ...params, error: record.detail.message ?? '' });
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
