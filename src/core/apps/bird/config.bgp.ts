/** `protocol bgp`. Source: BIRD 1.6.8 proto/bgp/config.Y. */
import type { BgpOptions } from '../../model/bird.config';
import { ANY_IPV4 } from '../../wire/addr';
import {
  expect,
  expectId,
  expectIp,
  expectNumber,
  expectString,
  expectWithin,
  fail,
  next,
  peek,
  take,
  takeSwitch,
} from './config.cursor';
import type { Cursor } from './config.cursor';
import type { Writable } from './draft';

/** What is not said yet is null where the default depends on the rest. */
export interface BgpDraft extends Omit<
  Writable<BgpOptions>,
  'multihop' | 'gatewayRecursive' | 'holdTime' | 'keepaliveTime'
> {
  multihop: number | null;
  gatewayRecursive: boolean | null;
  holdTime: number;
  keepaliveTime: number;
}

const INTERNAL_HOPS = 64;

export function bgpDefaults(): BgpDraft {
  return {
    ...{ localAs: 0, sourceAddress: ANY_IPV4, neighbor: ANY_IPV4, port: 179, remoteAs: 0 },
    ...{ multihop: null, ttlSecurity: false, passive: false, rrClient: false, rrClusterId: ANY_IPV4 },
    ...{ rsClient: false, nextHopSelf: false, nextHopKeep: false, gatewayRecursive: null, addPaths: false },
    ...{ gracefulRestart: 'aware', gracefulRestartTime: 120, capabilities: true, as4: true },
    ...{ holdTime: 240, keepaliveTime: 0, startupHoldTime: 240, connectDelayTime: 5, connectRetryTime: 120 },
    ...{ errorWaitMin: 60, errorWaitMax: 300, errorForgetTime: 300, defaultLocalPref: 100, defaultMed: 0 },
    ...{ medMetric: false, allowLocalAs: 0, preferOlder: false, comparePathLengths: true, checkLink: false },
  };
}

/** Settles what depends on more than one line. */
export function finished(draft: BgpDraft): BgpOptions {
  const multihop = draft.multihop ?? (draft.localAs === draft.remoteAs ? INTERNAL_HOPS : 0);
  return { ...draft, multihop, gatewayRecursive: draft.gatewayRecursive ?? multihop > 0 };
}

const SECONDS = /^(connect|hold|keepalive|startup|error)$/;

