/** Why strict parsing refused some bytes: which header, what is wrong, and the offset of the offending byte. */

import { err, type Err } from '../base/result';

export type WireErrorCode = 'truncated' | 'bad-version' | 'bad-length' | 'bad-checksum' | 'bad-value';

export interface WireError {
  /** kind of the header that was being read: 'ipv4', 'udp', … */
  readonly header: string;
  readonly code: WireErrorCode;
  /** byte offset in the buffer */
  readonly at: number;
}

export function wireErr(header: string, code: WireErrorCode, at: number): Err<WireError> {
  return err({ header, code, at });
}
