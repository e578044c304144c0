/** What a shell's netns remembers of it. */
import { NEW_SHELL } from '../model/shell';
import type { Shell } from './shell.types';

/** The shell's memory is kept where something changed. */
export function remember({ host, netns, status, vars, exported, own }: Shell): void {
  const before = host.world.netns.find((ns) => ns?.name === netns)?.shell;
  // The line may have removed the netns it was typed in.
  if (own || before === undefined) return;
  if (before.status === status && before.vars === vars && (before.exported ?? NONE) === exported) return;
  host.remember?.(netns, { status, vars, ...(exported.length > 0 && { exported }) });
}

/** The shell ends: who types next finds a new one. */
export function leaveShell({ host, netns, own }: Shell): void {
  if (!own) host.remember?.(netns, NEW_SHELL);
}

export const NONE: readonly string[] = [];
