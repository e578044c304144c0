/**
 * What iproute2 prints when it does not like a command line, with its exit codes: 255 from usage errors
 * (`exit(-1)`), 1 from its own checks, 2 when the kernel refused. Source: iproute2 6.1 lib/utils.c, checked against
 * the tool.
 */
import type { OpError } from '../../model/op';
import { failed, type Outcome } from '../command';

export const USAGE_ERROR = 255;
export const KERNEL_ERROR = 2;
export const OWN_ERROR = 1;

/** `incomplete_command` */
export function incomplete(): Outcome {
  return failed(USAGE_ERROR, 'Command line is not complete. Try option "help"');
}

/** `invarg`; some callers end their text with a newline of its own, which leaves an empty line. */
export function invalidArgument(what: string, word: string): Outcome {
  return failed(USAGE_ERROR, ...`Error: argument "${word}" is wrong: ${what}`.split('\n'));
}

/** `duparg2`: a word that is neither a keyword nor the first unnamed one. */
export function garbage(key: string, word: string): Outcome {
  return failed(USAGE_ERROR, `Error: either "${key}" is duplicate, or "${word}" is a garbage.`);
}

/** `nodev` */
export function noDevice(name: string, exitCode = OWN_ERROR): Outcome {
  return failed(exitCode, `Cannot find device "${name}"`);
}

/** The kernel's answer, in the words iproute2 has for it. */
export function refused(error: OpError, exitCode = KERNEL_ERROR): Outcome {
  return failed(exitCode, error.message);
}

/** `Object "x" is unknown`, `Command "x" is unknown`. */
export function unknown(
  kind: 'Object' | 'Command',
  word: string,
  tool: string,
  exitCode = USAGE_ERROR,
): Outcome {
  return failed(exitCode, `${kind} "${word}" is unknown, try "${tool} help".`);
}
