/** npm run lab -- LAB [options]: see lab/main.ts, or --help. */
import { loadAllParts } from '../core/base/part';
import { main } from './lab/main';

await loadAllParts();

/** Resolves when all is written; false when the reader has gone (`| head`). */
function out(data: string | Uint8Array): Promise<boolean> {
  return new Promise((resolve, reject) => {
    process.stdout.write(data, (error) => {
      if (!error) resolve(true);
      else if ((error as NodeJS.ErrnoException).code === 'EPIPE') resolve(false);
      else reject(error);
    });
  });
}

// The same error comes to the stream as well, where unheard it would end the process with a stack trace.
process.stdout.on('error', () => undefined);

process.exitCode = await main(process.argv.slice(2), {
  out,
  err: (text) => void process.stderr.write(text),
  // npm starts scripts in the project's root; this is where the person is.
  cwd: process.env['INIT_CWD'] ?? process.cwd(),
  colours: process.stdout.isTTY && !process.env['NO_COLOR'],
  terminal: process.stdout.isTTY,
});
