/**
 * Goal: conntrack is told where it is active, and nowhere else, before the packet comes as after. Method: shipped labs
 * and the router with rules. Facts: conntrack registers its hooks only where a rule needs it (nf_ct_netns_get), at
 * PREROUTING and OUTPUT after raw, at INPUT and POSTROUTING at the end (nf_conntrack_proto.c, netfilter_ipv4.h).
 */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { firstAt, lastAt, partsIn, viewAt } from '../../testing/kernel-view';
import { openLab } from '../../testing/open-lab';

const labText = (lab: string): string => readFileSync(`scenarios/${lab}/scenario.yaml`, 'utf8');
const HOOKS = ['prerouting', 'input', 'output', 'forward', 'postrouting'] as const;

describe('a published port', () => {
  const session = openLab(labText('published-port'), [['outside', 'curl -m 3 http://192.168.56.11:8080/']]);

  test.each(['outside', 'web'])(
    '%s has no rule, so conntrack stands at none of its hooks at any time',
    (netns) => {
      const first = session.query('timeline', {}).start;
      const seen = new Set<string>();
      for (let seq = first; seq < session.length; seq += 5) {
        const view = viewAt(session, seq, netns);
        for (const hook of HOOKS)
          for (const part of partsIn(view, hook)) if (/conntrack|confirm/.test(part)) seen.add(part);
        const ipv4 = view.pass !== null;
        expect(view.noFlow).toEqual(ipv4 ? { why: 'not-active', hook: null } : null);
      }
      expect([...seen].sort()).toEqual(['confirm absent', 'conntrack absent']);
    },
  );

  test('the host has not asked yet when the packet was received, and has its flow afterwards', () => {
    // The answer of `web`: its flow is in the table already.
    const answer = lastAt(session, (one, seq) => {
      const record = one.trace.record(seq);
      return record.kind === 'ct.lookup' && record.verdict === 'reply';
    });
    const after = viewAt(session, answer, 'host');
    const received = viewAt(session, after.passes[after.pass ?? 0]?.firstSeq ?? 0, 'host');
    expect(received.flow).toBeNull();
    expect(received.noFlow).toEqual({ why: 'not-asked', hook: 'PREROUTING' });
    expect(after.flow?.state).toBe('ESTABLISHED');
    expect(after.noFlow).toBeNull();
  });

  test('what the host sends itself meets conntrack at OUTPUT', () => {
    const own = openLab(labText('published-port'), [['host', 'curl -m 3 http://192.168.56.11:8080/']]);
    const routed = viewAt(own, firstAt(own, 'host', 'route.lookup'), 'host');
    expect(routed.noFlow).toEqual({ why: 'not-asked', hook: 'OUTPUT' });
  });
});

describe('a rule that sends packets past conntrack', () => {
  const text = readFileSync('src/core/testing/labs/router-rules.yaml', 'utf8');
  const session = openLab(text, [['a', 'echo x | ncat -u -w 1 10.2.0.2 9']]);

  test('is what is named, once the packet met it', () => {
    const later = viewAt(session, firstAt(session, 'r', 'neigh.lookup'));
    expect(later.noFlow).toEqual({ why: 'untracked', hook: 'PREROUTING' });
    const first = later.passes[later.pass ?? 0]?.firstSeq ?? 0;
    expect(viewAt(session, first, 'r').noFlow).toEqual({ why: 'not-asked', hook: 'PREROUTING' });
  });
});

test('frames that a bridge keeps from iptables do not come to conntrack', () => {
  const session = openLab(labText('docker0'), [
    ['host', 'sysctl -w net.bridge.bridge-nf-call-iptables=0'],
    ['web', 'ping -c 1 172.17.0.3'],
  ]);
  const echo = lastAt(session, (one, seq) => {
    const record = one.trace.record(seq);
    return record.kind === 'bridge.forward' && record.verdict === 'forward' && record.packet >= 0;
  });
  expect(viewAt(session, echo, 'host').noFlow).toEqual({ why: 'not-met', hook: null });
});

test('nftables need conntrack as iptables do', () => {
  const session = openLab(labText('flannel-vxlan'), [
    ['pod-b', 'nft add table ip t'],
    ['pod-b', "nft 'add chain ip t c { type filter hook input priority 0; }'"],
    ['pod-b', 'nft add rule ip t c ct state established accept'],
    ['pod-a', 'ping -c 1 10.244.2.2'],
  ]);
  const view = viewAt(session, firstAt(session, 'pod-b', 'ip.input'));
  expect(partsIn(view, 'prerouting')).toContain('conntrack passed NEW');
});
