/** Chinese fonts: a check of its own, since without them a browser works and shows boxes. */
import { aptInstall, hasApt } from './apt.mjs';
import { output } from './run.mjs';

export function setUpFonts() {
  // Windows and macOS bring Chinese fonts along.
  if (process.platform !== 'linux' || hasChineseFont()) return;
  if (hasApt() && aptInstall('fontconfig', 'fonts-noto-cjk') && hasChineseFont()) return;
  console.log('No Chinese font was found: Chinese pages will show boxes. (Debian: fonts-noto-cjk)');
}

const hasChineseFont = () => Boolean(output('fc-list', [':lang=zh']));
