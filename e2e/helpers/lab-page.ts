import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

/** A packet that was met while walking. */
export interface Walked {
  readonly title: string;
  readonly stops: string[];
}

/** More presses than any story here needs. */
const MOST_STEPS = 120;

/** The address of the lab that most stories are told in. */
export const FIRST_LAB = './#/lab/flannel-vxlan';

/** How often what is read is read again, in ms: a step is painted in 40, and Playwright's own 100, 250, 500 only wait. */
export const OFTEN: { intervals: number[] } = { intervals: [10, 20, 40, 80] };

/** For tests about packets that move; elsewhere they jump. */
export const MOVING = { reducedMotion: 'no-preference' } as const;

/** The page of a lab, by what a reader sees and presses. */
export class LabPage {
  readonly narration: Locator;
  readonly path: Locator;
  readonly stops: Locator;
  readonly here: Locator;
  readonly inspector: Locator;
  readonly why: Locator;
  readonly layers: Locator;
  readonly trouble: Locator;
  readonly output: Locator;

  private constructor(readonly page: Page) {
    this.narration = page.getByTestId('narration');
    this.path = page.locator('[data-panel="path"]');
    this.stops = this.path.locator('[data-stop]');
    this.here = this.path.locator('[data-state="here"]');
    this.inspector = page.locator('[data-panel="inspector"]');
    this.why = page.getByTestId('why');
    this.layers = this.inspector.getByRole('tree');
    this.trouble = page.getByTestId('trouble');
    this.output = page.getByTestId('output');
  }

  /** Opens an address in a browser of its own: nothing is remembered from elsewhere. */
  static async open(browser: Browser, address = '', options: BrowserContextOptions = {}): Promise<LabPage> {
    const context = await browser.newContext({
      locale: 'en-US',
      colorScheme: 'light',
      ...options,
    });
    return LabPage.in(context, address);
  }

  /** Opens an address in a context that was prepared. */
  static async in(context: BrowserContext, address = ''): Promise<LabPage> {
    const lab = new LabPage(await context.newPage());
    await lab.page.goto(address === '' ? FIRST_LAB : address);
    return lab;
  }

  /** Waits until the lab is built and stands at its first instant. */
  async ready(): Promise<void> {
    await expect(this.narration).not.toBeEmpty();
    await expect(this.page.locator('[data-panel="map"]')).toBeVisible();
  }

  /** Presses a key and waits until the page says something else, or nothing new is to come. */
  async press(key: string, times = 1): Promise<void> {
    for (let count = 0; count < times; count++) {
      const before = await this.cursor();
      await this.page.keyboard.press(key);
      const moved = { message: `${key} moves the cursor`, ...OFTEN };
      await expect.poll(() => this.cursor(), moved).not.toBe(before);
    }
  }

  /** One step ahead, told by what the page says: also where the timeline is not to be seen. */
  async step(): Promise<void> {
    const before = await this.narration.getAttribute('data-instant');
    await this.page.keyboard.press('Space');
    await expect.poll(() => this.narration.getAttribute('data-instant'), OFTEN).not.toBe(before);
  }

  /** The record the cursor stands at. */
  async cursor(): Promise<number> {
    return Number(await this.slider.getAttribute('aria-valuenow'));
  }

  get slider(): Locator {
    return this.page.getByRole('slider');
  }

  /** Where the packet is, `node-1/cni0`; null while none is on its way. */
  async stop(): Promise<string | null> {
    await this.settled();
    const here = await this.here.all();
    return here[0] ? here[0].getAttribute('data-stop') : null;
  }

  /** Waits until the panels show the instant the cursor stands at. */
  async settled(): Promise<void> {
    await expect
      .poll(async () => (await this.narration.getAttribute('data-instant')) ?? '', OFTEN)
      .toBe(String(await this.cursor()));
  }

  /** Walks with `key` until a packet of this title is on its way; the packets met, each with its stops in order. */
  async walkPackets(key: string, until: string): Promise<Walked[]> {
    const met = new Map<string, Walked>();
    for (let count = 0; count < MOST_STEPS; count++) {
      await this.press(key);
      await this.settled();
      const packet = await this.path.getAttribute('data-packet');
      const stop = await this.stop();
      if (packet === null || stop === null) continue;
      const walked = met.get(packet) ?? { title: await this.packetTitle(), stops: [] };
      met.set(packet, walked);
      if (walked.stops.at(-1) !== stop) walked.stops.push(stop);
      if (walked.title.startsWith(until)) break;
    }
    return [...met.values()];
  }

  /** Goes to where the process has printed a text. */
  async goTo(printed: string): Promise<void> {
    await this.page.keyboard.press('End');
    await expect(this.output).toContainText(printed);
    await this.page.keyboard.press('Home');
    await this.settled();
    while (!(await this.output.innerText()).includes(printed)) {
      await this.press('Space');
      await this.settled();
    }
  }

  /** Waits until the address has followed the cursor. */
  async addressSettled(): Promise<void> {
    await this.settled();
    const last = /[,](\d+)$/;
    await expect
      .poll(async () => last.exec(this.page.url())?.[1] === String(await this.cursor()), OFTEN)
      .toBe(true);
  }

  /** Waits until the Tables tab shows the instant the cursor stands at: it follows the sentence a moment later. */
  async tablesSettled(): Promise<void> {
    await this.settled();
    const tables = this.inspector.locator('[data-tables-at]');
    await expect.poll(() => tables.getAttribute('data-tables-at'), OFTEN).toBe(String(await this.cursor()));
  }

  /** What the inspector calls the packet. */
  async packetTitle(): Promise<string> {
    const texts = await this.inspector.locator('h2 > span').allInnerTexts();
    return texts[1] ?? '';
  }

  /** A table of the Tables tab, which is opened if need be. */
  async table(name: string): Promise<Locator> {
    const tab = this.inspector.getByRole('tab').nth(1);
    if ((await tab.getAttribute('aria-selected')) !== 'true') await tab.click();
    return this.inspector.locator(`[data-table="${name}"]`);
  }
}
