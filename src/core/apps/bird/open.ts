/** OPEN: what is said and what is made of it. Source: BIRD 1.6.8 proto/bgp/packets.c bgp_create_open, bgp_parse_capabilities; RFC 5492. */
import { getU16, getU32, getU8, setU16, setU32 } from '../../base/bytes';
import type { BgpAbilities } from '../../model/bird';
import type { BgpProtocol } from '../../model/bird.config';
import type { Ipv4Addr } from '../../wire/addr';
import {
  AFI_IPV4,
  AS_TRANS,
  CAP_ADD_PATH,
  CAP_AS4,
  CAP_ENHANCED_REFRESH,
  CAP_GRACEFUL_RESTART,
  CAP_LONG_LIVED_RESTART,
  CAP_MULTIPROTOCOL,
  CAP_ROUTE_REFRESH,
  SAFI_UNICAST,
  type BgpCapability,
  type BgpOpen,
} from '../../wire/bgp.types';

const NOTHING = new Uint8Array(0);
const FAMILY = Uint8Array.of(0, AFI_IPV4, 0, SAFI_UNICAST);
/** Both receives and sends several paths. */
const ADD_PATH_BOTH = 3;
const FORWARDING = 0x80;

function capabilities(config: BgpProtocol): readonly BgpCapability[] {
  if (!config.capabilities) return [];
  const found: BgpCapability[] = [
    { code: CAP_MULTIPROTOCOL, value: FAMILY },
    { code: CAP_ROUTE_REFRESH, value: NOTHING },
  ];
  if (config.gracefulRestart === 'on') {
    const value = new Uint8Array(6);
    setU16(value, 0, config.gracefulRestartTime & 0xfff);
    setU16(value, 2, AFI_IPV4);
    value[4] = SAFI_UNICAST;
    found.push({ code: CAP_GRACEFUL_RESTART, value });
  } else if (config.gracefulRestart === 'aware') {
    found.push({ code: CAP_GRACEFUL_RESTART, value: new Uint8Array(2) });
  }
  if (config.as4) {
    const value = new Uint8Array(4);
    setU32(value, 0, config.localAs);
    found.push({ code: CAP_AS4, value });
  }
  if (config.addPaths) {
    found.push({ code: CAP_ADD_PATH, value: Uint8Array.of(0, AFI_IPV4, SAFI_UNICAST, ADD_PATH_BOTH) });
  }
  found.push({ code: CAP_ENHANCED_REFRESH, value: NOTHING });
  if (config.gracefulRestart !== 'off') found.push({ code: CAP_LONG_LIVED_RESTART, value: NOTHING });
  return found;
}

export function openOf(config: BgpProtocol, routerId: Ipv4Addr): BgpOpen {
  return {
    kind: 'open',
    version: 4,
    myAs: config.localAs > 0xffff ? AS_TRANS : config.localAs,
    holdTime: config.holdTime,
    routerId,
    capabilities: capabilities(config),
  };
}

/** The AS number of a peer: the long one where it says it. */
export function asOf({ myAs, capabilities: told }: BgpOpen): number {
  const long = told.find(({ code, value }) => code === CAP_AS4 && value.length === 4);
  return long === undefined ? myAs : getU32(long.value, 0);
}

export function abilitiesOf({ capabilities: told }: BgpOpen): BgpAbilities {
  const has = (code: number): boolean => told.some((each) => each.code === code);
  const restart = told.find(({ code, value }) => code === CAP_GRACEFUL_RESTART && value.length >= 2)?.value;
  let [able, forwarding] = [false, false];
  for (let at = 2; restart !== undefined && at + 4 <= restart.length; at += 4) {
    if (getU16(restart, at) !== AFI_IPV4 || getU8(restart, at + 2) !== SAFI_UNICAST) continue;
    able = true;
    forwarding = (getU8(restart, at + 3) & FORWARDING) !== 0;
  }
  const paths = told.find(({ code }) => code === CAP_ADD_PATH)?.value ?? NOTHING;
  let mode = 0;
  for (let at = 0; at + 4 <= paths.length; at += 4) {
    if (getU16(paths, at) === AFI_IPV4 && getU8(paths, at + 2) === SAFI_UNICAST) mode = getU8(paths, at + 3);
  }
  return {
    as4: has(CAP_AS4),
    refresh: has(CAP_ROUTE_REFRESH),
    enhancedRefresh: has(CAP_ENHANCED_REFRESH),
    addPathReceive: (mode & 1) !== 0,
    addPathSend: (mode & 2) !== 0,
    restartAware: restart !== undefined,
    restartAble: able,
    restartTime: restart === undefined ? 0 : getU16(restart, 0) & 0xfff,
    forwarding,
    longLivedAware: has(CAP_LONG_LIVED_RESTART),
  };
}

/** What both sides agreed on for the messages in one direction. */
export function framingOf(
  config: BgpProtocol,
  abilities: BgpAbilities | null,
  way: 'in' | 'out',
): { readonly as4: boolean; readonly addPath: boolean } {
  const peer = way === 'in' ? abilities?.addPathSend : abilities?.addPathReceive;
  return { as4: config.as4 && abilities?.as4 === true, addPath: config.addPaths && peer === true };
}
