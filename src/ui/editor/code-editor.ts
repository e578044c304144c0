/**
 * The door to the editor library: a field for YAML with completion, tooltips and marks for problems. The rest of the
 * panel knows texts, offsets and lists alone.
 */
import {
  autocompletion,
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
} from '@codemirror/autocomplete';
import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap, indentWithTab, redo, undo } from '@codemirror/commands';
import { yaml } from '@codemirror/lang-yaml';
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { lintGutter, setDiagnostics } from '@codemirror/lint';
import { Compartment, EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  highlightSpecialChars,
  hoverTooltip,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import type { Completions, FieldHelp } from '../../core/index';
import { editorColours, editorHighlights } from './code-theme';
import { tooDeepToColour } from './nesting';

/** What the field says about itself, in the reader's language. */
export interface EditorWords {
  readonly label: string;
  /** How one gets out of it by keyboard. */
  readonly description: string;
  readonly required: string;
  /** The library's own words, by their English originals. */
  readonly phrases: Readonly<Record<string, string>>;
}

/** A place that is marked. Offsets count from 0. */
export interface Mark {
  readonly from: number;
  readonly to: number;
  readonly message: string;
  readonly mend: string;
}

export interface CodeEditor {
  readonly text: () => string;
  /** Replaces everything, in one step that can be undone. */
  readonly replace: (text: string) => void;
  /** Marks problems; those marked before are forgotten. */
  readonly mark: (marks: readonly Mark[]) => void;
  readonly goTo: (offset: number) => void;
  readonly speak: (words: EditorWords) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  readonly focus: () => void;
  readonly destroy: () => void;
}

export interface EditorWishes {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly words: EditorWords;
  /** More characters are not taken. */
  readonly maxChars: number;
  readonly complete: (text: string, offset: number) => Completions | null;
  readonly help: (text: string, offset: number) => FieldHelp | null;
  readonly changed: (text: string) => void;
  /** A change that was not taken, because the text would have had `size` characters. */
  readonly refused: (size: number) => void;
  /** A file was dropped or pasted. */
  readonly file: (file: File) => void;
}

export function createCodeEditor(wishes: EditorWishes): CodeEditor {
  const spoken = new Compartment();
  const language = new Compartment();
  const view = new EditorView({
    parent: wishes.parent,
    state: EditorState.create({
      doc: wishes.text,
      extensions: [
        spoken.of(wordsOf(wishes.words)),
        lineNumbers(),
        highlightActiveLineGutter(),
        highlightSpecialChars(),
        highlightActiveLine(),
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        indentOnInput(),
        indentUnit.of('  '),
        EditorState.tabSize.of(2),
        language.of(languageOf(wishes.text)),
        languageFollows(language),
        syntaxHighlighting(editorHighlights),
        editorColours,
        lintGutter(),
        autocompletion({ override: [completing(wishes)], icons: false }),
        hoverTooltip((at, offset) => tooltipOf(wishes.help(at.state.doc.toString(), offset))),
        EditorView.lineWrapping,
        keymap.of([
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...defaultKeymap,
          ...historyKeymap,
          indentWithTab,
          // After Escape, Tab leaves the field, until it is entered again.
          { key: 'Escape', run: leavable },
        ]),
        bounded(wishes),
        filesTaken(wishes),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) wishes.changed(update.state.doc.toString());
          if (update.focusChanged && update.view.hasFocus) update.view.setTabFocusMode(false);
        }),
      ],
    }),
  });

  return {
    text: () => view.state.doc.toString(),
    replace(text) {
      const { length } = view.state.doc;
      view.dispatch({ changes: { from: 0, to: length, insert: text }, selection: { anchor: 0 } });
    },
    mark(marks) {
      const { length } = view.state.doc;
      const diagnostics = marks.map(({ from, to, message, mend }) => ({
        from: Math.min(from, length),
        to: Math.min(to, length),
        severity: 'error' as const,
        message,
        renderMessage: () => problemNode(message, mend),
      }));
      view.dispatch(setDiagnostics(view.state, diagnostics));
    },
    goTo(offset) {
      const anchor = Math.min(offset, view.state.doc.length);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor, { y: 'center' }) });
      view.focus();
    },
    speak: (words) => view.dispatch({ effects: spoken.reconfigure(wordsOf(words)) }),
    undo: () => void undo(view),
    redo: () => void redo(view),
    focus: () => view.focus(),
    destroy: () => view.destroy(),
  };
}

