/** The data of ping's requests. Source: iputils ping_common.c. */

const NS_PER_SEC = 1_000_000_000;
/** `struct timeval` at the beginning of the data, when there is room for it. */
export const TIMEVAL_LEN = 16;

/** The time stamp, then the pattern 0x10, 0x11, ... */
export function payload(sizeBytes: number, nowNs: number): Uint8Array {
  const data = new Uint8Array(sizeBytes);
  for (let i = 0; i < sizeBytes; i += 1) data[i] = i & 0xff;
  if (sizeBytes >= TIMEVAL_LEN) {
    writeLittleEndian(data, 0, Math.floor(nowNs / NS_PER_SEC));
    writeLittleEndian(data, 8, Math.floor((nowNs % NS_PER_SEC) / 1000));
  }
  return data;
}

function writeLittleEndian(data: Uint8Array, at: number, value: number): void {
  let rest = value;
  for (let i = 0; i < 8; i += 1) {
    data[at + i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
}
