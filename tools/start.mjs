/** `npm start`: the page on this machine, rebuilt while one edits. */
import { createServer } from 'vite';

const server = await createServer({ server: { open: canOpenBrowser() } });
await server.listen();
// In plain text, whatever the terminal: people and scripts look for this line.
console.log(`Packetwalk: ${server.resolvedUrls?.local[0] ?? ''}`);

/** Only where someone sits in front of a screen. */
function canOpenBrowser() {
  if (process.env.CI || process.env.BROWSER === 'none') return false;
  if (process.platform === 'darwin' || process.platform === 'win32') return true;
  return Boolean(process.env.DISPLAY ?? process.env.WAYLAND_DISPLAY);
}
