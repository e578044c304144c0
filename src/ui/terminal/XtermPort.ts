/**
 * The door to the terminal library: a screen that obeys escape sequences, takes keys, and looks like the page. The rest
 * of the panel knows text, sizes and keys alone.
 */
import '@xterm/xterm/css/xterm.css';
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import type { ITheme } from '@xterm/xterm';
import { cellsOf } from './cells';
import { MAX_LINES } from './sheet';
import type { Size } from './painter';

export interface ScreenWishes {
  readonly parent: HTMLElement;
  /** Pixels. */
  readonly fontSize: number;
  readonly reader: boolean;
  /** Name of the field, and how one gets out of it by keyboard. */
  readonly label: string;
  readonly describedBy: string;
  /** Keys and text typed, in the language of terminals. */
  readonly typed: (data: string) => void;
  readonly pasted: (text: string) => void;
  /** The browser's own copying, by its menu or keys. */
  readonly copied: (text: string) => void;
  /** A key before the screen sees it; true takes it away from the screen, not from the page. */
  readonly key: (event: KeyboardEvent) => boolean;
  readonly resized: (size: Size) => void;
  readonly followed: (uri: string) => void;
}

export interface Screen {
  readonly size: () => Size;
  /** Writes; `done` is called when it stands on the screen. */
  readonly write: (data: string, done?: () => void) => void;
  /** Takes as many rows and columns as there is room for. */
  readonly fit: () => void;
  readonly dress: (look: {
    readonly fontSize: number;
    readonly reader: boolean;
    readonly label: string;
  }) => void;
  readonly selection: () => string;
  readonly deselect: () => void;
  readonly focus: () => void;
  readonly hasFocus: () => boolean;
  /** Rows above the newest that are shown; 0 at the bottom. */
  readonly scrolledBack: () => number;
  readonly scrollTo: (rowsAboveNewest: number) => void;
  readonly scrollPages: (pages: number) => void;
  readonly destroy: () => void;
}

/** Height of a line by the size of its type. */
const LINE_HEIGHT = 1.3;

export function createScreen(wishes: ScreenWishes): Screen {
  const { parent, typed, pasted, copied, key, resized, followed } = wishes;
  const terminal = new Terminal({
    // For widths of characters of our own.
    allowProposedApi: true,
    altClickMovesCursor: false,
    // A block that does not blink: nothing on the page moves by itself.
    cursorBlink: false,
    cursorStyle: 'block',
    cursorInactiveStyle: 'outline',
    drawBoldTextInBrightColors: false,
    fontFamily: token('--mono'),
    fontSize: wishes.fontSize,
    fontWeightBold: 600,
    lineHeight: LINE_HEIGHT,
    linkHandler: {
      activate: (_event, uri) => followed(uri),
      allowNonHttpProtocols: true,
    },
    rightClickSelectsWord: false,
    screenReaderMode: wishes.reader,
    scrollback: MAX_LINES,
    theme: themeOfPage(),
  });
  const fitting = new FitAddon();
  terminal.loadAddon(fitting);
  terminal.unicode.register(widths());
  terminal.unicode.activeVersion = WIDTHS;
  terminal.open(parent);
  name(wishes.label);
  fit();

  const kept = [
    terminal.onData(typed),
    terminal.onResize(({ cols, rows }) => resized({ columns: cols, rows })),
  ];
  terminal.attachCustomKeyEventHandler((event) => !key(event));

  // Before the screen's own: what is pasted is looked at first, and the marks of the page are left out of a copy.
  const paste = (event: ClipboardEvent) => {
    event.preventDefault();
    event.stopPropagation();
    pasted(event.clipboardData?.getData('text/plain') ?? '');
  };
  const copy = (event: ClipboardEvent) => {
    if (!terminal.hasSelection()) return;
    event.preventDefault();
    event.stopPropagation();
    copied(terminal.getSelection());
  };
  parent.addEventListener('paste', paste, true);
  parent.addEventListener('copy', copy, true);

  // The theme is in the page's tokens, which change with an attribute of the root.
  const themes = new MutationObserver(() => {
    terminal.options.theme = themeOfPage();
  });
  themes.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] });

  function name(label: string): void {
    terminal.textarea?.setAttribute('aria-label', label);
    terminal.textarea?.setAttribute('aria-describedby', wishes.describedBy);
  }

  function fit(): void {
    const size = fitting.proposeDimensions();
    if (size === undefined || !Number.isFinite(size.cols) || !Number.isFinite(size.rows)) return;
    fitting.fit();
  }

  return {
    size: () => ({ columns: terminal.cols, rows: terminal.rows }),
    write: (data, done) => terminal.write(data, done),
    fit,
    dress({ fontSize, reader, label }) {
      terminal.options.fontSize = fontSize;
      terminal.options.screenReaderMode = reader;
      name(label);
      fit();
    },
    selection: () => terminal.getSelection(),
    deselect: () => terminal.clearSelection(),
    focus: () => terminal.focus(),
    hasFocus: () => document.activeElement === terminal.textarea,
    scrolledBack: () => terminal.buffer.active.baseY - terminal.buffer.active.viewportY,
    scrollTo: (rows) => terminal.scrollToLine(Math.max(0, terminal.buffer.active.baseY - rows)),
    scrollPages: (pages) => terminal.scrollPages(pages),
    destroy() {
      themes.disconnect();
      parent.removeEventListener('paste', paste, true);
      parent.removeEventListener('copy', copy, true);
      for (const one of kept) one.dispose();
      terminal.dispose();
    },
  };
}

const WIDTHS = 'packetwalk';

/** Our widths for the screen, in the form it keeps them: two bits of width above one that joins to the character before. */
function widths() {
  const widthIn = (properties: number): number => (properties >> 1) & 3;
  return {
    version: WIDTHS,
    wcwidth: cellsOf,
    charProperties(codePoint: number, preceding: number): number {
      const width = cellsOf(codePoint);
      const joins = width === 0 && preceding !== 0 && widthIn(preceding) > 0;
      return ((joins ? widthIn(preceding) : width) << 1) | Number(joins);
    },
  };
}

function token(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

/** Ink on the panel's ground; hues only for a verdict. */
function themeOfPage(): ITheme {
  const ink = token('--ink');
  const panel = token('--panel');
  return {
    background: panel,
    foreground: token('--text'),
    cursor: ink,
    cursorAccent: panel,
    selectionBackground: token('--chg'),
    selectionInactiveBackground: token('--chg'),
    selectionForeground: token('--chg-fg'),
    scrollbarSliderBackground: token('--line'),
    scrollbarSliderHoverBackground: token('--line-2'),
    scrollbarSliderActiveBackground: token('--edge'),
    red: token('--drop'),
    brightBlack: token('--muted'),
  };
}
