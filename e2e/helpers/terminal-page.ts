import type { Browser, BrowserContextOptions, Locator } from '@playwright/test';
import { expect } from '@playwright/test';
import { LabPage, OFTEN } from './lab-page';

/** `root@node-1:/# `, with the namespace in front where it is none of a machine's or pod's own. */
const PROMPT = /^(\(\S+\))?root@\S+:\S*#(\s|$)/;

/** The terminal panel, by what its user sees and types. */
export class TerminalPage {
  readonly panel: Locator;
  /** What stands on the screen. */
  readonly rows: Locator;
  readonly field: Locator;
  /** The same in words, for those who listen. */
  readonly log: Locator;
  readonly tabs: Locator;

  private constructor(readonly lab: LabPage) {
    const { page } = lab;
    this.panel = page.locator('[data-panel="terminal"]');
    this.rows = this.panel.locator('.xterm-rows');
    this.field = this.panel.locator('textarea');
    this.log = page.getByTestId('terminal-log');
    this.tabs = this.panel.getByRole('tab');
  }

  /** Opens a lab, and the terminal by its key. */
  static async open(
    browser: Browser,
    address = '#/lab/flannel-vxlan-by-hand',
    options: BrowserContextOptions = {},
  ): Promise<TerminalPage> {
    const lab = await LabPage.open(browser, address, options);
    await lab.ready();
    return TerminalPage.of(lab);
  }

  static async of(lab: LabPage): Promise<TerminalPage> {
    const terminal = new TerminalPage(lab);
    await lab.page.keyboard.press('c');
    await expect(terminal.field).toBeFocused();
    return terminal;
  }

  /** Opens it and types at once, as one who knows where the keys go. */
  static async hasty(lab: LabPage, typed: string): Promise<TerminalPage> {
    await lab.page.keyboard.press('c');
    await lab.page.keyboard.type(typed);
    return new TerminalPage(lab);
  }

  async type(text: string): Promise<void> {
    await this.lab.page.keyboard.type(text);
  }

  /** Types a command and waits until the lab has it. */
  async run(command: string): Promise<void> {
    await this.type(command);
    const before = await this.commands(command);
    await this.lab.page.keyboard.press('Enter');
    await expect.poll(() => this.commands(command), OFTEN).toBe(before + 1);
    // The prompt is back, or the command stands in the foreground.
    await expect.poll(() => this.typed(), OFTEN).toBe('');
  }

  /** How often a command stands behind a prompt. */
  private async commands(command: string): Promise<number> {
    const lines = await this.lines();
    return lines.filter((line) => PROMPT.test(line) && line.endsWith(`# ${command}`)).length;
  }

  /** The lines told to those who listen, without the way to the decisions. */
  async lines(): Promise<string[]> {
    return this.log.locator('div').allInnerTexts();
  }

  /** What stands behind the prompt; nothing while a command stands in the foreground and there is none. */
  async typed(): Promise<string> {
    const rows = await this.rows.locator('> div').allInnerTexts();
    const last = rows.findLast((row) => row.trim() !== '') ?? '';
    return PROMPT.test(last) ? last.replace(PROMPT, '').trimEnd() : '';
  }
}
