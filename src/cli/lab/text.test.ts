import { describe, expect, test } from 'vitest';
import { labFile } from '../labFiles';
import { openLab, type Typed } from '../../core/testing/open-lab';
import type { Session } from '../../core/session';
import { plainTexts } from '../../i18n/plain';
import { painter } from './paint';
import { textLines, type TextOptions } from './text';

const FLANNEL = labFile('flannel-vxlan-by-hand')!.text;

async function told(session: Session, options: Partial<TextOptions> = {}, language = 'en'): Promise<string> {
  const texts = await plainTexts(language === 'en' ? 'en' : 'zh-CN');
  const all: TextOptions = { until: session.length - 1, step: 'hop', setup: false, ...options };
  return [...textLines(session, texts, painter(false), all)].join('\n');
}

const PING: Typed = ['pod-a', 'ping -c 1 10.244.2.2'];

/** Places of the blocks under a packet's titles, in order, each once in a row. */
function placesOf(text: string, title: string): string[] {
  const places: string[] = [];
  let inside = false;
  for (const line of text.split('\n')) {
    const block = /^ {2}#\d+ {2}(\S+)/.exec(line);
    if (/^ {2}\S.*\(packet \d+\)$/.test(line)) inside = line.includes(title);
    else if (inside && block !== null && places.at(-1) !== block[1]) places.push(block[1] ?? '');
  }
  return places;
}

describe('the journey of a ping', () => {
  const session = openLab(FLANNEL, [PING]);

  test('has a block for each stop of the path that the page draws', async () => {
    const text = await told(session);
    const { journey } = session.query('instant', {
      seq: session.query('timeline', {}).start + 4,
      grain: 'hop',
    });
    const stops = journey?.stops.map(({ netns, dev }) => `${netns}/${dev}`) ?? [];
    expect(stops.length).toBeGreaterThan(8);
    // The last block is the process that got it.
    expect(placesOf(text, 'ICMP echo request').slice(0, stops.length)).toEqual(stops);
  });

  test('tells the table that was asked, its answer, and the reason in the words of the page', async () => {
    const text = await told(session);
    expect(text).toContain('Tunnel FDB (fdb flannel.1): 2e:f1:0a:f4:02:00 → 192.168.56.12');
    expect(text).toMatch(/why +flannel\.1 wraps the whole frame in a UDP packet/);
    expect(text).toMatch(
      /packet +\+IPv4 192\.168\.56\.11 → 192\.168\.56\.12 \| \+UDP \d+ → 8472 \| \+VXLAN VNI 1/,
    );
    expect(text).toMatch(/~IPv4 10\.244\.1\.2 → 10\.244\.2\.2, ttl 64→63/);
    expect(text).toMatch(/changed +pod-a, neigh: \+ 10\.244\.1\.1 dev eth0 INCOMPLETE/);
    expect(text).toMatch(/^ {2}delivered +ICMP echo request, seq 1, to 10\.244\.2\.2 {2}\(packet 0\)$/m);
    expect(text).toContain('1 packets transmitted, 1 received, 0% packet loss');
  });

  test('tells each decision once', async () => {
    const decided = (await told(session, { step: 'hop' }))
      .split('\n')
      .filter((line) => /^ +decided/.test(line));
    const broadcasts = decided.filter(
      (line) => line.includes('fdb cni0') && line.includes('ff:ff:ff:ff:ff:ff'),
    );
    // One ARP request through each node's bridge.
    expect(broadcasts).toHaveLength(2);
  });

  test('is told in Chinese with the same numbers', async () => {
    const chinese = await told(session, {}, 'zh-CN');
    expect(chinese).toContain('路由 (main): 10.244.0.0/16 via 10.244.1.1 dev eth0');
    expect(chinese).not.toMatch(/\b(why|decided|delivered)\b/);
    const numbers = (text: string): string[] => [...text.matchAll(/#(\d+) /g)].map(([, seq]) => seq ?? '');
    expect(numbers(chinese)).toEqual(numbers(await told(session)));
  });

  test('goes as far as asked', async () => {
    const { hop } = session.query('timeline', {}).steps;
    const until = hop[6] ?? 0;
    const text = await told(session, { until });
    const seqs = [...text.matchAll(/^ {2}#(\d+)/gm)].map(([, seq]) => Number(seq));
    expect(Math.max(...seqs)).toBe(until);
    expect(text).toContain(`Told until record ${until} of ${session.length - 1}.`);
  });
});

describe('a drop', () => {
  const session = openLab(FLANNEL, [['node-1', 'ip route del 10.244.2.0/24'], PING]);

  test('is told where it happens, with the reason and who learns of it', async () => {
    const text = await told(session);
    expect(text).toMatch(
      /dropped +IP_INNOROUTES {2}The packet ends here\. node-1 makes an ICMP error about it, for 10\.244\.1\.2/,
    );
    expect(text).toMatch(/^ {2}dropped .*echo request.* at node-1, routing: IP_INNOROUTES$/m);
  });

  test('configuration stands apart from packets', async () => {
    const [first = '', second = ''] = (await told(session)).split('Input 2');
    expect(first).toContain('Configuration\n');
    expect(first).toMatch(/- 10\.244\.2\.0\/24 via 10\.244\.2\.0 dev flannel\.1/);
    expect(first).not.toContain('The journey');
    expect(second).not.toContain('Configuration');
  });
});

test('how the lab came to be is told on request', async () => {
  const session = openLab(FLANNEL, [PING]);
  expect(await told(session)).not.toContain('ip link add cni0');
  const text = await told(session, { setup: true });
  expect(text).toContain('How the lab came to be');
  expect(text).toContain('node-1 is configured: ip link add cni0');
  expect(text).toMatch(/node-1, link: \+ cni0 <DOWN> mtu 1450 link\/ether 0a:58:0a:f4:01:01/);
});

test('a lab in which nothing was sent says so', async () => {
  expect(await told(openLab(FLANNEL))).toContain('Nothing was sent.');
});
