import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';
import { projectPath } from './project';

test('as a process: a reader who leaves early is no error', async () => {
  const argv = ['--import', 'tsx', projectPath('src', 'cli', 'lab.ts'), 'flannel-vxlan', '--format', 'json'];
  const child = spawn(process.execPath, argv, { cwd: projectPath(), stdio: ['ignore', 'pipe', 'pipe'] });
  let complaints = '';
  child.stderr.on('data', (data: Buffer) => {
    complaints += data.toString();
  });
  await once(child.stdout, 'data');
  child.stdout.destroy();
  const [code] = (await once(child, 'close')) as [number | null];
  expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
});
