/** Capture files of either format. */
import type { Result } from '../../base/result';
import type { CaptureFile, CaptureFileError } from './file';
import { looksLikePcap, readPcap } from './pcap';
import { readPcapng } from './pcapng.read';

export function readCapture(file: Uint8Array): Result<CaptureFile, CaptureFileError> {
  return looksLikePcap(file) ? readPcap(file) : readPcapng(file);
}
