/** Sentences about tunnels of all kinds: which end, what is put around a packet, who handles it in user space. */
import { formatCidr4, formatIpv4, formatMac } from '../../wire/addr';
import { ETHERNET_HEADER_LEN } from '../../wire/ethernet';
import { destinationText } from '../iproute2';
import type { Message } from '../message';
import { message } from '../say';
import { at, type Narrator } from './scene';

export const tunnelLookup: Narrator<'tunnel.lookup'> = (record, scene): Message => {
  const { detail, verdict } = record;
  const place = at(record, scene);
  switch (detail.tunnel) {
    case 'vxlan': {
      const params = { ...place, mac: formatMac(detail.key) };
      if (verdict === 'none') return message('narrate.tunnelLookup.none', params);
      const remote = (detail.match?.destinations ?? []).map(destinationText).join(', ');
      return message(`narrate.tunnelLookup.${verdict}`, { ...params, remote });
    }
    case 'geneve':
      return message('narrate.geneveLookup', { ...place, remote: formatIpv4(detail.remote) });
    case 'ipip': {
      const params = { ...place, dst: formatIpv4(detail.key), remote: formatIpv4(detail.remote) };
      return message(detail.byRoute ? 'narrate.ipipLookup.byRoute' : 'narrate.ipipLookup.fixed', params);
    }
    case 'wireguard': {
      const params = { ...place, dst: formatIpv4(detail.key) };
      if (detail.match === null) return message('narrate.wireguardLookup.none', params);
      const { prefix, peer } = detail.match;
      return message('narrate.wireguardLookup.found', { ...params, prefix: formatCidr4(prefix), peer });
    }
    case 'flannel-udp': {
      const params = { netns: place.netns, dst: formatIpv4(detail.key) };
      if (detail.match === null) return message('narrate.relayLookup.none', params);
      const { subnet, remote } = detail.match;
      const row = { subnet: formatCidr4(subnet), remote: formatIpv4(remote) };
      return message('narrate.relayLookup.found', { ...params, ...row });
    }
  }
};

export const tunnelEncap: Narrator<'tunnel.encap'> = (record, scene) => {
  const { detail } = record;
  const place = at(record, scene);
  const bytes = detail.addedBytes;
  const local = formatIpv4(detail.local);
  switch (detail.tunnel) {
    case 'vxlan':
    case 'geneve': {
      const { vni, dstPort: port } = detail;
      const ip = detail.tunnel === 'vxlan' ? detail.remote.ip : detail.remote;
      const ends = { local, remote: formatIpv4(ip), port };
      return message('narrate.tunnelEncap', {
        ...{ ...place, ...ends, vni, bytes, ethernet: ETHERNET_HEADER_LEN },
        total: bytes + ETHERNET_HEADER_LEN,
      });
    }
    case 'ipip':
      return message('narrate.ipipEncap', { ...place, local, remote: formatIpv4(detail.remote), bytes });
    case 'wireguard': {
      const { peer, dstPort: port } = detail;
      const remote = formatIpv4(detail.remote);
      return message('narrate.wireguardEncap', { ...place, peer, remote, port, bytes });
    }
    case 'flannel-udp': {
      const { app, dstPort: port } = detail;
      const remote = formatIpv4(detail.remote);
      return message('narrate.relayEncap', { netns: place.netns, app, remote, port, bytes });
    }
  }
};

export const tunnelDecap: Narrator<'tunnel.decap'> = (record, scene) => {
  const { detail } = record;
  const place = at(record, scene);
  const remote = formatIpv4(detail.remote);
  const bytes = detail.removedBytes;
  switch (detail.tunnel) {
    case 'vxlan':
    case 'geneve':
      return message('narrate.tunnelDecap', {
        ...{ ...place, vni: detail.vni, remote, bytes },
        ethernet: ETHERNET_HEADER_LEN,
      });
    case 'ipip':
      return message('narrate.ipipDecap', { ...place, remote, bytes });
    case 'wireguard':
      return message('narrate.wireguardDecap', { ...place, peer: detail.peer, bytes });
    case 'flannel-udp':
      return message('narrate.relayDecap', { netns: place.netns, app: detail.app, remote, bytes });
  }
};

export const wireguardSession: Narrator<'wireguard.session'> = (record, scene) => {
  const { peer, attempt, staged } = record.detail;
  const params = { ...at(record, scene), peer };
  switch (record.verdict) {
    case 'initiate':
      if (attempt > 1) return message('narrate.wireguardSession.retry', { ...params, attempt });
      return message('narrate.wireguardSession.initiate', params);
    case 'complete':
      if (staged > 0) return message('narrate.wireguardSession.complete', { ...params, count: staged });
      return message('narrate.wireguardSession.completeIdle', params);
    case 'give-up':
      return message('narrate.wireguardSession.giveUp', params);
    case 'wait':
    case 'accept':
    case 'respond':
    case 'confirm':
    case 'keepalive':
    case 'heard':
      return message(`narrate.wireguardSession.${record.verdict}`, params);
  }
};

export const userCross: Narrator<'user.cross'> = (record, scene) => {
  const params = { ...at(record, scene), app: record.detail.app };
  return record.verdict === 'to-process'
    ? message('narrate.userCross.toProcess', params)
    : message('narrate.userCross.toKernel', params);
};
