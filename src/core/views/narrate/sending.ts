/** Sentences about how a packet begins: a command, a process, its socket, a route, a neighbour, who is asked for it, the first device. */
import { formatIpv4, formatMac } from '../../wire/addr';
import { prefixText } from '../iproute2.route';
import { linkAt } from '../names';
import { message } from '../say';
import { at, nameOf, peerOf, type Narrator } from './scene';
import type { TraceRecord } from '../../trace/record';

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

export const processStep: Narrator<'process'> = (record, scene) => {
  const { netns } = at(record, scene);
  const { app, argv, lines, exitCode } = record.detail;
  const command = argv.join(' ');
  const said = lines.filter((text) => text !== '');
  // The first line that says something stands for all of them: ping's statistics begin with a line across.
  const first = said.find((text) => !text.startsWith('---')) ?? said[0] ?? '';
  const line = first + (said.length > 1 ? ' …' : '');
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

export const routeLookup: Narrator<'route.lookup'> = (record, scene) => {
  const { key, match } = record.detail;
  const { netns } = at(record, scene);
  const dst = formatIpv4(key.dst);
  const prefix = match === null ? '' : prefixText(match.dst, match.len);
  switch (record.verdict) {
    case 'unicast': {
      const dev = nameOf(record, scene, match?.dev ?? 0);
      const params = { netns, dst, prefix, dev };
      const { choice } = record.detail;
      if (choice !== undefined && match !== null) {
        const via = match.gateway === 0 ? dst : formatIpv4(match.gateway);
        const { index, count } = choice;
        return message('narrate.routeLookup.choice', { ...params, via, number: index + 1, count });
      }
      if (match === null || match.gateway === 0) {
        return message(
          scene.outer ? 'narrate.routeLookup.outerDirect' : 'narrate.routeLookup.direct',
          params,
        );
      }
      const via = formatIpv4(match.gateway);
      return message(scene.outer ? 'narrate.routeLookup.outerVia' : 'narrate.routeLookup.via', {
        ...params,
        via,
      });
    }
    case 'local':
    case 'broadcast':
    case 'none':
      return message(`narrate.routeLookup.${record.verdict}`, { netns, dst });
    case 'unreachable':
    case 'blackhole':
    case 'prohibit':
      if (match === null) return message(BY_RULE[record.verdict], { netns, dst, pref: decidingRule(record) });
      return message(`narrate.routeLookup.${record.verdict}`, { netns, dst, prefix });
  }
};

const BY_RULE = {
  unreachable: 'narrate.routeLookup.ruleUnreachable',
  blackhole: 'narrate.routeLookup.ruleBlackhole',
  prohibit: 'narrate.routeLookup.ruleProhibit',
} as const;

/** Preference of the rule that answered by itself: the last one asked. */
function decidingRule({ detail }: TraceRecord<'route.lookup'>): number {
  return detail.rules[detail.rules.length - 1]?.pref ?? 0;
}

export const routeSource: Narrator<'route.source'> = (record, scene) => {
  const { dst, dev, chosen } = record.detail;
  const place = { netns: at(record, scene).netns, dst: formatIpv4(dst), dev: nameOf(record, scene, dev) };
  if (record.verdict === 'none') return message('narrate.routeSource.none', place);
  const verdict = record.verdict === 'other-device' ? 'otherDevice' : record.verdict;
  return message(`narrate.routeSource.${verdict}`, { ...place, addr: formatIpv4(chosen) });
};

export const neighLookup: Narrator<'neigh.lookup'> = (record, scene) => {
  const { key, match } = record.detail;
  const params = {
    netns: at(record, scene).netns,
    dev: nameOf(record, scene, key.dev),
    addr: formatIpv4(key.addr),
  };
  if (record.verdict !== 'resolved') return message(`narrate.neighLookup.${record.verdict}`, params);
  const mac = match?.mac === null || match === null ? '' : formatMac(match.mac);
  return message('narrate.neighLookup.resolved', { ...params, mac, state: match?.state ?? '' });
};

export const ipOutput: Narrator<'ip.output'> = (record, scene) => {
  const { netns } = at(record, scene);
  const { dev, nexthop, viaGateway } = record.detail;
  const params = { netns, dev: nameOf(record, scene, dev), nexthop: formatIpv4(nexthop) };
  switch (record.verdict) {
    case 'neighbour':
      return message(viaGateway ? 'narrate.ipOutput.gateway' : 'narrate.ipOutput.direct', params);
    case 'loopback':
      return message('narrate.ipOutput.loopback', { netns });
    case 'broadcast':
      return message('narrate.ipOutput.broadcast', params);
    case 'no-address':
      return message('narrate.ipOutput.noAddress', params);
  }
};

export const arpRequest: Narrator<'arp.request'> = (record, scene) => {
  const { target, source, attempt, attempts } = record.detail;
  const params = {
    netns: at(record, scene).netns,
    dev: nameOf(record, scene, record.detail.dev),
    target: formatIpv4(target),
    source: formatIpv4(source),
    attempt,
    attempts,
  };
  const link = linkAt(scene.world, record.netns, record.detail.dev);
  if (attempt <= 1 || link === null) return message(`narrate.arpRequest.${record.verdict}`, params);
  const seconds = link.neighConf.retrans_time_ms / 1000;
  return message(`narrate.arpRequest.${record.verdict}Again`, { ...params, seconds });
};

export const linkTx: Narrator<'link.tx'> = (record, scene) => {
  const place = at(record, scene);
  const peer = peerOf(record, scene);
  switch (linkAt(scene.world, record.netns, record.dev)?.kind) {
    case 'veth':
      return peer
        ? message('narrate.linkTx.veth', { ...place, ...peer })
        : message('narrate.linkTx.unplugged', place);
    case 'bridge':
      return message('narrate.linkTx.bridge', place);
    case 'vxlan':
    case 'geneve':
      return message('narrate.linkTx.vxlan', place);
    case 'loopback':
      return message('narrate.linkTx.loopback', place);
    case 'dummy':
    case 'ifb':
      return message('narrate.linkTx.dummy', place);
    case 'tun':
      return message('narrate.linkTx.tun', place);
    case 'ipip':
      return message('narrate.linkTx.ipip', place);
    case 'macvlan':
      return message('narrate.linkTx.macvlan', place);
    case 'ipvlan':
      return message('narrate.linkTx.ipvlan', place);
    case 'vlan':
      return message('narrate.linkTx.vlan', place);
    case 'wireguard':
      return message('narrate.linkTx.wireguard', place);
    case 'physical':
    case undefined:
      return peer
        ? message('narrate.linkTx.cable', { ...place, ...peer })
        : message('narrate.linkTx.unplugged', place);
  }
};
