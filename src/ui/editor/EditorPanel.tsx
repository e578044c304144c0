import { useCallback, useEffect, useId, useRef, useState } from 'react';
import type { DragEvent } from 'react';
import { MAX_FILE_CHARS } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { Button, IconButton } from '../kit/Button';
import shapes from '../kit/shapes.module.css';
import type { LabSource } from '../state/store';
import { usePage, usePageState } from '../state/usePage';
import { createCodeEditor } from './code-editor';
import type { CodeEditor } from './code-editor';
import { CheckLine } from './CheckLine';
import styles from './EditorPanel.module.css';
import { downloadText, fileNameOf, readFile } from './lab-file';
import { spanOf } from './marks';
import { NoticeLine } from './NoticeLine';
import type { EditorNotice } from './NoticeLine';
import { ProblemList } from './ProblemList';
import { useCheck } from './use-check';
import { useDraft } from './use-draft';
import { useExplained } from './use-explained';
import { useWords } from './use-words';

/** The file of the open lab as text: to read, to change, to build. */
export function EditorPanel() {
  const { t } = useTexts();
  const source = usePageState((state) => state.source);
  if (source === null) return <p className={styles.waiting}>{t('ui.loading')}</p>;
  return <Editor key={source.opened} source={source} />;
}

function Editor({ source }: { readonly source: LabSource }) {
  const { t, tm } = useTexts();
  const { select, openOwn, originalOf } = usePage();
  const words = useWords();
  const draft = useDraft(source);
  const { check, schemas, changed, ask } = useCheck(source.file, draft.first);
  const explained = useExplained(schemas);
  const [notice, setNotice] = useState<EditorNotice | null>(draft.found ? { kind: 'draft' } : null);
  const [quiet, setQuiet] = useState(false);
  const [building, setBuilding] = useState(false);
  const [over, setOver] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const editor = useRef<CodeEditor>(undefined);
  const list = useRef<HTMLDivElement>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const titleId = useId();

  /** What the field asks for; it lives longer than one drawing. */
  const now = useRef({ explained, words, edited: (_text: string) => {}, take: (_file: File) => {} });

  const { keep } = draft;
  const edited = useCallback(
    (text: string) => {
      changed(text);
      keep(text);
    },
    [changed, keep],
  );

  const take = useCallback(async (file: File) => {
    const read = await readFile(file);
    if (read.ok) {
      setNotice(null);
      editor.current?.replace(read.text);
      editor.current?.focus();
    } else setNotice({ kind: 'file', why: read.why, name: file.name });
  }, []);

  useEffect(() => {
    now.current = { explained, words, edited, take: (file) => void take(file) };
  });

  useEffect(() => {
    if (!place.current) return;
    const made = createCodeEditor({
      parent: place.current,
      text: draft.first,
      words: now.current.words,
      maxChars: MAX_FILE_CHARS,
      complete: (text, offset) => now.current.explained.complete(text, offset),
      help: (text, offset) => now.current.explained.help(text, offset),
      changed: (text) => now.current.edited(text),
      refused: (size) => setNotice({ kind: 'refused', size }),
      file: (file) => now.current.take(file),
    });
    editor.current = made;
    made.focus();
    return () => made.destroy();
  }, [draft.first]);

  useEffect(() => editor.current?.speak(words), [words]);

  const { problems } = check;
  const text = useCallback(() => editor.current?.text() ?? draft.first, [draft.first]);
  useEffect(() => {
    const marks = problems.map((problem) => ({
      ...spanOf(problem, text()),
      message: tm(problem.problem),
      mend: tm(problem.mend),
    }));
    editor.current?.mark(marks);
  }, [problems, tm, text]);

  const build = async () => {
    if (building) return;
    setBuilding(true);
    const answer = await ask(text());
    setBuilding(false);
    if (answer.problems.length > 0) list.current?.querySelector('button')?.focus();
    else if (answer.state === 'too-long') setNotice({ kind: 'too-long' });
    else await openOwn(text());
  };

  const backToOriginal = async () => {
    const original = await originalOf(source);
    setNotice(null);
    editor.current?.replace(original);
    editor.current?.focus();
  };

  const drop = (event: DragEvent) => {
    const [file] = event.dataTransfer.files;
    setOver(false);
    if (!file) return;
    event.preventDefault();
    void take(file);
  };

  return (
    <section
      className={`${shapes.panel} ${styles.editor}`}
      aria-labelledby={titleId}
      data-panel="editor"
      data-over={over || undefined}
      tabIndex={-1}
      onDragOver={(event) => {
        if (!event.dataTransfer.types.includes('Files')) return;
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <div className={`${shapes.panelHead} ${styles.head}`}>
        <h2 id={titleId} className={shapes.panelTitle}>
          {t('editor.title')}
        </h2>
        <span className={styles.file}>{source.file}</span>
        <span className={shapes.grow} />
        <IconButton
          variant="quiet"
          icon="undo"
          label={t('editor.undo')}
          onClick={() => editor.current?.undo()}
        />
        <IconButton
          variant="quiet"
          icon="redo"
          label={t('editor.redo')}
          onClick={() => editor.current?.redo()}
        />
        <Button variant="quiet" onClick={() => void backToOriginal()}>
          {t('editor.original')}
        </Button>
        <Button onClick={() => chooser.current?.click()}>{t('editor.upload')}</Button>
        <Button onClick={() => downloadText(fileNameOf(text()), text())}>{t('editor.download')}</Button>
        <Button variant="primary" disabled={building} onClick={() => void build()}>
          {t('editor.build')}
        </Button>
        <IconButton
          variant="quiet"
          icon="cross"
          label={t('editor.close')}
          onClick={() => select({ editing: false })}
        />
        <input
          ref={chooser}
          type="file"
          accept=".yaml,.yml,text/yaml,application/yaml"
          hidden
          aria-label={t('editor.upload')}
          onChange={({ currentTarget }) => {
            const [file] = currentTarget.files ?? [];
            if (file) void take(file);
            // The same file may be chosen again.
            currentTarget.value = '';
          }}
        />
      </div>
      <NoticeLine
        notice={notice ?? (draft.unkept && !quiet ? { kind: 'not-kept' } : null)}
        onOriginal={() => void backToOriginal()}
        onClose={() => {
          setQuiet(notice === null);
          setNotice(null);
        }}
      />
      <div ref={place} className={styles.field} data-testid="editor" />
      <CheckLine check={check} />
      <ProblemList
        list={list}
        problems={problems}
        onGoTo={(problem) => editor.current?.goTo(spanOf(problem, text()).from)}
      />
    </section>
  );
}
