import { describe, expect, it } from 'vitest';
import { need } from '../../base/assert';
import { createSimulation } from '../../simulator';
import type { NfEdit } from '../../model/op';
import { parseRestore, printRule } from './text';

type Rule = Extract<NfEdit, { rule: unknown }>['rule'];

/** A rule from its text; its chains are declared around it. */
function rule(text: string): Rule {
  const parsed = parseRestore(`*nat\n:POSTROUTING ACCEPT\n:CNI-X -\n-A POSTROUTING ${text}\nCOMMIT\n`);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return need(parsed.value[0]?.chains[0]?.rules[0], text);
}

function edited(...edits: readonly NfEdit[]): { errors: (string | null)[]; rules: string[] } {
  const simulation = createSimulation(1);
  simulation.applyFabric({ kind: 'machine.add', name: 'n', role: 'node' });
  const errors = edits.map(
    (edit) => simulation.apply('n', { kind: 'nf.edit', table: 'nat', edit })?.message ?? null,
  );
  const table = simulation.world.netns[0]?.nfTables.get('nat');
  const rules = [...(table?.chains.values() ?? [])].flatMap((chain) => [
    ...(chain.policy === null ? [`:${chain.name}`] : []),
    ...chain.rules.map((one) => printRule(chain.name, one)),
  ]);
  return { errors, rules };
}

const masquerade = rule('-s 10.0.0.2/32 -j MASQUERADE');

describe('editing', () => {
  it('appends, inserts and deletes', () => {
    expect(
      edited(
        { do: 'append', chain: 'POSTROUTING', rule: masquerade },
        { do: 'insert', chain: 'POSTROUTING', rule: rule('-j ACCEPT') },
        { do: 'append', chain: 'POSTROUTING', rule: rule('-s 10.0.0.3/32 -j RETURN') },
        { do: 'delete', chain: 'POSTROUTING', rule: masquerade },
      ),
    ).toEqual({
      errors: [null, null, null, null],
      rules: ['-A POSTROUTING -j ACCEPT', '-A POSTROUTING -s 10.0.0.3/32 -j RETURN'],
    });
  });

  // what iptables 1.8.9 says, also before the table has its chains
  it('knows no rule beyond the last, nor before the first', () => {
    const number = (n: number): NfEdit => ({ do: 'delete-number', chain: 'POSTROUTING', number: n });
    const append: NfEdit = { do: 'append', chain: 'POSTROUTING', rule: masquerade };
    expect(edited(number(1), append, number(0), number(2), number(1))).toEqual({
      errors: [
        'iptables: No chain/target/match by that name.',
        null,
        'iptables: Index of deletion too big.',
        'iptables: Index of deletion too big.',
        null,
      ],
      rules: [],
    });
  });

  it('makes and removes chains', () => {
    const jump = rule('-s 10.0.0.2/32 -j CNI-X');
    const { errors, rules } = edited(
      { do: 'append', chain: 'POSTROUTING', rule: jump },
      { do: 'new-chain', chain: 'CNI-X' },
      { do: 'new-chain', chain: 'CNI-X' },
      { do: 'append', chain: 'POSTROUTING', rule: jump },
      { do: 'append', chain: 'CNI-X', rule: masquerade },
      { do: 'delete-chain', chain: 'CNI-X' },
      { do: 'flush', chain: 'CNI-X' },
      { do: 'delete-chain', chain: 'CNI-X' },
      { do: 'delete', chain: 'POSTROUTING', rule: jump },
      { do: 'delete', chain: 'POSTROUTING', rule: jump },
      { do: 'delete-chain', chain: 'CNI-X' },
      { do: 'delete-chain', chain: 'CNI-X' },
      { do: 'delete-chain', chain: 'OUTPUT' },
    );
    expect(errors).toEqual([
      'iptables: No chain/target/match by that name.',
      null,
      'iptables: Chain already exists.',
      null,
      null,
      'iptables v1.8.11 (nf_tables):  CHAIN_DEL failed (Device or resource busy): chain CNI-X',
      null,
      'iptables v1.8.11 (nf_tables):  CHAIN_DEL failed (Device or resource busy): chain CNI-X',
      null,
      'iptables: Bad rule (does a matching rule exist in that chain?).',
      null,
      'iptables: No chain/target/match by that name.',
      'iptables v1.8.11 (nf_tables):  CHAIN_DEL failed (Device or resource busy): chain OUTPUT',
    ]);
    expect(rules).toEqual([]);
  });
});
