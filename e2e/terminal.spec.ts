import { expect, test } from './helpers/test';
import { violationsInEachLook } from './helpers/axe';
import { LabPage } from './helpers/lab-page';
import { TerminalPage } from './helpers/terminal-page';

// An engineer at a command line: what is typed happens in the lab, and what the lab prints stands there.

test('commands, pipes and refused commands; the prompt says where one is', async ({ browser }) => {
  const terminal = await TerminalPage.open(browser);
  await terminal.run('ip -br addr');
  await expect(terminal.rows).toContainText('10.244.1.2/24');
  await terminal.run('ip route | grep default');
  await expect(terminal.rows).toContainText('default via 10.244.1.1');
  await terminal.run('no-such-command');
  await expect(terminal.rows).toContainText('no-such-command: command not found');
  await expect(terminal.rows).toContainText('(pod-a)root@node-1:/#');
});

test('on a low screen the map stays whole above the terminal', async ({ browser }) => {
  const terminal = await TerminalPage.open(browser, '#/lab/flannel-vxlan');
  const { page } = terminal.lab;
  const map = page.locator('[data-panel="map"]');
  const lowest = map.locator('svg text', { hasText: 'sw0' }).first();
  await expect
    .poll(async () => {
      const [panel, text] = [await map.boundingBox(), await lowest.boundingBox()];
      return panel !== null && text !== null && text.y + text.height <= panel.y + panel.height;
    })
    .toBe(true);
  await expect(page.getByRole('slider')).toBeVisible();
});

test('what is typed before the terminal is there waits for it', async ({ browser }) => {
  const lab = await LabPage.open(browser, '#/lab/flannel-vxlan-by-hand');
  await lab.ready();
  const terminal = await TerminalPage.hasty(lab, 'ip -br addr\n');
  await expect(terminal.rows).toContainText('10.244.1.2/24');
  await expect(terminal.field).toBeFocused();
});

test('a ping moves the packets: its lines come while one walks, and its decisions are one press away', async ({
  browser,
}) => {
  const terminal = await TerminalPage.open(browser);
  const { lab } = terminal;
  await terminal.run('ping -c 1 10.244.2.2');
  await expect(terminal.rows).toContainText(/this instant · \d+ lines come later/);
  await expect(terminal.rows).toContainText('1 packets transmitted, 1 received');
  await terminal.panel.getByRole('button', { name: 'Walk them' }).click();
  await lab.settled();
  // Space steps, and is not typed.
  await lab.press('Space', 2);
  expect(await terminal.typed()).toBe('');
  await lab.page.keyboard.press('End');
  await expect(terminal.rows).not.toContainText('this instant');
  await expect(lab.output).toContainText('1 packets transmitted, 1 received');
});

test('the past: what was printed by then, later inputs counted; typing there asks', async ({ browser }) => {
  const terminal = await TerminalPage.open(browser);
  const { lab } = terminal;
  await terminal.run('ip -br addr');
  await terminal.run('ip neigh');
  await lab.page.keyboard.press('Escape');
  await lab.page.keyboard.press('Shift+Tab');
  await lab.page.keyboard.press('F6');
  await lab.page.keyboard.press('Home');
  await expect(terminal.rows).toContainText('2 later inputs of this lab are not shown');
  await expect(terminal.rows).not.toContainText('ip neigh');
  await terminal.field.focus();
  await terminal.type('ip link');
  await lab.page.keyboard.press('Enter');
  const dialog = lab.page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  await lab.page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  // Not taken: it stands there to be typed again.
  await expect.poll(() => terminal.typed()).toBe('ip link');
});

test('undo takes a command back, and the address brings everything again', async ({ browser }) => {
  const terminal = await TerminalPage.open(browser);
  const { lab } = terminal;
  await terminal.run('ip -br addr');
  await terminal.run('ip route add blackhole 203.0.113.0/24');
  await terminal.run('ip route');
  await expect(terminal.rows).toContainText('blackhole 203.0.113.0/24');
  await lab.page.getByRole('button', { name: 'Undo' }).click();
  await expect
    .poll(async () => (await terminal.lines()).at(-1))
    .toBe('(pod-a)root@node-1:/# ip route add blackhole 203.0.113.0/24');
  await lab.addressSettled();
  const lines = await terminal.lines();
  const again = await LabPage.open(browser, lab.page.url());
  await again.ready();
  const other = await TerminalPage.of(again);
  await expect.poll(() => other.lines()).toEqual(lines);
});

