import { expect, test } from 'vitest';
import { policyRuleMatch, protocolMatch } from './policy-rule.match';

// The order of reference section 8: protocol, source, destination, ICMP; then the same, negated.
test('what must hold comes before what must not', () => {
  const port = { first: 80, last: 80 };
  expect(
    policyRuleMatch(
      {
        action: 'allow',
        protocol: 'tcp',
        srcNets: ['10.0.0.0/8'],
        srcIpSets: ['s:a'],
        srcPorts: [port],
        dstIpSets: ['s:b', 's:c'],
        dstNamedPortSets: ['n:d'],
        icmp: { type: 8 },
        notProtocol: 17,
        notSrcNets: ['10.1.0.0/16'],
        notDstPorts: [port],
        notIcmp: { type: 3, code: 4 },
      },
      4,
    ),
  ).toEqual([
    '-p tcp',
    '--source 10.0.0.0/8',
    '-m set --match-set cali40s:a src',
    '-m multiport --source-ports 80',
    '-m set --match-set cali40s:b dst',
    '-m set --match-set cali40s:c dst',
    '-m set --match-set cali40n:d dst,dst',
    '-m icmp --icmp-type 8',
    '! -p 17',
    '! --source 10.1.0.0/16',
    '-m multiport ! --destination-ports 80',
    '-m icmp ! --icmp-type 3/4',
  ]);
});

test('IPv6 has sets and an ICMP of its own', () => {
  expect(policyRuleMatch({ action: 'allow', srcIpSets: ['s:a'], icmp: { type: 128, code: 0 } }, 6)).toEqual([
    '-m set --match-set cali60s:a src',
    '-m icmp6 --icmpv6-type 128/0',
  ]);
});

test('protocols by name and by number', () => {
  expect(protocolMatch('udp')).toEqual(['-p udp']);
  expect(protocolMatch(4)).toEqual(['-p 4']);
  expect(protocolMatch(undefined)).toEqual([]);
});

test('what must not hold may stand in several lists, for none of them may', () => {
  const ports = Array.from({ length: 16 }, (_, i) => ({ first: i + 1, last: i + 1 }));
  expect(policyRuleMatch({ action: 'allow', notSrcPorts: ports }, 4)).toEqual([
    `-m multiport ! --source-ports ${ports
      .slice(0, 15)
      .map(({ first }) => String(first))
      .join(',')}`,
    '-m multiport ! --source-ports 16',
  ]);
});
