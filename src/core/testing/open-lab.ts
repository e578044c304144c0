/** Labs for tests: parsed, built and run, or the test fails with what is wrong. */
import { assert } from '../base/assert';
import { parseLab } from '../scenario';
import { Session } from '../session';

/** A command and the netns it is typed in. */
export type Typed = readonly [netns: string, command: string];

/** Opens the lab in a file's text and types the commands one after the other. */
export function openLab(text: string, typed: readonly Typed[] = []): Session {
  const lab = parseLab('test', text);
  assert(lab.ok, lab.ok ? '' : JSON.stringify(lab.error));
  const opened = Session.open(lab.value);
  assert(opened.ok, opened.ok ? '' : JSON.stringify(opened.error));
  for (const [netns, command] of typed) opened.value.input({ kind: 'exec', netns, command });
  return opened.value;
}
