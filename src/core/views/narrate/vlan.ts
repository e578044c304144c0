/** Sentences about VLANs. */
import { devName } from '../names';
import { message } from '../say';
import { at, nameOf, type Narrator } from './scene';

export const vlanForward: Narrator<'vlan.forward'> = (record, scene) => {
  const { vid, lower, device } = record.detail;
  const params = { ...at(record, scene), vid };
  switch (record.verdict) {
    case 'tagged':
      return message('narrate.vlanForward.tagged', {
        ...params,
        lower: devName(scene.world, lower.netns, lower.ifindex),
      });
    case 'device':
      return message('narrate.vlanForward.device', {
        ...params,
        device: device === null ? '' : devName(scene.world, device.netns, device.ifindex),
      });
    case 'nobody':
      return message('narrate.vlanForward.nobody', params);
  }
};

export const bridgeVlan: Narrator<'bridge.vlan'> = (record, scene) => {
  const { bridge, port, vid, table } = record.detail;
  const names = { bridge: nameOf(record, scene, bridge), port: nameOf(record, scene, port) };
  switch (record.verdict) {
    case 'no-pvid':
      return message('narrate.bridgeVlan.noPvid', names);
    case 'not-member': {
      const members = table.vlans.map((vlan) => String(vlan.vid)).join(', ');
      return members === ''
        ? message('narrate.bridgeVlan.noVlans', { ...names, vid })
        : message('narrate.bridgeVlan.notMember', { ...names, vid, members });
    }
    case 'pvid':
    case 'member':
    case 'untagged':
    case 'tagged':
      return message(`narrate.bridgeVlan.${record.verdict}`, { ...names, vid });
  }
};
