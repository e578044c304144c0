/**
 * Goal: of `-m addrtype` that does not hold both the kernel view and the inspector say what the address is. Method: the
 * published port, whose rules ask for LOCAL. Facts: LOCAL is an address of the namespace that asks, or 127.0.0.0/8; all
 * other unicast addresses are UNICAST (net/netfilter/xt_addrtype.c, fib_frontend.c __inet_dev_addr_type).
 */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { lastAt, walkAt } from '../testing/kernel-view';
import { openLab, type Typed } from '../testing/open-lab';
import type { Session } from '../session';
import type { Message } from './message';

const TEXT = readFileSync('scenarios/published-port/scenario.yaml', 'utf8');

/** The last walk of `host` through the nat table at POSTROUTING for a new flow. */
function postrouting(session: Session): number {
  return lastAt(session, (one, seq) => {
    const record = one.trace.record(seq);
    return record.kind === 'nf.rule' && record.detail.hook === 'POSTROUTING' && record.detail.table === 'nat';
  });
}

function told(typed: readonly Typed[]): { readonly view: Message[]; readonly inspector: Message[] } {
  const session = openLab(TEXT, typed);
  const seq = postrouting(session);
  const view = walkAt(session, seq, 'postrouting', 'nat').walk.rows.flatMap(({ conditions }) =>
    conditions.flatMap(({ why }) => (why === null ? [] : [why])),
  );
  const { decisions } = session.query('instant', { seq, grain: 'decision' });
  const inspector = decisions
    .filter((decision) => decision.seq === seq)
    .flatMap(({ rows }) => rows.flatMap(({ reason }) => (reason === null ? [] : [reason])))
    .filter(({ key }) => /Local$|addressType$/.test(key));
  return { view, inspector };
}

test('--src-type LOCAL: whose address it is not', () => {
  const why = { key: 'reason.notLocal', params: { addr: '192.168.56.20', netns: 'host' } };
  expect(told([['outside', 'curl -m 3 http://192.168.56.11:8080/']])).toEqual({
    view: [why],
    inspector: [why],
  });
});

test('! --src-type LOCAL: whose address it is', () => {
  const rule = 'iptables -t nat -I POSTROUTING -m addrtype ! --src-type LOCAL -j ACCEPT';
  const why = { key: 'reason.isLocal', params: { addr: '192.168.56.11', netns: 'host' } };
  const outcome = told([
    ['host', rule],
    ['host', 'ping -c 1 192.168.56.20'],
  ]);
  // The rule of docker0 fails already for the device.
  expect(outcome).toEqual({ view: [why], inspector: [why] });
});

test('--dst-type of others: the type it is', () => {
  const rule = 'iptables -t nat -I POSTROUTING -m addrtype --dst-type LOCAL,BROADCAST -j ACCEPT';
  const why = {
    key: 'reason.addressType',
    params: { addr: '192.168.56.20', netns: 'host', type: 'UNICAST' },
  };
  const outcome = told([
    ['host', rule],
    ['host', 'ping -c 1 192.168.56.20'],
  ]);
  expect(outcome).toEqual({ view: [why], inspector: [why] });
});