function languageOf(text: string): Extension {
  return tooDeepToColour(text) ? [] : yaml();
}

/** With every change of the text the language is there or not, in the same step: the parser never sees what ends it. */
function languageFollows(language: Compartment): Extension {
  return EditorState.transactionExtender.of((transaction) => {
    if (!transaction.docChanged) return null;
    const plain = tooDeepToColour(transaction.newDoc.toString());
    const wasPlain = language.get(transaction.startState) instanceof Array;
    return plain === wasPlain ? null : { effects: language.reconfigure(plain ? [] : yaml()) };
  });
}

function wordsOf({ label, description, phrases, required }: EditorWords) {
  return [
    EditorState.phrases.of({ ...phrases, required }),
    EditorView.contentAttributes.of({
      'aria-label': label,
      'aria-description': description,
      spellcheck: 'false',
      // Told to those who ask what in a region that scrolls can be reached by keyboard.
      tabindex: '0',
    }),
  ];
}

/** Escape closes what is open; with nothing open it lets Tab leave. */
function leavable(view: EditorView): boolean {
  view.setTabFocusMode(true);
  return false;
}

/** Changes that would make the text longer than may be are left out, and told. */
function bounded({ maxChars, refused }: EditorWishes) {
  return EditorState.changeFilter.of((transaction) => {
    const size = transaction.newDoc.length;
    if (size <= maxChars || size <= transaction.startState.doc.length) return true;
    refused(size);
    return false;
  });
}

function filesTaken({ maxChars, refused, file }: EditorWishes) {
  const take = (event: Event, data: DataTransfer | null): boolean => {
    const [dropped] = data?.files ?? [];
    // The library would first cut a long text into lines: a moment too long for what is refused anyway.
    const text = dropped ? '' : (data?.getData('text/plain') ?? '');
    if (!dropped && text.length <= maxChars) return false;
    event.preventDefault();
    if (dropped) file(dropped);
    else refused(text.length);
    return true;
  };
  return EditorView.domEventHandlers({
    paste: (event) => take(event, event.clipboardData),
    drop: (event) => take(event, event.dataTransfer),
  });
}

function completing({ complete }: EditorWishes) {
  return (context: CompletionContext): CompletionResult | null => {
    const found = complete(context.state.doc.toString(), context.pos);
    if (found === null) return null;
    // Unasked it only finishes words that were begun.
    if (!context.explicit && found.from === context.pos) return null;
    return {
      from: found.from,
      validFor: /^[\w./-]*$/,
      options: found.options.map(({ label, kind, description, insert, required }, index) => ({
        label,
        apply: insert,
        type: kind,
        // As the schema orders them.
        boost: -index,
        ...(description === '' ? {} : { info: description }),
        ...(required ? { detail: context.state.phrase('required') } : {}),
      })),
    };
  };
}

function tooltipOf(help: FieldHelp | null) {
  if (help === null) return null;
  return {
    pos: help.from,
    end: help.to,
    create: () => {
      const dom = document.createElement('div');
      dom.className = 'pw-help';
      dom.append(lineOf('pw-path', help.path));
      if (help.description !== '') dom.append(lineOf('pw-text', help.description));
      if (help.choices.length > 0) dom.append(lineOf('pw-path', help.choices.join('  ·  ')));
      return { dom };
    },
  };
}

function problemNode(message: string, mend: string): Node {
  const node = document.createElement('span');
  node.append(lineOf('pw-text', message), lineOf('pw-mend', mend));
  return node;
}

/** Texts from files are set as text: nothing in them is ever read as HTML. */
function lineOf(className: string, text: string): HTMLElement {
  const line = document.createElement('div');
  line.className = className;
  line.textContent = text;
  return line;
}