/** One option, without the semicolon; false when it is not one of BGP's own. */
export function readBgpOption(c: Cursor, bgp: BgpDraft): boolean {
  const token = peek(c);
  if (token.kind !== 'word') return false;
  if (SECONDS.test(token.text)) return readTime(c, bgp);
  switch (token.text) {
    case 'local':
      c.at += 1;
      if (peek(c).kind === 'ip') bgp.sourceAddress = expectIp(c);
      if (take(c, 'as')) bgp.localAs = expectNumber(c);
      return true;
    case 'neighbor':
      c.at += 1;
      bgp.neighbor = expectIp(c);
      for (;;) {
        if (take(c, 'as')) bgp.remoteAs = expectNumber(c);
        else if (take(c, 'port')) bgp.port = expectWithin(c, 1, 0xffff, 'Invalid port number');
        else return true;
      }
    case 'source':
      c.at += 1;
      expect(c, 'address');
      bgp.sourceAddress = expectIp(c);
      return true;
    case 'direct':
      c.at += 1;
      bgp.multihop = 0;
      return true;
    case 'multihop':
      c.at += 1;
      bgp.multihop = peek(c).kind === 'number' ? expectNumber(c) : INTERNAL_HOPS;
      if (bgp.multihop < 1 || bgp.multihop > 255) fail(peek(c), 'Multihop must be in range 1-255');
      return true;
    case 'next':
      c.at += 1;
      expect(c, 'hop');
      if (take(c, 'keep')) bgp.nextHopKeep = true;
      else {
        expect(c, 'self');
        bgp.nextHopSelf = true;
      }
      return true;
    case 'rr':
      c.at += 1;
      if (take(c, 'client')) bgp.rrClient = true;
      else {
        expect(c, 'cluster');
        expect(c, 'id');
        bgp.rrClusterId = expectId(c);
      }
      return true;
    case 'rs':
      c.at += 1;
      expect(c, 'client');
      bgp.rsClient = true;
      return true;
    case 'gateway':
      c.at += 1;
      if (take(c, 'direct')) bgp.gatewayRecursive = false;
      else {
        expect(c, 'recursive');
        bgp.gatewayRecursive = true;
      }
      return true;
    case 'add':
      c.at += 1;
      expect(c, 'paths');
      if (take(c, 'rx') || take(c, 'tx')) bgp.addPaths = true;
      else bgp.addPaths = takeSwitch(c);
      return true;
    case 'graceful':
      c.at += 1;
      expect(c, 'restart');
      if (take(c, 'time')) bgp.gracefulRestartTime = expectNumber(c);
      else if (take(c, 'aware')) bgp.gracefulRestart = 'aware';
      else bgp.gracefulRestart = takeSwitch(c) ? 'on' : 'off';
      return true;
    case 'ttl':
      c.at += 1;
      expect(c, 'security');
      bgp.ttlSecurity = takeSwitch(c);
      return true;
    case 'default': {
      c.at += 1;
      const local = take(c, 'bgp_local_pref');
      if (!local) expect(c, 'bgp_med');
      bgp[local ? 'defaultLocalPref' : 'defaultMed'] = expectNumber(c);
      return true;
    }
    case 'allow':
      c.at += 1;
      if (take(c, 'local')) {
        if (!take(c, 'as')) expect(c, 'pref');
        bgp.allowLocalAs = peek(c).kind === 'number' ? expectNumber(c) : 255;
      } else return fail(peek(c));
      return true;
    case 'prefer':
      c.at += 1;
      expect(c, 'older');
      bgp.preferOlder = takeSwitch(c);
      return true;
    case 'path':
      c.at += 1;
      expect(c, 'metric');
      bgp.comparePathLengths = takeSwitch(c);
      return true;
    case 'med':
      c.at += 1;
      expect(c, 'metric');
      bgp.medMetric = takeSwitch(c);
      return true;
    case 'check':
      c.at += 1;
      expect(c, 'link');
      bgp.checkLink = takeSwitch(c);
      return true;
    case 'capabilities':
      c.at += 1;
      bgp.capabilities = takeSwitch(c);
      return true;
    case 'passive':
      c.at += 1;
      bgp.passive = takeSwitch(c);
      return true;
    case 'password':
      c.at += 1;
      expectString(c);
      return true;
    default:
      return false;
  }
}

function readTime(c: Cursor, bgp: BgpDraft): boolean {
  const first = next(c).text;
  if (first === 'hold' || first === 'keepalive') {
    expect(c, 'time');
    const seconds = expectNumber(c);
    if (first === 'keepalive') bgp.keepaliveTime = seconds;
    else bgp.holdTime = seconds;
    return true;
  }
  if (first === 'startup') {
    expect(c, 'hold');
    expect(c, 'time');
    bgp.startupHoldTime = expectNumber(c);
    return true;
  }
  const which = next(c);
  expect(c, 'time');
  const seconds = expectNumber(c);
  const key = `${first} ${which.text}`;
  if (key === 'connect delay') bgp.connectDelayTime = seconds;
  else if (key === 'connect retry') bgp.connectRetryTime = seconds;
  else if (key === 'error forget') bgp.errorForgetTime = seconds;
  else if (key === 'error wait') {
    bgp.errorWaitMin = seconds;
    expect(c, ',');
    bgp.errorWaitMax = expectNumber(c);
  } else return fail(which);
  return true;
}
