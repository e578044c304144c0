/**
 * Ports that no policy of a host can close, so that nobody locks himself out.
 * Source: calico felix/rules/static.go failsafeInChain, failsafeOutChain.
 */
import { ACCEPT } from './action';
import { CHAIN } from './chain-name';
import { match } from './match';
import { rule, type Chain, type Rule } from './rule';
import type { HostPort, StaticConfig } from './static-config';

type Table = 'filter' | 'mangle' | 'raw';
type Ports = Pick<StaticConfig, 'failsafeInbound' | 'failsafeOutbound'>;

const to = ({ protocol, port }: HostPort): Rule =>
  rule([match.protocol(protocol), match.destPorts(port)], ACCEPT);
const from = ({ protocol, port }: HostPort): Rule =>
  rule([match.protocol(protocol), match.sourcePorts(port)], ACCEPT);

/** In table raw nothing is known of connections: answers of the other direction are let through as well. */
export function failsafeInChain(table: Table, ports: Ports): Chain {
  const answers = table === 'raw' ? ports.failsafeOutbound.map(from) : [];
  return { name: CHAIN.failsafeIn, rules: [...ports.failsafeInbound.map(to), ...answers] };
}

export function failsafeOutChain(table: Table, ports: Ports): Chain {
  const answers = table === 'raw' ? ports.failsafeInbound.map(from) : [];
  return { name: CHAIN.failsafeOut, rules: [...ports.failsafeOutbound.map(to), ...answers] };
}
