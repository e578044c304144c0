/** Why `-m addrtype` did not hold: what the packet's address is to the netns that asks. */
import { addrTypeOf } from '../kernel/netfilter/match/addrtype';
import type { NfMatch } from '../model/netfilter';
import type { World } from '../model/world';
import type { TraceRecord } from '../trace/record';
import type { Ipv4Addr } from '../wire/addr';
import { formatIpv4 } from '../wire/addr';
import { fieldNumber, type Frame } from './frame-layers';
import type { Message } from './message';
import { message } from './say';
import { netnsName } from './names';

/** Null for another match, and where the packet is not known. `--src-type` is asked before `--dst-type`. */
export function addressTypeMisfit(
  match: NfMatch | undefined,
  { detail, netns: id }: TraceRecord<'nf.rule'>,
  world: World,
  frame: Frame | null,
): Message | null {
  const ip = frame?.layers.find(({ header }) => header === 'ipv4');
  const ns = world.netns[id];
  if (match?.kind !== 'addrtype' || ip === undefined || ns === undefined) return null;
  const dev = match.limit === null ? 0 : detail[match.limit];
  for (const side of ['src', 'dst'] as const) {
    const wanted = match[side];
    const addr = fieldNumber(ip, side);
    if (wanted === null || addr < 0) continue;
    const type = addrTypeOf(ns, addr as Ipv4Addr, dev);
    if (wanted.value.includes(type) !== wanted.invert) continue;
    const params = { addr: formatIpv4(addr as Ipv4Addr), netns: netnsName(world, id) };
    if (dev !== 0 || wanted.value.length !== 1 || wanted.value[0] !== 'LOCAL')
      return message('reason.addressType', { ...params, type });
    return message(wanted.invert ? 'reason.isLocal' : 'reason.notLocal', params);
  }
  return null;
}
