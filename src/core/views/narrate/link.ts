/** Sentences about devices and bridges, and what tunnels learn. */
import { formatIpv4, formatMac, isGroupMac } from '../../wire/addr';
import { isBareIp } from '../../model/link';
import { message } from '../say';
import { devName, linkAt, netnsName } from '../names';
import { at, nameOf, type Narrator } from './scene';

export const linkRx: Narrator<'link.rx'> = (record, scene) => {
  const place = at(record, scene);
  const link = linkAt(scene.world, record.netns, record.dev);
  if (link !== null && link.master !== 0) {
    return message('narrate.linkRx.port', { ...place, bridge: nameOf(record, scene, link.master) });
  }
  if (link?.kind === 'loopback') return message('narrate.linkRx.loopback', place);
  if (link?.kind === 'tun') return message('narrate.linkRx.tun', place);
  if (link !== null && isBareIp(link)) return message('narrate.linkRx.tunnel', place);
  switch (record.detail.pktType) {
    case 'broadcast':
      return message('narrate.linkRx.broadcast', place);
    case 'multicast':
      return message('narrate.linkRx.multicast', place);
    case 'otherhost':
      return message('narrate.linkRx.otherhost', { ...place, mac: link === null ? '' : formatMac(link.mac) });
    case 'host':
    case 'outgoing':
      if (link?.kind === 'vlan') return message('narrate.linkRx.vlan', { ...place, vid: link.vid });
      if (link?.kind === 'bridge') return message('narrate.linkRx.bridge', place);
      return message(
        link?.kind === 'vxlan' || link?.kind === 'geneve' ? 'narrate.linkRx.vxlan' : 'narrate.linkRx.host',
        place,
      );
  }
};

export const bridgeLearn: Narrator<'bridge.learn'> = (record, scene) => {
  const { bridge, mac, port, oldPort } = record.detail;
  const params = {
    bridge: nameOf(record, scene, bridge),
    mac: formatMac(mac),
    port: nameOf(record, scene, port),
  };
  if (record.verdict !== 'moved') return message(`narrate.bridgeLearn.${record.verdict}`, params);
  return message('narrate.bridgeLearn.moved', { ...params, oldPort: nameOf(record, scene, oldPort ?? 0) });
};

export const bridgeForward: Narrator<'bridge.forward'> = (record, scene) => {
  const { netns } = at(record, scene);
  const { key, ports, refused, up } = record.detail;
  const bridge = nameOf(record, scene, record.detail.bridge);
  const mac = formatMac(key);
  const count = ports.length;
  switch (record.verdict) {
    case 'forward':
      return message('narrate.bridgeForward.forward', {
        bridge,
        mac,
        port: nameOf(record, scene, ports[0] ?? 0),
      });
    case 'flood':
      if (!isGroupMac(key)) return message('narrate.bridgeForward.floodUnknown', { bridge, mac, count });
      if (up) return message('narrate.bridgeForward.floodGroupUp', { bridge, netns, count });
      return message('narrate.bridgeForward.floodGroup', { bridge, count });
    case 'up':
      return isGroupMac(key)
        ? message('narrate.bridgeForward.upGroup', { bridge, netns })
        : message('narrate.bridgeForward.upLocal', { bridge, netns, mac });
    case 'drop': {
      const only = record.detail.match === null ? undefined : refused[0];
      if (only === undefined) return message('narrate.bridgeForward.nowhere', { bridge, mac });
      const key = only.reason === 'same-port' ? 'samePort' : 'portRefused';
      return message(`narrate.bridgeForward.${key}`, { bridge, mac, port: nameOf(record, scene, only.port) });
    }
  }
};

export const macvlanForward: Narrator<'macvlan.forward'> = (record, scene) => {
  const { mac, lower, to } = record.detail;
  const [first = lower] = to;
  const params = {
    ...at(record, scene),
    mac: formatMac(mac),
    lower: devName(scene.world, lower.netns, lower.ifindex),
    lowerNetns: netnsName(scene.world, lower.netns),
    child: devName(scene.world, first.netns, first.ifindex),
    childNetns: netnsName(scene.world, first.netns),
    count: to.length,
  };
  return message(`narrate.macvlanForward.${record.verdict}`, params);
};

export const ipvlanForward: Narrator<'ipvlan.forward'> = (record, scene) => {
  const { addr, lower, to } = record.detail;
  const [first = lower] = to;
  const params = {
    ...at(record, scene),
    addr: addr === null ? '' : formatIpv4(addr),
    lower: devName(scene.world, lower.netns, lower.ifindex),
    lowerNetns: netnsName(scene.world, lower.netns),
    child: devName(scene.world, first.netns, first.ifindex),
    childNetns: netnsName(scene.world, first.netns),
    count: to.length,
  };
  return message(`narrate.ipvlanForward.${record.verdict}`, params);
};

export const fdbExpire: Narrator<'fdb.expire'> = (record, scene) =>
  message('narrate.fdbExpire', {
    ...at(record, scene),
    mac: formatMac(record.detail.mac),
    seconds: record.detail.ageSec,
  });

export const tunnelLearn: Narrator<'tunnel.learn'> = (record, scene) => {
  const params = {
    ...at(record, scene),
    mac: formatMac(record.detail.mac),
    remote: formatIpv4(record.detail.remote),
  };
  const verdict = record.verdict === 'not-learning' ? 'notLearning' : record.verdict;
  return message(`narrate.tunnelLearn.${verdict}`, params);
};
