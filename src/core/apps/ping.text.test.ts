import { describe, expect, it } from 'vitest';
import { errorText, lossText, rttText, tripText } from './ping.text';

const US = 1000;

describe('errorText', () => {
  // Source: iputils 20221126 ping.c pr_icmph; the marked ones observed on Linux 6.18.
  it.each([
    [3, 0, 'Destination Net Unreachable'], // observed
    [3, 1, 'Destination Host Unreachable'], // observed
    [3, 2, 'Destination Protocol Unreachable'],
    [3, 3, 'Destination Port Unreachable'], // observed
    [3, 4, 'Frag needed and DF set (mtu = 1400)'], // observed
    [3, 9, 'Destination Net Prohibited'],
    [3, 10, 'Destination Host Prohibited'],
    [3, 13, 'Packet filtered'], // observed
    [3, 99, 'Dest Unreachable, Bad Code: 99'],
    [11, 0, 'Time to live exceeded'], // observed
    [11, 1, 'Frag reassembly time exceeded'],
    [42, 0, 'Bad ICMP type: 42'],
  ])('%i/%i: %s', (type, code, text) => expect(errorText(type, code, 1400)).toBe(text));
});

describe('tripText', () => {
  // Source: ping_common.c gather_statistics: fewer digits the longer it took.
  it.each([
    [0, '0.000'],
    [45 * US, '0.045'],
    [999 * US, '0.999'],
    [999 * US + 999, '0.999'],
    [1000 * US, '1.00'],
    [1994 * US, '1.99'],
    [1995 * US, '2.00'],
    [9994 * US, '9.99'],
    [9995 * US, '10.0'],
    [12_340 * US, '12.3'],
    [12_350 * US, '12.4'],
    [99_949 * US, '99.9'],
    [99_950 * US, '100'],
    [1_234_567 * US, '1235'],
  ])('%i ns: %s', (rttNs, text) => expect(tripText(rttNs)).toBe(text));
});

describe('lossText', () => {
  const counts = { sent: 1, received: 1, duplicates: 0, errors: 0, tookMs: 0 };

  it('leaves out what there was none of', () => {
    expect(lossText(counts)).toBe('1 packets transmitted, 1 received, 0% packet loss, time 0ms');
  });

  it('has percentages with six digits, as %g prints them', () => {
    expect(lossText({ ...counts, sent: 3 })).toContain('66.6667% packet loss');
    expect(lossText({ ...counts, sent: 1000, received: 999 })).toContain(' 0.1% packet loss');
  });

  // observed on Linux 6.18 (iputils 20221126)
  it('counts errors', () => {
    expect(lossText({ ...counts, sent: 20, received: 0, errors: 6, tookMs: 1017 })).toBe(
      '20 packets transmitted, 0 received, +6 errors, 100% packet loss, time 1017ms',
    );
  });

  it('counts duplicates before errors', () => {
    expect(lossText({ ...counts, sent: 2, duplicates: 3, errors: 1 })).toBe(
      '2 packets transmitted, 1 received, +3 duplicates, +1 errors, 50% packet loss, time 0ms',
    );
  });
});

describe('rttText', () => {
  it('is nothing when nothing came back', () => expect(rttText([], 1)).toBeNull());

  it('has least, mean, most and deviation', () => {
    expect(rttText([45 * US], 1)).toBe('rtt min/avg/max/mdev = 0.045/0.045/0.045/0.000 ms');
    expect(rttText([1000 * US, 3000 * US], 1)).toBe('rtt min/avg/max/mdev = 1.000/2.000/3.000/1.000 ms');
  });

  it('computes in whole microseconds, as ping does', () => {
    expect(rttText([100 * US, 101 * US], 1)).toBe('rtt min/avg/max/mdev = 0.100/0.100/0.101/0.000 ms');
    // The square root of 3 comes out as 2: ping's own rounding.
    expect(rttText([100 * US, 103 * US, 104 * US], 1)).toContain('/0.002 ms');
  });

  it('says how many requests were out at once', () => {
    expect(rttText([], 4)).toBe('pipe 4');
    expect(rttText([45 * US], 2)).toBe('rtt min/avg/max/mdev = 0.045/0.045/0.045/0.000 ms, pipe 2');
  });
});
