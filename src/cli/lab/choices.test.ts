import { expect, test } from 'vitest';
import type { LabInfo } from '../../core/session.types';
import { choiceMisfit } from './choices';
import { openBuiltIn } from './variants';

const BACKEND: LabInfo = {
  ...openBuiltIn('flannel-vxlan').info,
  choices: [
    {
      name: 'backend',
      title: { en: 'Backend' },
      options: [
        { name: 'vxlan', title: { en: 'vxlan' } },
        { name: 'host-gw', title: { en: 'host-gw' } },
      ],
      default: 'vxlan',
      chosen: 'vxlan',
    },
  ],
};

test('what the lab has fits', () => {
  expect(choiceMisfit(BACKEND, {})).toBeNull();
  expect(choiceMisfit(BACKEND, { backend: 'host-gw' })).toBeNull();
});

test('what it has not is refused with the nearest', () => {
  expect(choiceMisfit(BACKEND, { backed: 'vxlan' })).toMatchObject({
    key: 'cli.usage.noChoice',
    nearest: 'backend',
  });
  expect(choiceMisfit(BACKEND, { backend: 'hostgw' })).toMatchObject({
    key: 'cli.usage.noOption',
    nearest: 'host-gw',
  });
});
