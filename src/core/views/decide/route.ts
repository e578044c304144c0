/** Route look-ups: the winner, the losers with their reasons, the tables that did not cover the destination. */
import { formatIpv4 } from '../../wire/addr';
import type { Route } from '../../model/route';
import type { Candidate, RuleVisit } from '../../trace/kinds';
import type { TraceRecord } from '../../trace/record';
import type { EvidenceRow } from '../contract';
import { prefixText, routeText, tableText } from '../iproute2.route';
import type { Message } from '../message';
import { message, plain } from '../say';
import { devName } from '../names';
import { tabled, writerOf, type EvidenceScene, type Witness } from './evidence';

export const routeEvidence: Witness<'route.lookup'> = (record, scene) => {
  const { key, table, match, candidates } = record.detail;
  const losers = candidates ?? [];
  const sameTable = (loser: Candidate<Route>): boolean => (loser.table ?? table.name) === table.name;
  const loser = (candidate: Candidate<Route>): EvidenceRow => loserRow(record, scene, candidate);
  const rows = [
    ...(match === null ? [] : [winnerRow(record, scene, match)]),
    ...losers.filter(sameTable).map(loser),
    ...emptyHanded(record),
    ...losers.filter((candidate) => !sameTable(candidate)).map(loser),
  ];
  const asked = {
    key: formatIpv4(key.dst),
    answer: match === null ? '' : routeText(scene.world, record.netns, match),
  };
  const columns = ['column.destination', 'column.gateway', 'column.device', 'column.table'] as const;
  return tabled(asked, { ...table, columns }, rows);
};

function cellsOf(record: TraceRecord, scene: EvidenceScene, route: Route, table: string): string[] {
  const prefix = prefixText(route.dst, route.len);
  return [
    route.type === 'unicast' ? prefix : `${route.type} ${prefix}`,
    route.gateway === 0 ? '' : formatIpv4(route.gateway),
    route.dev === 0 ? '' : devName(scene.world, record.netns, route.dev),
    table,
  ];
}

function winnerRow(record: TraceRecord<'route.lookup'>, scene: EvidenceScene, route: Route): EvidenceRow {
  return {
    cells: cellsOf(record, scene, route, record.detail.table.name),
    verdict: 'won',
    reason:
      route.len === 0
        ? plain('reason.onlyDefault')
        : message('reason.longestMatch', { agree: route.len, len: route.len }),
    writtenBy: writerOf(scene, route.op),
  };
}

function loserRow(
  record: TraceRecord<'route.lookup'>,
  scene: EvidenceScene,
  candidate: Candidate<Route>,
): EvidenceRow {
  const { entry, table } = candidate;
  return {
    cells: cellsOf(record, scene, entry, table ?? record.detail.table.name),
    verdict: 'lost',
    reason: reasonOf(record, scene, candidate),
    writtenBy: writerOf(scene, entry.op),
  };
}

function reasonOf(
  record: TraceRecord<'route.lookup'>,
  scene: EvidenceScene,
  { entry, reason, agreeingBits }: Candidate<Route>,
): Message {
  const winner = record.detail.match;
  const dev = devName(scene.world, record.netns, entry.dev);
  switch (reason) {
    case 'prefix-mismatch':
      return message('reason.prefixMismatch', { agree: agreeingBits ?? 0, len: entry.len });
    case 'shorter-prefix':
      return message('reason.shorterPrefix', { len: entry.len, won: winner?.len ?? 0 });
    case 'higher-metric':
      return message('reason.higherMetric', { metric: entry.metric, won: winner?.metric ?? 0 });
    case 'later-entry':
      return plain('reason.laterEntry');
    case 'tos-mismatch':
      return plain('reason.tosMismatch');
    case 'scope':
      return plain('reason.scope');
    case 'link-down':
      return message('reason.linkDown', { dev });
    case 'oif-mismatch':
      return message('reason.oifMismatch', { dev });
    case 'other-address':
      return plain('reason.otherAddress');
    case 'other-device':
      return plain('reason.otherDevice');
    case 'rule-selector':
      return plain('reason.ruleSelector');
    case 'earlier-table':
      return plain('reason.earlierTable');
    case 'throw':
      return plain('reason.throw');
  }
}

/** One row for each table that was asked and had nothing, one for each rule that did not apply. */
function emptyHanded({ detail }: TraceRecord<'route.lookup'>): EvidenceRow[] {
  const dst = formatIpv4(detail.key.dst);
  return detail.rules.flatMap((visit): EvidenceRow[] => {
    const { pref, table, outcome } = visit;
    if (outcome === 'hit') return [];
    const cells = [`rule ${pref}`, '', '', table === 0 ? '' : tableText(table)];
    return [{ cells, verdict: 'lost', reason: visitReason(visit, dst), writtenBy: null }];
  });
}

function visitReason({ outcome, misfit, target, size }: RuleVisit, dst: string): Message | null {
  switch (outcome) {
    case 'hit':
      return null;
    case 'selector':
      if (misfit === undefined) return plain('reason.ruleSelector');
      return misfit === 'not' ? plain('reason.ruleNot') : message('reason.ruleMisfit', { selector: misfit });
    case 'throw':
      return plain('reason.throw');
    case 'suppressed':
      return plain('reason.suppressed');
    case 'goto':
      return message('reason.ruleGoto', { pref: target ?? 0 });
    case 'nop':
      return plain('reason.ruleNop');
    case 'no-match':
      return message('reason.tableNoMatch', { count: size, dst });
  }
}

export const sourceEvidence: Witness<'route.source'> = (record, scene) => {
  const { dst, chosen, candidates } = record.detail;
  const rows = candidates.map(({ addr, dev, taken }): EvidenceRow => ({
    cells: [formatIpv4(addr), devName(scene.world, record.netns, dev)],
    verdict: taken ? 'won' : 'lost',
    reason: taken ? plain('reason.takenSource') : null,
    writtenBy: null,
  }));
  const asked = { key: formatIpv4(dst), answer: record.verdict === 'none' ? '' : formatIpv4(chosen) };
  const table = {
    name: 'addr',
    size: candidates.length,
    columns: ['column.address', 'column.device'],
  } as const;
  return tabled(asked, table, rows);
};
