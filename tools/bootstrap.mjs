/**
 * What `npm start` and `npm test` need on a bare clone, from Node built-ins alone: at this moment nothing is
 * installed yet. When all is in place it takes a fraction of a second.
 *
 *     node tools/bootstrap.mjs              the packages
 *     node tools/bootstrap.mjs --browser    the packages, and for the tests a browser, fonts and tshark
 */
import { setUpBrowser } from './bootstrap/browser.mjs';
import { setUpFonts } from './bootstrap/fonts.mjs';
import { requireNode, setUpPackages } from './bootstrap/packages.mjs';
import { setUpTshark } from './bootstrap/tshark.mjs';

try {
  requireNode();
  await setUpPackages();
  if (process.argv.includes('--browser')) {
    await setUpBrowser();
    setUpFonts();
    setUpTshark();
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
