/** What a client sends to a server of names: one question and nothing else. Source: RFC 1035 section 4.1. */
import type { DnsMessage } from './dns';
import { DNS_CLASS_IN } from './dns';

/** Asks for the records of a `type` at an absolute name, and for the server to ask others. `more` is what differs. */
export function dnsQuestion(
  id: number,
  name: string,
  type: number,
  more: Partial<Pick<DnsMessage, 'recursionDesired' | 'authenticData' | 'edns'>> = {},
): DnsMessage {
  return {
    ...{ id, response: false, opcode: 0, authoritative: false, truncated: false, rcode: 0 },
    ...{ recursionDesired: true, recursionAvailable: false, authenticData: false, checkingDisabled: false },
    questions: [{ name, type, class: DNS_CLASS_IN }],
    ...{ answers: [], authority: [], additional: [], edns: null },
    ...more,
  };
}
