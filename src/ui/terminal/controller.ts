/**
 * A terminal between its screen and the lab: keys become edits of a line, a line becomes an input, and what the lab has
 * printed is written on the screen. It holds only what the lab does not know: the line being typed, and notes.
 */
import type { InputOutput } from '../../core/index';
import { ansiLine, ansiPiece, walkedBy } from './ansi';
import { commandsOf, kept, MORE_PROMPT, typedLines } from './begun';
import { cleanTyped } from './clean';
import { completed, listed } from './complete';
import type { Candidates } from './complete';
import type { History } from './history';
import { readKeys } from './keys';
import type { Key, KeyName } from './keys';
import { EMPTY, insert, MAX_LINE, pressed, searched, searching, searchLeft } from './line';
import { newOwn } from './own';
import type { Own } from './own';
import { createPainter } from './painter';
import type { Tail } from './painter';
import { plainText, promptPieces, sheetOf } from './sheet';
import type { Coming, Sheet, SheetLine, SheetWords } from './sheet';
import type { Screen } from './XtermPort';

/** What the lab and the page say about the terminal that is shown. */
export interface Shown {
  readonly netns: string;
  /** The prompt that stands now, and what it is in a folder. */
  readonly prompt: string;
  readonly promptIn: (folder: string) => string;
  readonly commands: readonly InputOutput[];
  /** Index of the newest input of the lab, -1 for none. */
  readonly newest: number;
  readonly seq: number;
  readonly next: number | null;
  readonly later: number;
  readonly coming: Coming;
  readonly words: TerminalWords;
}

export interface TerminalWords extends SheetWords {
  readonly searching: (query: string) => string;
  readonly notFound: (query: string) => string;
  readonly moreCandidates: (count: number) => string;
}

export interface Wishes {
  readonly screen: Pick<Screen, 'size' | 'write' | 'scrolledBack' | 'scrollTo'>;
  readonly history: History;
  /** Makes an input of a command; whether the lab took it. */
  readonly type: (netns: string, command: string) => Promise<boolean>;
  /** Ctrl+C with nothing selected: ends what runs in the netns; whether there was anything. */
  readonly interrupt: (netns: string) => Promise<boolean>;
  readonly complete: (netns: string, text: string, cursor: number) => Promise<Candidates | null>;
  /** Ctrl+D, `exit`. */
  readonly close: (netns: string) => void;
  readonly walk: (index: number) => void;
  /** Several lines were pasted: whoever pasted them is asked. */
  readonly ask: (lines: readonly string[]) => void;
  /** More was pasted than can be run. */
  readonly refused: (paste: { readonly lines: number; readonly size: number; readonly most: number }) => void;
  /** What stands in the terminal has changed. */
  readonly changed: (sheet: Sheet) => void;
}

export interface Controller {
  readonly show: (shown: Shown) => void;
  readonly keys: (data: string) => void;
  readonly paste: (text: string) => void;
  /** Types lines one after the other, until one is not taken. */
  readonly run: (lines: readonly string[]) => Promise<void>;
  readonly clear: () => void;
  /** Everything that stands in the terminal, as text. */
  readonly text: () => string;
  readonly followed: (uri: string) => void;
  /** Escape: ends a search with what it found. */
  readonly escape: () => void;
  readonly resized: () => void;
}

/** More notes than these are forgotten. */
const MAX_NOTES = 100;

/** Lines that may be pasted and run at once. */
const MAX_PASTED = 100;

