/** The list of link kinds. */
import type { LinkKind } from '../../model/link';
import { bridge } from './bridge';
import { dummy } from './dummy';
import type { LinkDriver } from './kind';
import { loopback } from './loopback';
import { physical } from './physical';
import { veth } from './veth';
import { vxlan } from './vxlan';

export const linkKinds: Readonly<Record<LinkKind, LinkDriver>> = {
  loopback,
  veth,
  physical,
  bridge,
  vxlan,
  dummy,
};
