import react from '@vitejs/plugin-react';
import { defineConfig } from 'vitest/config';
import { readLabs } from './tools/read-labs.mjs';

/** Where .ci/run collects what the test runners counted. Unset on a developer's machine. */
const reports = process.env['PACKETWALK_REPORTS'];

export default defineConfig({
  // Relative addresses, so that the built page works under any path of any static host.
  base: './',
  plugins: [react(), readLabs],

  // 127.0.0.1 and not localhost, which some systems resolve to ::1 only.
  server: { host: '127.0.0.1' },
  preview: { host: '127.0.0.1' },

  // The simulator's worker loads parts of the core when a lab names them, which needs ES modules.
  worker: {
    format: 'es',
    rolldownOptions: {
      // What is needed from the beginning is one file: fifty small ones take longer, and are packed worse.
      output: { codeSplitting: { groups: [{ name: 'core', tags: ['$initial'] }] } },
    },
  },

  build: {
    target: 'es2023',
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Libraries change less often than our own code: apart, they stay in the browser's cache.
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'cytoscape', test: /node_modules[\\/]cytoscape[\\/]/ },
            { name: 'yaml', test: /node_modules[\\/]yaml[\\/]/ },
          ],
        },
      },
    },
  },

  test: {
    environment: 'node',
    setupFiles: ['src/core/testing/all-parts.ts'],
    include: ['src/**/*.test.{ts,tsx}', 'tools/**/*.test.ts'],
    // Modules hold no state (the core may not, the page keeps its own in stores that tests make), so files share what
    // they import: loading it anew for each was nearly all of the time. Every core works: the main process only waits.
    isolate: false,
    maxWorkers: '100%',
    // Nothing is asserted about speed; a busy machine gets the time it needs.
    testTimeout: 60_000,
    reporters: reports ? ['default', 'json'] : ['default'],
    ...(reports && { outputFile: { json: `${reports}/vitest.json` } }),
  },
});
