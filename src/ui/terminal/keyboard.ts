/** Keys that are more than input: those that copy, scroll, and leave the terminal. */

export interface KeyWishes {
  /** Copies what is selected; false when nothing is. */
  readonly copy: () => boolean;
  readonly scroll: (pages: number) => void;
  /** Escape, besides letting Tab leave. */
  readonly escape: () => void;
}

/**
 * Looks at a key before the screen does; true keeps it from the screen. After Escape, Tab goes on to the next thing on
 * the page, until something is typed; Shift+Tab always goes back.
 */
export function createKeyGate({ copy, scroll, escape }: KeyWishes): (event: KeyboardEvent) => boolean {
  let leaving = false;
  return (event) => {
    if (event.type !== 'keydown') return false;
    const { key, ctrlKey, metaKey, shiftKey, altKey } = event;
    if (key === 'F6') return true;
    if (key === 'Tab' && (leaving || shiftKey)) {
      leaving = false;
      return true;
    }
    if (key === 'Escape') {
      leaving = true;
      // The page would take it for its own.
      event.stopPropagation();
      escape();
      return true;
    }
    // Modifiers alone are not typing.
    if (!['Control', 'Shift', 'Alt', 'Meta'].includes(key)) leaving = false;
    if ((key === 'PageUp' || key === 'PageDown') && !ctrlKey && !altKey) {
      event.preventDefault();
      scroll(key === 'PageUp' ? -1 : 1);
      return true;
    }
    const letter = key.toLowerCase();
    if (ctrlKey && !altKey && letter === 'c') {
      // Here, not where the lab is told of it: the screen gives up its selection before it passes a key on. With nothing
      // selected, Ctrl+C interrupts; Ctrl+Shift+C would open the browser's tools.
      const copied = copy();
      if (copied || shiftKey) event.preventDefault();
      return copied || shiftKey;
    }
    // The browser pastes, with or without Shift.
    return (ctrlKey || metaKey) && letter === 'v';
  };
}
