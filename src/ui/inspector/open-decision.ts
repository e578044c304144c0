/** Which of the decisions at an instant is shown in full. */
import type { Decision, Instant } from '../../core/index';

type Listed = Pick<Instant, 'seq'> & {
  readonly decisions: readonly Pick<Decision, 'seq' | 'rows' | 'deciding'>[];
};

/** The decision that the present record itself took from a table; -1 when it only carries out what was decided. */
export function ownDecision({ seq, decisions }: Listed): number {
  return decisions.findIndex((decision) => decision.seq === seq && decision.rows.length > 0);
}

/** The present record's own; else the one that decided this step, as on the map; else the last with a table, else the last. */
export function openDecision(instant: Listed): number {
  const { decisions } = instant;
  const own = ownDecision(instant);
  if (own !== -1) return own;
  const deciding = decisions.findIndex((decision) => decision.deciding && decision.rows.length > 0);
  if (deciding !== -1) return deciding;
  const tabled = decisions.findLastIndex(({ rows }) => rows.length > 0);
  return tabled === -1 ? decisions.length - 1 : tabled;
}