export function createController(wishes: Wishes): Controller {
  const { screen, history } = wishes;
  const painter = createPainter();
  const owns = new Map<string, Own>();
  let shown: Shown | null = null;
  let sheet: Sheet | null = null;
  /** What was typed and pasted before there was anything to show. */
  let early: (() => void)[] = [];
  /** Commands are typed one after the other, whoever types them. */
  let turn: Promise<unknown> = Promise.resolve();
  let stopped = 0;

  function ownOf(netns: string): Own {
    let own = owns.get(netns);
    if (!own) owns.set(netns, (own = newOwn()));
    return own;
  }

  function note(own: Own, lines: readonly SheetLine[]): void {
    own.notes = [...own.notes, { after: shown?.newest ?? -1, lines }].slice(-MAX_NOTES);
  }

  function draw(): void {
    if (shown === null) return;
    const { netns, prompt, ...rest } = shown;
    const own = ownOf(netns);
    const { columns } = screen.size();
    const { notes, cleared, begun, pending } = own;
    const before = sheet;
    sheet = sheetOf({ ...rest, notes, cleared, columns });
    const typed = [
      ...(pending === null ? [] : typedLines(prompt, pending.command)),
      ...(begun.length === 0 ? [] : typedLines(prompt, begun.join('\n'))),
    ];
    const lines = [...sheet.lines, ...typed];
    const size = screen.size();
    const back = screen.scrolledBack();
    const painted = painter.paint(lines.map(ansiLine), tailOf(own, shown), size);
    if (painted !== null) {
      const stay = back > 0 && painted.all && before?.present?.index === sheet.present?.index;
      screen.write(painted.data, stay ? () => screen.scrollTo(back) : undefined);
    }
    wishes.changed(sheet);
  }

  function tailOf({ line, begun, pending }: Own, { prompt, commands, words, next }: Shown): Tail {
    if (pending !== null) {
      // The prompt comes back with the answer; what is typed meanwhile waits for it.
      return { ansi: line.text, text: line.text, before: line.text.slice(0, line.cursor), cursor: false };
    }
    if (line.search !== null) {
      const { query, at } = line.search;
      const label = query !== '' && at === -1 ? words.notFound(query) : words.searching(query);
      const text = `${label} ${line.text}`;
      return {
        ansi: `${ansiPiece({ text: label, tone: 'faint' })} ${line.text}`,
        text,
        before: text,
        cursor: true,
      };
    }
    if (begun.length > 0) {
      const text = `${MORE_PROMPT}${line.text}`;
      const before = `${MORE_PROMPT}${line.text.slice(0, line.cursor)}`;
      return { ansi: text, text, before, cursor: true };
    }
    const last = commands.findLast(({ seq }) => next === null || seq < next);
    if (last !== undefined && isBusy(last)) {
      const before = line.text.slice(0, line.cursor);
      return { ansi: line.text, text: line.text, before, cursor: true };
    }
    const pieces = promptPieces(prompt, last?.exitCode ?? 0);
    const text = `${prompt}${line.text}`;
    const before = `${prompt}${line.text.slice(0, line.cursor)}`;
    return { ansi: `${ansiLine(pieces)}${line.text}`, text, before, cursor: true };
  }

  /** One command, when those before it are through. */
  function submit(netns: string, command: string): Promise<boolean> {
    const began = stopped;
    const typed = turn.then(async () => {
      if (began !== stopped) return false;
      const own = ownOf(netns);
      own.pending = { command, after: shown?.newest ?? -1 };
      draw();
      const taken = await wishes.type(netns, command);
      // What was taken stands in the lab's own account in a moment.
      if (taken) return true;
      own.pending = null;
      // Whoever typed it gets it back.
      if (own.line.text === '' && own.begun.length === 0) putBack(own, command);
      draw();
      return false;
    });
    turn = typed.catch(() => undefined);
    return typed;
  }

  function enter(own: Own, netns: string, prompt: string): void {
    const lines = [...own.begun, own.line.text];
    own.line = { ...EMPTY, killed: own.line.killed };
    const { commands, begun } = commandsOf(lines);
    own.begun = begun;
    if (begun.length > 0) return;
    const [command] = commands;
    if (command === undefined) {
      note(own, [promptPieces(prompt, 0)]);
      return;
    }
    history.add(netns, kept(command));
    if (builtIn(own, netns, command, prompt)) return;
    void submit(netns, command);
  }

  /** What concerns the terminal and not the lab. */
  function builtIn(own: Own, netns: string, command: string, prompt: string): boolean {
    switch (command) {
      case 'clear':
      case 'reset':
        clear(own);
        return true;
      case 'exit':
      case 'logout':
        owns.delete(netns);
        wishes.close(netns);
        return true;
      case 'history':
        note(own, [...typedLines(prompt, command), ...history.all(netns).map(numbered)]);
        return true;
      default:
        return false;
    }
  }

  /** Nothing more comes: of a command that is not whole the shell says what it misses. */
  function ended(own: Own, netns: string, prompt: string): void {
    if (own.begun.length === 0) builtIn(own, netns, 'exit', prompt);
    else void submit(netns, own.begun.join('\n'));
    own.begun = [];
  }

  function clear(own: Own): void {
    own.cleared = shown?.newest ?? -1;
    own.notes = [];
    painter.forget();
  }

  async function complete(own: Own, netns: string, prompt: string): Promise<void> {
    const { line, asked } = own;
    const found = await wishes.complete(netns, line.text, line.cursor);
    // Somebody typed on meanwhile.
    if (own.line !== line || found === null) return;
    const { line: put, choices } = completed(line, found);
    own.line = put;
    if (asked && put === line && choices.length > 0 && shown !== null) {
      const { columns } = screen.size();
      note(own, [...typedLines(prompt, line.text), ...listed(choices, columns, shown.words.moreCandidates)]);
    }
    own.asked = choices.length > 0;
    draw();
  }

  function interrupt(own: Own, netns: string, prompt: string): void {
    stopped += 1;
    if (own.line.text === '' && own.line.search === null && own.begun.length === 0) {
      void wishes.interrupt(netns).then((did) => {
        if (did) return;
        note(own, typedLines(prompt, '^C'));
        draw();
      });
      return;
    }
    note(own, typedLines(prompt, [...own.begun, `${own.line.text}^C`].join('\n')));
    own.begun = [];
    own.line = { ...EMPTY, killed: own.line.killed };
  }

  /** A command of several lines is not longer than one of one. */
  function put(own: Own, text: string): void {
    own.line = insert(own.line, text, MAX_LINE - own.begun.reduce((sum, { length }) => sum + length + 1, 0));
  }

  function putBack(own: Own, command: string): void {
    const lines = command.split('\n');
    own.line = insert(own.line, lines.pop() ?? '');
    own.begun = lines;
  }

  function press(own: Own, { netns, prompt }: Shown, key: Key): void {
    const asked = own.asked;
    own.asked = 'key' in key && key.key === 'tab' && asked;
    if (own.line.search !== null) {
      const found = searching(own.line, key, history.all(netns));
      own.line = found.line;
      if (!found.ended) return;
    }
    if ('text' in key) {
      put(own, cleanTyped(key.text).replaceAll('\n', ' '));
      return;
    }
    const actions: Partial<Record<KeyName, () => void>> = {
      enter: () => enter(own, netns, prompt),
      tab: () => {
        own.completing = own.completing.then(() => complete(own, netns, prompt));
      },
      interrupt: () => interrupt(own, netns, prompt),
      clear: () => clear(own),
      search: () => (own.line = searched(own.line, history.all(netns))),
    };
    const action = actions[key.key];
    if (action) action();
    else if (key.key === 'end-of-file') {
      if (own.line.text === '') ended(own, netns, prompt);
      else own.line = pressed(own.line, 'delete', []) ?? own.line;
    } else own.line = pressed(own.line, key.key, history.all(netns)) ?? own.line;
  }

  return {
    show(next) {
      if (shown?.netns !== next.netns) painter.forget();
      shown = next;
      const own = ownOf(next.netns);
      const last = next.commands.at(-1)?.index ?? -1;
      if (own.pending !== null && last > own.pending.after) own.pending = null;
      draw();
      const waiting = early;
      early = [];
      for (const act of waiting) act();
    },
    keys(data) {
      if (shown === null) {
        early.push(() => this.keys(data));
        return;
      }
      for (const key of readKeys(data)) {
        press(ownOf(shown.netns), shown, key);
      }
      draw();
    },
    paste(text) {
      if (shown === null) {
        early.push(() => this.paste(text));
        return;
      }
      const own = ownOf(shown.netns);
      // What is far too long is not even looked at.
      const fits = text.length <= MAX_PASTED * MAX_LINE;
      const lines = fits
        ? cleanTyped(text)
            .replace(/^\n+|\n+$/g, '')
            .split('\n')
        : [];
      const typed = lines.filter((line) => line.trim() !== '');
      if (!fits || typed.length > MAX_PASTED || lines.some(({ length }) => length > MAX_LINE)) {
        wishes.refused({ lines: text.split('\n').length, size: text.length, most: MAX_PASTED });
      } else if (lines.length > 1) wishes.ask(typed);
      else {
        own.line = searchLeft(own.line, true);
        put(own, lines[0] ?? '');
      }
      draw();
    },
    async run(lines) {
      if (shown === null) return;
      const { netns } = shown;
      const began = stopped;
      const own = ownOf(netns);
      const { commands, begun } = commandsOf([...own.begun, ...lines]);
      own.begun = begun;
      draw();
      for (const command of commands) {
        if (began !== stopped) return;
        history.add(netns, kept(command));
        if (!(await submit(netns, command))) return;
      }
    },
    clear() {
      if (shown === null) return;
      clear(ownOf(shown.netns));
      draw();
    },
    text: () => (sheet === null ? '' : sheet.lines.map((line) => `${plainText(line)}\n`).join('')),
    followed(uri) {
      const index = walkedBy(uri);
      if (index !== null) wishes.walk(index);
    },
    escape() {
      if (shown === null) return;
      const own = ownOf(shown.netns);
      own.line = searchLeft(own.line, true);
      draw();
    },
    resized() {
      painter.forget();
      draw();
    },
  };
}

/** Whether a command stands in the foreground, so that there is no prompt. In the past there is one: what is typed there comes next. */
function isBusy({ running }: InputOutput): boolean {
  return running;
}

function numbered(command: string, index: number): SheetLine {
  return [{ text: `${String(index + 1).padStart(5)}  ${command}`, tone: 'plain' }];
}