test('history: arrows, search, and after the page is opened anew', async ({ browser }) => {
  const terminal = await TerminalPage.open(browser);
  const { page } = terminal.lab;
  await terminal.run('ip -br addr');
  await terminal.run('ip neigh');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => terminal.typed()).toBe('ip -br addr');
  await page.keyboard.press('Control+c');
  await page.keyboard.press('Control+r');
  await terminal.type('nei');
  await expect(terminal.rows).toContainText("(reverse-i-search)`nei': ip neigh");
  await page.keyboard.press('Control+g');
  await page.reload();
  await terminal.lab.ready();
  await page.keyboard.press('c');
  await expect(terminal.field).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect.poll(() => terminal.typed()).toBe('ip neigh');
});

test('lines are edited as in bash, Chinese among them', async ({ browser }) => {
  const terminal = await TerminalPage.open(browser);
  const { page } = terminal.lab;
  await terminal.type('echo world');
  await page.keyboard.press('Control+w');
  await page.keyboard.insertText('你好，世界');
  await page.keyboard.press('Control+a');
  await page.keyboard.press('Alt+f');
  await page.keyboard.press('Control+k');
  await page.keyboard.press('Control+y');
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('Backspace');
  await expect.poll(() => terminal.typed()).toBe('echo 你好，界');
  await page.keyboard.press('Control+e');
  await page.keyboard.press('Control+u');
  await terminal.run('echo 容器网络');
  await expect.poll(async () => (await terminal.lines()).at(-1)).toBe('容器网络');
});

test('Tab completes; twice it lists what fits, with what it means', async ({ browser }) => {
  const terminal = await TerminalPage.open(browser);
  const { page } = terminal.lab;
  await terminal.type('ip rou');
  await page.keyboard.press('Tab');
  await expect.poll(() => terminal.typed()).toBe('ip route');
  await page.keyboard.press('Control+u');
  await terminal.type('ip ');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  // The list is longer than the panel: its end is in sight.
  await expect(terminal.rows).toContainText('switches to the specified network namespace');
  await expect.poll(() => terminal.typed()).toBe('ip');
});

test('a terminal for each place: by list, by what is selected on the map, closed with Ctrl+D', async ({
  browser,
}) => {
  const terminal = await TerminalPage.open(browser);
  const { page } = terminal.lab;
  await terminal.run('ip -br addr');
  await terminal.panel.getByRole('button', { name: 'New terminal' }).click();
  await page.getByRole('menuitem', { name: 'node-2', exact: true }).click();
  await expect(terminal.field).toBeFocused();
  await expect(terminal.rows).toContainText('root@node-2:/#');
  await expect(terminal.rows).not.toContainText('ip -br addr');
  await terminal.run('ip -br link');
  await expect(terminal.rows).toContainText('flannel.1');
  await page.keyboard.press('Control+d');
  await expect(terminal.tabs).toHaveText(['pod-a']);
  await expect(terminal.rows).toContainText('ip -br addr');
  // With Shift, the arrow keys lead through the map in order.
  const tree = page.locator('[data-panel="map"]').getByRole('tree');
  const node = await tree
    .getByRole('treeitem', { name: /^node-1, / })
    .first()
    .getAttribute('id');
  await tree.focus();
  await page.keyboard.press('Home');
  await expect(async () => {
    if ((await tree.getAttribute('aria-activedescendant')) !== node)
      await page.keyboard.press('Shift+ArrowDown');
    expect(await tree.getAttribute('aria-activedescendant')).toBe(node);
  }).toPass();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Terminal in node-1' }).click();
  await expect(terminal.rows).toContainText('root@node-1:/#');
});

test('in another lab it opens at a place of that lab', async ({ browser }) => {
  const terminal = await TerminalPage.open(browser, '#/lab/mtu-black-hole');
  const { page } = terminal.lab;
  await terminal.run('ip -br addr');
  await page.evaluate(() => {
    location.hash = '#/lab/icmp-redirect';
  });
  await expect(terminal.rows).toContainText('root@host:/#');
  await expect(terminal.tabs).toHaveText(['host']);
  await terminal.run('ip -br addr');
  await expect(terminal.rows).toContainText('192.168.56.100/24');
});

