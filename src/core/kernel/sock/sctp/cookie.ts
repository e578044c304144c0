/**
 * The state cookie (RFC 9260 section 5.1.3): all a listener would have to remember of an INIT, given to its sender to bring
 * back. The kernel's also holds parameters and is signed; this one has zeros where the signature would be.
 */
import { getU32, setU32 } from '../../../base/bytes';

export interface Cookie {
  readonly ownTag: number;
  readonly ownTsn: number;
  readonly peerTag: number;
  readonly peerTsn: number;
  readonly peerRwnd: number;
}

/** SHA-256's. */
const SIGNATURE_LEN = 32;
const COOKIE_LEN = SIGNATURE_LEN + 20;

export function writeCookie({ ownTag, ownTsn, peerTag, peerTsn, peerRwnd }: Cookie): Uint8Array {
  const bytes = new Uint8Array(COOKIE_LEN);
  [ownTag, ownTsn, peerTag, peerTsn, peerRwnd].forEach((value, place) => {
    setU32(bytes, SIGNATURE_LEN + 4 * place, value);
  });
  return bytes;
}

/** Null for what was never given out. */
export function readCookie(bytes: Uint8Array): Cookie | null {
  if (bytes.length !== COOKIE_LEN || bytes.subarray(0, SIGNATURE_LEN).some((byte) => byte !== 0)) return null;
  const at = (place: number): number => getU32(bytes, SIGNATURE_LEN + 4 * place);
  return { ownTag: at(0), ownTsn: at(1), peerTag: at(2), peerTsn: at(3), peerRwnd: at(4) };
}
