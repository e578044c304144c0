/** Asking the kernel view of a session, for tests. */
import type { ChainBlock, KernelView, RuleRow, StationId } from '../views/contract.kernel';
import type { Session } from '../session';

/** The view at the last record that satisfies `wanted`. */
export function lastAt(session: Session, wanted: (session: Session, seq: number) => boolean): number {
  for (let seq = session.length - 1; seq >= 0; seq -= 1) if (wanted(session, seq)) return seq;
  throw new Error('no such record');
}

/** The first record of a kind in a netns after the set-up. */
export function firstAt(session: Session, netns: string, kind: string, verdict?: string): number {
  const id = session.world.netns.findIndex((ns) => ns?.name === netns);
  for (let seq = session.query('timeline', {}).start; seq < session.length; seq += 1) {
    const record = session.trace.record(seq);
    const fits = record.kind === kind && (verdict === undefined || record.verdict === verdict);
    if (fits && record.netns === id && record.packet >= 0) return seq;
  }
  throw new Error(`no ${kind} in ${netns}`);
}

export function viewAt(
  session: Session,
  seq: number,
  netns: string | null = null,
  pass: number | null = null,
): KernelView {
  const view = session.query('kernel', { seq, netns, pass });
  if (view === null) throw new Error('no view');
  return view;
}

export function stationIn(view: KernelView, id: StationId): KernelView['stations'][number] {
  const station = view.stations.find((one) => one.id === id);
  if (station === undefined) throw new Error(id);
  return station;
}

/** What each table and conntrack did: `nat passed MASQUERADE`. */
export function partsIn(view: KernelView, id: StationId): string[] {
  return stationIn(view, id).parts.map(({ name, state, why, outcome }) =>
    [name, state, why ?? '', outcome].filter((word) => word !== '').join(' '),
  );
}

export function walkAt(
  session: Session,
  seq: number,
  station: StationId,
  table: 'raw' | 'mangle' | 'nat' | 'filter',
): { readonly walk: ChainBlock; readonly others: readonly string[] } {
  const view = session.query('chains', { seq, netns: null, pass: null, station, table });
  if (view === null || view.walk === null) throw new Error('no walk');
  return { walk: view.walk, others: view.others.map(({ chain }) => chain) };
}

export const states = (block: ChainBlock | null): string[] => (block?.rows ?? []).map(({ state }) => state);
export const failed = (row: RuleRow | undefined): string =>
  (row?.conditions ?? [])
    .map(({ text, state, has }) => `${state}: ${text}${has === null ? '' : ` (${has})`}`)
    .join('; ');
