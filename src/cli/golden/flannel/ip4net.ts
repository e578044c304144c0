/** flannel's arithmetic on networks: ip4net. */
import { incremented, isPrivate, overlaps } from '../../../core/cni/flannel/net';
import { formatCidr4, inCidr } from '../../../core/wire/addr';
import type { JsonObject } from '../json';
import { member, textOf } from '../json';
import type { Played } from '../played';
import { addr, compared, net } from '../compare';

export function ip4net(golden: JsonObject): Played {
  const input = member(golden, 'input');
  const [a, b] = [textOf(input, 'a'), textOf(input, 'b')];
  switch (textOf(input, 'op')) {
    case 'overlaps':
      return compared(golden['expected'], overlaps(net(a), net(b)));
    case 'contains':
      return compared(golden['expected'], inCidr(addr(b), net(a)));
    case 'incrementIP':
      return compared(golden['expected'], formatCidr4(incremented(net(a))));
    case 'isPrivate':
      return compared(golden['expected'], isPrivate(addr(a)));
    default:
      return { notModelled: `no operation ${textOf(input, 'op')}` };
  }
}
