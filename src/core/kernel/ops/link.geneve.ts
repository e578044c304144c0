/** Making geneve devices. Source: drivers/net/geneve.c geneve_newlink, geneve_link_config. */
import type { Ipv4Addr } from '../../wire/addr';
import { ANY_IPV4, isMulticastIpv4 } from '../../wire/addr';
import { GENEVE_PORT } from '../../wire/ports';
import type { LinkSpec, OpError } from '../../model/op';
import type { Netns } from '../../model/world';
import type { Ctx } from '../ctx';
import { linkOf } from '../ctx';
import { fibPeek } from '../fib';
import { GENEVE_OVERHEAD_BYTES } from '../link/geneve';
import { addLink } from '../write';
import { explain, refuse } from './error';
import type { newLinkBase } from './link.state';
import { ETHERNET_MTU } from './netns.defaults';

type Base = ReturnType<typeof newLinkBase>;

const VNI_MAX = 2 ** 24 - 1;
const MTU_MIN = 68;
/** IP_MAX_MTU less Geneve's header, an Ethernet header and IPv4's. */
export const GENEVE_MTU_MAX = 65_535 - 8 - 14 - 20;

/** What the driver says when something else of a device than what may change would be another. */
export const GENEVE_FIXED =
  'Changing VNI, Port, endpoint IP address family, external, inner_proto_inherit, and UDP checksum attributes are not supported';

export function addGeneve(
  ctx: Ctx,
  ns: Netns,
  base: (mtu: number) => Base,
  spec: LinkSpec & { kind: 'geneve' },
  mtu: number | undefined,
): OpError | null {
  const { vni, remote, dstPort = GENEVE_PORT } = spec;
  if (!Number.isInteger(vni) || vni < 0 || vni > VNI_MAX)
    return explain('ERANGE', 'Geneve ID must be lower than 16777216');
  if (isMulticastIpv4(remote)) return explain('EINVAL', 'Remote IPv4 address cannot be Multicast');
  const same = ns.links.some(
    (link) =>
      link?.kind === 'geneve' && link.vni === vni && link.remote === remote && link.dstPort === dstPort,
  );
  if (same) return refuse('EBUSY');
  const made = base(ETHERNET_MTU);
  made.mtu = Math.min(Math.max(mtu ?? mtuTowards(ns, remote), MTU_MIN), GENEVE_MTU_MAX);
  const { ttl = 0, tos = 0, df = 'unset', udpCsum = false } = spec;
  addLink(ctx, ns, { ...made, kind: 'geneve', vni, remote, dstPort, ttl, tos, df, udpCsum });
  return null;
}

/** What the way to the far end leaves; Ethernet's when there is none yet (geneve_link_config). */
function mtuTowards(ns: Netns, remote: Ipv4Addr): number {
  const key = { dst: remote, src: ANY_IPV4, iif: 0, oif: 0, tos: 0, mark: 0 };
  const { route } = fibPeek(ns, key);
  const out = linkOf(ns, route?.type === 'local' ? 1 : (route?.dev ?? 0));
  const left = out === null ? 0 : out.mtu - GENEVE_OVERHEAD_BYTES;
  return left > 0 ? left : ETHERNET_MTU;
}
