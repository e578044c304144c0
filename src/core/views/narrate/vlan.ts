/** Sentences about VLANs. */
import { devName } from '../names';
import { message } from '../say';
import { at, type Narrator } from './scene';

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
