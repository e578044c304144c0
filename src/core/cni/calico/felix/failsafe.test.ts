import { describe, expect, test } from 'vitest';
import { failsafeInChain, failsafeOutChain } from './failsafe';
import { FAILSAFE_INBOUND, FAILSAFE_OUTBOUND } from './static-config';

const ports = { failsafeInbound: FAILSAFE_INBOUND, failsafeOutbound: FAILSAFE_OUTBOUND };
// Reference section 8.
const IN = 'tcp 22, udp 68, tcp 179, tcp 2379, tcp 2380, tcp 5473, tcp 6443, tcp 6666, tcp 6667';
const OUT = IN.replace('tcp 22, udp 68', 'udp 53, udp 67');

describe('failsafe chains', () => {
  const lines = (table: 'filter' | 'raw', option: string): readonly string[] =>
    [failsafeInChain(table, ports), failsafeOutChain(table, ports)].map(({ rules }) =>
      rules
        .filter(({ match }) => match[1]?.includes(option))
        .map(({ match }) => `${match[0]?.slice(3) ?? ''} ${match[1]?.split(' ').at(-1) ?? ''}`)
        .join(', '),
    );

  test('let the cluster through', () => {
    expect(lines('filter', '--destination-ports')).toEqual([IN, OUT]);
    expect(lines('filter', '--source-ports')).toEqual(['', '']);
  });

  test('in table raw answers as well', () => {
    expect(lines('raw', '--destination-ports')).toEqual([IN, OUT]);
    expect(lines('raw', '--source-ports')).toEqual([OUT, IN]);
  });
});
