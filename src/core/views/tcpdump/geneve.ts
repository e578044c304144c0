/** Geneve: what is inside stands behind the colon, with -v on a line of its own. Source: print-geneve.c geneve_print. */
import {
  GENEVE_FLAG_CRITICAL,
  GENEVE_FLAG_OAM,
  GENEVE_HEADER_LEN,
  PROTOCOL_TEB,
  geneveFlags,
  geneveOptionsLen,
  geneveProtocol,
  geneveVersion,
  geneveVni,
} from '../../wire/geneve';
import { captured, truncated, type Printer } from './printer';

export const printGeneve: Printer = (dump, piece) => {
  const { bytes, options } = dump;
  const { at, end, length } = piece;
  const bad = `Geneve${truncated('geneve')}`;
  if (length < GENEVE_HEADER_LEN || !captured(piece, at, GENEVE_HEADER_LEN)) return bad;
  if (geneveVersion(bytes, at) !== 0) return `Geneve ERROR: unknown-version ${geneveVersion(bytes, at)}`;
  const flags = geneveFlags(bytes, at);
  const named = [
    ...((flags & GENEVE_FLAG_OAM) === 0 ? [] : ['O']),
    ...((flags & GENEVE_FLAG_CRITICAL) === 0 ? [] : ['C']),
  ].join('');
  const protocol = geneveProtocol(bytes, at);
  const optionsLen = geneveOptionsLen(bytes, at);
  const headerLen = GENEVE_HEADER_LEN + optionsLen;
  if (headerLen > length || !captured(piece, at, headerLen)) return bad;
  const hex = `0x${protocol.toString(16).padStart(4, '0')}`;
  const head = [
    `Geneve, Flags [${named === '' ? 'none' : named}], vni 0x${geneveVni(bytes, at).toString(16)}`,
    ...(options.ether ? [`proto ${protocol === PROTOCOL_TEB ? 'TEB' : 'unknown'} (${hex})`] : []),
    ...(optionsLen === 0 ? [] : [`options [${optionsLen} bytes]`]),
  ].join(', ');
  const separator = options.verbose ? '\n\t' : ': ';
  if (protocol !== PROTOCOL_TEB) return `${head}${separator}geneve-proto-${hex}`;
  return `${head}${separator}${dump.next('ethernet', { at: at + headerLen, end, length: length - headerLen, ip: -1 })}`;
};
