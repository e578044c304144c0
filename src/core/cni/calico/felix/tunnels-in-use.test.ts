import { expect, test } from 'vitest';
import { tunnelsInUse } from './tunnels-in-use';

const pool = (ipipMode: 'Always' | 'Never', vxlanMode: 'CrossSubnet' | 'Never') => ({ ipipMode, vxlanMode });
const unsaid = { ipipEnabled: null, vxlanEnabled: null };

test('pools need them, or FelixConfiguration decides', () => {
  expect(tunnelsInUse([], unsaid)).toEqual([]);
  expect(tunnelsInUse([pool('Always', 'Never'), pool('Never', 'CrossSubnet')], unsaid)).toEqual([
    'ipip',
    'vxlan',
  ]);
  expect(tunnelsInUse([pool('Always', 'Never')], { ipipEnabled: false, vxlanEnabled: true })).toEqual([
    'vxlan',
  ]);
});
