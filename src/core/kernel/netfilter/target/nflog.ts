/** `-j NFLOG --nflog-group N`: a copy for a listening process, of which there is none here. Source: extensions/libxt_NFLOG.c. */
import { parseNumber, printString, readWord } from '../values';
import type { TargetKind, TargetOf } from './kind';

const START: TargetOf<'NFLOG'> = { kind: 'NFLOG', prefix: '', group: 0, sizeBytes: 0 };
const PREFIX_MAX = 63;

export const nflog: TargetKind<'NFLOG'> = {
  kind: 'NFLOG',
  tables: null,
  start: START,
  option(given, name, words) {
    const draft = given ?? START;
    switch (name) {
      case '--nflog-group': {
        const group = readWord(words, (text) => parseNumber(text, 0xffff));
        return group === null ? 'bad' : { ...draft, group };
      }
      case '--nflog-prefix': {
        const prefix = readWord(words, String);
        return prefix === null || prefix.length > PREFIX_MAX ? 'bad' : { ...draft, prefix };
      }
      case '--nflog-size': {
        const sizeBytes = readWord(words, (text) => parseNumber(text, 0xffff_ffff));
        return sizeBytes === null ? 'bad' : { ...draft, sizeBytes };
      }
      default:
        return 'unknown';
    }
  },
  print: ({ prefix, group, sizeBytes }) =>
    [
      '-j NFLOG',
      ...(prefix === '' ? [] : [`--nflog-prefix ${printString(prefix)}`]),
      ...(group === 0 ? [] : [`--nflog-group ${String(group)}`]),
      ...(sizeBytes === 0 ? [] : [`--nflog-size ${String(sizeBytes)}`]),
    ].join(' '),
  act: () => 'continue',
};