test('Ctrl+C gives up a line, ends what runs, and copies what is selected', async ({ browser }) => {
  const terminal = await TerminalPage.open(browser, undefined, {
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const { page } = terminal.lab;
  await terminal.type('ping 10.244');
  await page.keyboard.press('Control+c');
  await expect(terminal.rows).toContainText('ping 10.244^C');
  await terminal.run('ping 10.244.2.2');
  const runs = terminal.panel.getByText('ping 10.244.2.2 runs');
  await expect(runs).toBeVisible();
  // The fifth request leaves just as the first second ends.
  await terminal.panel.getByRole('button', { name: 'Wait 1 s' }).click();
  await terminal.panel.getByRole('button', { name: 'Wait 1 s' }).click();
  await expect(terminal.rows).toContainText('icmp_seq=5');
  await page.keyboard.press('Control+c');
  await expect(runs).toBeHidden();
  await expect(terminal.rows).toContainText('packets transmitted');
  // A line is selected with three clicks; the screen lies over its rows.
  const box = await terminal.rows.getByText('packets transmitted').last().boundingBox();
  await page.mouse.click((box?.x ?? 0) + 20, (box?.y ?? 0) + (box?.height ?? 0) / 2, { clickCount: 3 });
  await page.keyboard.press('Control+c');
  await expect(terminal.panel.getByText('Copied.')).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(
    /packets transmitted, .*packet loss/,
  );
});

test('several pasted lines run only after a question; escape sequences in a paste do nothing', async ({
  browser,
}) => {
  const terminal = await TerminalPage.open(browser);
  const paste = (text: string) =>
    terminal.field.evaluate((field, pasted) => {
      const clipboardData = new DataTransfer();
      clipboardData.setData('text/plain', pasted);
      field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    }, text);
  await paste('echo \x1b[2Jone\x1b[201~\n');
  await expect.poll(() => terminal.typed()).toBe('echo [2Jone[201~');
  await terminal.lab.page.keyboard.press('Control+u');
  await paste('echo first\necho second\n');
  const question = terminal.panel.getByRole('alertdialog');
  await expect(question).toContainText('Run the 2 pasted lines');
  await question.getByRole('button', { name: 'Do not paste' }).click();
  await expect(terminal.rows).not.toContainText('first');
  await paste('echo first\necho second\n');
  await question.getByRole('button', { name: 'Run them' }).click();
  await expect
    .poll(async () => (await terminal.lines()).slice(-4))
    .toEqual([
      ...['(pod-a)root@node-1:/# echo first', 'first', '(pod-a)root@node-1:/# echo second', 'second'],
    ]);
});

test('Tab is no trap, F6 passes by, and the height follows mouse and keys', async ({ browser }) => {
  const terminal = await TerminalPage.open(browser);
  const { page } = terminal.lab;
  const { field, panel } = terminal;
  await page.keyboard.press('Tab');
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('Tab');
  await expect(field).not.toBeFocused();
  await field.focus();
  await page.keyboard.press('Shift+Tab');
  await expect(field).not.toBeFocused();
  await field.focus();
  await page.keyboard.press('Shift+F6');
  await expect(page.locator('[data-panel="inspector"]')).toBeFocused();
  await page.keyboard.press('F6');
  await expect(panel).toBeFocused();

  const height = async () => (await panel.boundingBox())?.height ?? 0;
  const first = await height();
  const grip = panel.getByRole('separator');
  await grip.focus();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect.poll(height).toBe(first + 40);
  await page.reload();
  await terminal.lab.ready();
  await page.keyboard.press('c');
  await expect.poll(height).toBe(first + 40);
  await grip.focus();
  await page.keyboard.press('Enter');
  await expect.poll(height).toBe(first);
});

test('axe finds nothing: in each theme and language', async ({ browser }) => {
  const lab = await LabPage.open(browser, '#/lab/flannel-vxlan-by-hand');
  await lab.ready();
  const terminal = await TerminalPage.of(lab);
  await terminal.run('ip -br addr');
  await terminal.run('ping -c 1 10.244.2.2');
  await expect(terminal.rows).toContainText('64 bytes from');
  const found = await violationsInEachLook(lab.page, async ({ locale }) => {
    if (locale === 'zh-CN') await expect(terminal.rows).toContainText('此刻');
  });
  expect(found).toEqual([]);
});
