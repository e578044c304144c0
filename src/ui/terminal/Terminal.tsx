import { useCallback, useEffect, useRef, useState } from 'react';
import { MAX_SHARED_INPUTS } from '../../core/index';
import type { Input, InputOutput, TerminalPlace } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { copyText } from '../kit/clipboard';
import type { MenuItem } from '../kit/Menu';
import shapes from '../kit/shapes.module.css';
import { panelId, tabId } from '../kit/Tabs';
import { usePage, usePageState } from '../state/usePage';
import { Head, TABS } from './Head';
import { nameOf } from './place';
import { PasteQuestion } from './PasteQuestion';
import { plainText, withoutMarks } from './sheet';
import type { Sheet } from './sheet';
import styles from './TerminalPanel.module.css';
import { useScreen } from './use-screen';
import { useShown } from './use-shown';

/** Lines that a screen reader is told of at once. */
const SPOKEN = 60;

/** Time that passes while one looks on at what runs, s. */
const WAIT_S = 1;

/** The terminals of one lab, one of them on the screen. */
export function Terminal({
  lab,
  netns,
  places,
  hintId,
}: {
  readonly lab: string;
  readonly netns: string;
  readonly places: readonly TerminalPlace[];
  readonly hintId: string;
}) {
  const { t } = useTexts();
  const { select, walk, type, closeTerminal, store, host, setPrefs, ahead } = usePage();
  const reader = usePageState((state) => state.prefs.terminalReader);
  const focus = usePageState((state) => state.terminal.focus);
  const [notice, setNotice] = useState<string | null>(null);
  const [pasted, setPasted] = useState<readonly string[] | null>(null);
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const field = useRef<HTMLDivElement>(null);
  const place = places.find((one) => one.netns === netns) ?? null;
  const name = nameOf(place, netns, (pod) => t('terminal.pod', pod));
  const shown = useShown(netns, place);

  const copy = useCallback(
    (text: string) => {
      void copyText(withoutMarks(text)).then((did) =>
        setNotice(did ? t('terminal.copied') : t('terminal.notCopied')),
      );
    },
    [t],
  );

  const walkTo = useCallback(
    ({ firstDecision }: InputOutput) => {
      if (firstDecision === null) return;
      select({ editing: false });
      walk.seek(firstDecision);
      // Whoever walks presses Space: it must not be typed.
      document.getElementById('centre')?.focus();
    },
    [select, walk],
  );

  const give = (input: Input): Promise<boolean> => {
    setNotice(null);
    if (store.getState().inputs.length < MAX_SHARED_INPUTS) return type(input);
    setNotice(t('terminal.full', { most: MAX_SHARED_INPUTS }));
    return Promise.resolve(false);
  };
  const running = shown?.commands.findLast((command) => command.running) ?? null;
  const interrupt = () =>
    running === null ? Promise.resolve(false) : give({ kind: 'interrupt', of: running.index });

  const made = useScreen({
    field,
    lab,
    label: t('terminal.field', { place: name }),
    hintId,
    reader,
    wishes: {
      type: (where, command) => give({ kind: 'exec', netns: where, command }),
      interrupt,
      async complete(where, text, cursor) {
        const { seq } = store.getState();
        const found = await host.complete(seq, where, text, cursor).catch(() => null);
        return found && { from: found.from, words: found.candidates };
      },
      copy,
      close: closeTerminal,
      walk(index) {
        const command = shown?.commands.find((one) => one.index === index);
        if (command) walkTo(command);
      },
      ask: setPasted,
      refused: ({ lines, size, most }) => setNotice(t('terminal.tooLong', { lines, size, most })),
      changed: setSheet,
    },
  });

  useEffect(() => {
    if (shown) made?.controller.show(shown);
  }, [shown, made]);

  useEffect(() => {
    if (!made) return;
    made.screen.focus();
    // Only now do keys come here by themselves.
    made.controller.keys(ahead.arrived());
  }, [focus, made, ahead]);

  const paste = async () => {
    try {
      made?.controller.paste(await navigator.clipboard.readText());
      made?.screen.focus();
    } catch {
      setNotice(t('terminal.notPasted'));
    }
  };

  const actions: readonly MenuItem[] = [
    { id: 'copyAll', label: t('terminal.copyAll'), run: () => copy(made?.controller.text() ?? '') },
    { id: 'paste', label: t('terminal.paste'), hint: 'Ctrl+Shift+V', run: () => void paste() },
    {
      ...{ id: 'clear', label: t('terminal.clear'), hint: 'Ctrl+L' },
      run: () => {
        made?.controller.clear();
        made?.screen.focus();
      },
    },
    {
      ...{ id: 'reader', label: t('terminal.reader'), current: reader },
      run: () => setPrefs({ terminalReader: !reader }),
    },
  ];

  const answer = (run: boolean) => {
    const lines = pasted ?? [];
    setPasted(null);
    made?.screen.focus();
    if (run) void made?.controller.run(lines);
  };

  return (
    <>
      <Head
        places={places}
        hintId={hintId}
        present={sheet?.present ?? null}
        running={running}
        actions={actions}
        onWalk={walkTo}
        onInterrupt={() => {
          void interrupt();
          made?.screen.focus();
        }}
        onWait={() => {
          void give({ kind: 'wait', seconds: WAIT_S });
          made?.screen.focus();
        }}
      />
      {pasted && <PasteQuestion lines={pasted} onAnswer={answer} />}
      <p className={notice === null ? shapes.hidden : styles.notice} role="status">
        {notice ?? ''}
      </p>
      <div
        className={styles.body}
        role="tabpanel"
        id={panelId(TABS, netns)}
        aria-labelledby={tabId(TABS, netns)}
      >
        <div ref={field} className={styles.screen} data-testid="terminal" />
      </div>
      <Spoken sheet={sheet} />
    </>
  );
}

/** The newest lines for those who listen; what is added is read out. */
function Spoken({ sheet }: { readonly sheet: Sheet | null }) {
  const { t } = useTexts();
  const lines = sheet?.lines ?? [];
  const from = Math.max(0, lines.length - SPOKEN);
  return (
    <div className={shapes.hidden} role="log" aria-label={t('terminal.output')} data-testid="terminal-log">
      {lines.slice(from).map((line, index) => (
        <div key={from + index}>{plainText(line)}</div>
      ))}
    </div>
  );
}
