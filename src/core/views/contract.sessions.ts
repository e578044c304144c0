/** BGP sessions, as the map draws them: part of the contract of views. Plain data. */

/** One end of a session: a daemon of a machine. */
export interface SessionEnd {
  /** Element id of the machine. */
  readonly element: string;
  readonly machine: string;
  readonly as: number;
  /** Of RFC 4271 section 8.2.2; null where the other side speaks of somebody who does not speak of it. */
  readonly state: string | null;
  /** Why it is not up, in the words of the daemon; empty when it has none. */
  readonly error: string;
}
/** A session is up where both ends say so. */
export interface BgpSessionView {
  readonly from: SessionEnd;
  readonly to: SessionEnd;
  readonly up: boolean;
}
export interface SessionsView {
  readonly sessions: readonly BgpSessionView[];
}
