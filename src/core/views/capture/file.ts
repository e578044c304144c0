/** What a capture file holds, whichever format it is written in. */
import type { Result } from '../../base/result';
import { err } from '../../base/result';
import type { MacAddr } from '../../wire/addr';

/** Link types (https://www.tcpdump.org/linktypes.html). */
export const LINKTYPE_ETHERNET = 1;
/** Bare IPv4 or IPv6. */
export const LINKTYPE_RAW = 101;
/** What `tcpdump -i any` writes: a header of 20 bytes that tells device and direction, then the network packet. */
export const LINKTYPE_LINUX_SLL2 = 276;

/** Longest packet that is written or read, bytes: what tcpdump calls its snapshot length. */
export const SNAPLEN = 262_144;

export interface CaptureInterface {
  /** `node-1/eth0` */
  readonly name: string;
  readonly linkType: number;
  /** Null for devices without link-layer addresses, and where a file does not say. */
  readonly mac: MacAddr | null;
}

/** What the destination address meant to the device, where the file says. */
export type Reception = 'unicast' | 'multicast' | 'broadcast' | 'promiscuous';

export interface CapturedPacket {
  /** Index among the interfaces of the file. */
  readonly dev: number;
  /** Nanoseconds since 1970, or since the lab was opened. */
  readonly atNs: bigint;
  readonly direction: 'in' | 'out' | null;
  readonly reception: Reception | null;
  /** The same packet bears the same number at each interface; null where the file does not say. */
  readonly packet: number | null;
  /** Length on the wire, bytes; more than there are where the capture was cut. */
  readonly lenBytes: number;
  readonly bytes: Uint8Array;
  readonly comments: readonly string[];
}

export interface CaptureFile {
  /** About the whole capture; empty for none. */
  readonly comment: string;
  /** Which program wrote it; empty for none. */
  readonly application: string;
  readonly interfaces: readonly CaptureInterface[];
  readonly packets: readonly CapturedPacket[];
}

/** Why a file was refused. */
export interface CaptureFileError {
  readonly code:
    /** It begins like neither format. */
    | 'not-a-capture'
    /** A version of the format that there is no rule for. */
    | 'bad-version'
    /** It ends inside a header, block or packet. */
    | 'truncated'
    /** A length that cannot be. */
    | 'bad-length'
    /** A packet of an interface that the file does not describe. */
    | 'no-interface';
  /** Offset of the block or field, bytes. */
  readonly at: number;
}

export function refuse(code: CaptureFileError['code'], at: number): Result<never, CaptureFileError> {
  return err({ code, at });
}

/** Numbers of either byte order, at offsets that were checked. */
export interface ByteReader {
  u16(at: number): number;
  u32(at: number): number;
  u64(at: number): bigint;
}

export function byteReader(b: Uint8Array, littleEndian: boolean): ByteReader {
  const view = new DataView(b.buffer, b.byteOffset, b.byteLength);
  return {
    u16: (at) => view.getUint16(at, littleEndian),
    u32: (at) => view.getUint32(at, littleEndian),
    u64: (at) => view.getBigUint64(at, littleEndian),
  };
}
