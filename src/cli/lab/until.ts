/** Where the telling stops. */
import type { Session } from '../../core/session';
import type { Until } from './options';

/** The last record to be told; of nothing asked, or of what never happens, the last there is. */
export function untilSeq(session: Session, until: Until | null): number {
  const last = session.length - 1;
  switch (until?.kind) {
    case undefined:
      return last;
    case 'record':
      return Math.min(until.seq, last);
    case 'drop':
      return session.query('timeline', {}).jumps.drop[0] ?? last;
    case 'moment': {
      let seq = last;
      while (seq > 0 && session.trace.record(seq).atNs > until.ns) seq -= 1;
      return seq;
    }
  }
}
