/**
 * What `npm start` and `npm test` need on a bare clone, from Node built-ins alone: at this moment nothing is
 * installed yet. When all is in place it takes a fraction of a second.
 *
 *     node tools/bootstrap.mjs              the packages
 *     node tools/bootstrap.mjs --browser    the packages, and a browser and fonts for the tests
 */
import { setUpBrowser } from './bootstrap/browser.mjs';
import { setUpFonts } from './bootstrap/fonts.mjs';
import { requireNode, setUpPackages } from './bootstrap/packages.mjs';
import { answers } from './bootstrap/run.mjs';

try {
  requireNode();
  await setUpPackages();
  if (process.argv.includes('--browser')) {
    await setUpBrowser();
    setUpFonts();
    if (!answers('tshark', ['--version'])) {
      console.log('tshark is not installed: tests that let Wireshark judge our captures are left out.');
    }
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
