import { expect, it } from 'vitest';
import { otherOptions } from './chosen';

const both = (text: string) => ({ en: text, 'zh-CN': `${text} (zh)` });
const options = ['vxlan', 'host-gw'].map((name) => ({ name, title: both(name.toUpperCase()) }));

it('says of each choice that was built otherwise what it is now, and what the name of the lab stands for', () => {
  const choices = [
    { name: 'backend', title: both('Backend'), options, default: 'vxlan', chosen: 'host-gw' },
    { name: 'other', title: both('Other'), options, default: 'vxlan', chosen: 'vxlan' },
  ];
  expect(otherOptions({ choices })).toEqual([
    { name: 'backend', title: both('Backend'), now: both('HOST-GW'), usual: both('VXLAN') },
  ]);
});
