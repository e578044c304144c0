import { lazy, Suspense, useEffect, useLayoutEffect } from 'react';
import type { ReactNode } from 'react';
import { localized, preferredLanguage } from '../i18n/language';
import type { Language } from '../i18n/language';
import { fetchLateTexts, showLanguage, useTexts } from '../i18n/setup';
import { Announcer } from './announce/Announcer';
import styles from './App.module.css';
import { BranchDialog } from './branch/BranchDialog';
import { HelpDialog } from './help/HelpDialog';
import { Inspector } from './inspector/Inspector';
import { PacketTab } from './inspector/PacketTab';
import { Keyboard } from './keys/Keyboard';
import { Boundary } from './kit/Boundary';
import { Dialog } from './kit/Dialog';
import shapes from './kit/shapes.module.css';
import { useMedia } from './kit/useMedia';
import { LabMap } from './LabMap';
import { LabPanel } from './lab/LabPanel';
import { LibraryPanel } from './library/LibraryPanel';
import { PathPanel } from './path/PathPanel';
import { Rail } from './rail/Rail';
import { SettingsDialog } from './settings/SettingsDialog';
import { ShareDialog } from './share/ShareDialog';
import type { Page } from './state/page.types';
import type { SidePanel } from './state/store';
import { PageContext, usePage, usePageState } from './state/usePage';
import { TablesTab } from './tables/TablesTab';
import { themeOf } from './theme/theme';
import type { Theme } from './theme/theme';
import { Timeline } from './timeline/Timeline';
import { TopBar } from './topbar/TopBar';
import { Transport } from './transport/Transport';
import { Broken } from './trouble/Broken';
import { NoticeBar } from './trouble/NoticeBar';
import { TroublePanel } from './trouble/TroublePanel';

/** What comes later says what only later texts say: it is shown when they are there. */
async function withTexts<T>(fetched: Promise<T>): Promise<T> {
  const [content] = await Promise.all([fetched, fetchLateTexts()]);
  return content;
}

/** Lessons bring their own texts and parts: they come when one is opened. */
const LessonPanel = lazy(() =>
  withTexts(import('./lesson/LessonPanel')).then(({ LessonPanel: panel }) => ({ default: panel })),
);

/** Only labs with a cluster have objects. */
const ObjectsPanel = lazy(() =>
  withTexts(import('./objects/ObjectsPanel')).then(({ ObjectsPanel: panel }) => ({ default: panel })),
);

/** The editor brings a library of its own. */
const EditorPanel = lazy(() =>
  withTexts(import('./editor/EditorPanel')).then(({ EditorPanel: panel }) => ({ default: panel })),
);

/** Captures bring the writers of their formats. */
const CaptureDialog = lazy(() =>
  withTexts(import('./capture/CaptureDialog')).then(({ CaptureDialog: dialog }) => ({ default: dialog })),
);

/** What can be broken: not wanted before somebody wants to. */
const FaultsDialog = lazy(() =>
  withTexts(import('./faults/FaultsDialog')).then(({ FaultsDialog: dialog }) => ({ default: dialog })),
);

const BrokenNow = lazy(() =>
  withTexts(import('./faults/BrokenNow')).then(({ BrokenNow: list }) => ({ default: list })),
);

/** Not wanted before somebody asks what the kernel does. */
const KernelPanel = lazy(() =>
  withTexts(import('./kernel/KernelPanel')).then(({ KernelPanel: panel }) => ({ default: panel })),
);

/** Who did what: not wanted before there is something to look at. */
const JournalPanel = lazy(() =>
  withTexts(import('./journal/JournalPanel')).then(({ JournalPanel: panel }) => ({ default: panel })),
);

/** Pages of their own in place of the lab: labs side by side, where one begins, and which network fits. */
const ComparePanel = lazy(() =>
  withTexts(import('./compare/ComparePanel')).then(({ ComparePanel: panel }) => ({ default: panel })),
);

const StartPage = lazy(() =>
  import('./start/StartPage').then(({ StartPage: panel }) => ({ default: panel })),
);
const ChoosePanel = lazy(() =>
  withTexts(import('./choose/ChoosePanel')).then(({ ChoosePanel: panel }) => ({ default: panel })),
);

/** The terminal brings a library of its own. */
const TerminalPanel = lazy(() =>
  withTexts(import('./terminal/TerminalPanel')).then(({ TerminalPanel: panel }) => ({ default: panel })),
);

const SIDES: Readonly<Record<SidePanel, ReactNode>> = {
  lab: <LabPanel broken={<WhatIsBroken />} />,
  lesson: <LessonPanel />,
  journal: <JournalPanel />,
  library: <LibraryPanel />,
  objects: <ObjectsPanel />,
};

/** When the first packet has had its time, the rest of the texts is fetched. */
const LATE_TEXTS_MS = 3000;

export function App({ page }: { readonly page: Page }) {
  useEffect(() => page.start(), [page]);
  useEffect(() => {
    const timer = setTimeout(() => void fetchLateTexts(), LATE_TEXTS_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <PageContext value={page}>
      <Boundary fallback={(error, retry) => <Broken error={error} retry={retry} />}>
        <Frame />
      </Boundary>
    </PageContext>
  );
}

function Frame() {
  const { t } = useTexts();
  const theme = useTheme();
  const language = useLanguage();
  useTitle(language);
  const side = usePageState((state) => state.side);
  const dialog = usePageState((state) => state.dialog);
  const branch = usePageState((state) => state.branch);
  const editing = usePageState((state) => state.editing);
  const screen = usePageState((state) => state.screen);
  const lab = screen.kind === 'lab';
  const terminal = usePageState((state) => state.terminal.open && state.screen.kind === 'lab');
  return (
    <>
      <a
        className={styles.skip}
        href="#centre"
        onClick={(event) => {
          // The fragment is the lab's address; the focus moves without touching it.
          event.preventDefault();
          document.getElementById('centre')?.focus();
        }}
      >
        {t('ui.top.skip')}
      </a>
      <div className={styles.app} data-screen={screen.kind}>
        <div className={styles.top}>
          <Part small>
            <TopBar theme={theme} />
          </Part>
        </div>
        {screen.kind !== 'start' && screen.kind !== 'choose' && (
          <div className={styles.rail}>
            <Part small>
              <Rail />
            </Part>
          </div>
        )}
        {side === null || !lab ? (
          <span className={styles.noSide} />
        ) : (
          <div className={styles.side} data-side={side}>
            <Part>
              <Suspense fallback={<p className={styles.waiting}>{t('ui.loading')}</p>}>
                {SIDES[side]}
              </Suspense>
            </Part>
          </div>
        )}
        {!lab ? (
          <InPlaceOfLab>
            {screen.kind === 'choose' ? (
              <ChoosePanel answers={screen.answers} />
            ) : screen.kind === 'compare' ? (
              <ComparePanel key={screen.spec} spec={screen.spec} />
            ) : (
              <StartPage />
            )}
          </InPlaceOfLab>
        ) : editing ? (
          <InPlaceOfLab>
            <EditorPanel />
          </InPlaceOfLab>
        ) : (
          <>
            <Centre />
            <div className={styles.inspector}>
              <Part>
                <Inspector packet={<PacketTab />} tables={<TablesTab />} />
              </Part>
            </div>
          </>
        )}
        {terminal && (
          <div className={styles.terminal}>
            <Part>
              <Suspense fallback={<p className={styles.waiting}>{t('ui.loading')}</p>}>
                <TerminalPanel />
              </Suspense>
            </Part>
          </div>
        )}
      </div>
      <Boundary resetKey={dialog} fallback={(error, retry) => <BrokenDialog error={error} retry={retry} />}>
        {dialog === 'help' && <HelpDialog />}
        {dialog === 'settings' && <SettingsDialog />}
        {dialog === 'share' && <ShareDialog />}
        {dialog === 'capture' && (
          <Suspense fallback={null}>
            <CaptureDialog />
          </Suspense>
        )}
        {dialog === 'faults' && (
          <Suspense fallback={null}>
            <FaultsDialog />
          </Suspense>
        )}
        {branch && <BranchDialog branch={branch} />}
      </Boundary>
      <Keyboard theme={theme} language={language} />
      <Silent>{lab && <Announcer />}</Silent>
    </>
  );
}

/** What takes the room of map and inspector: the lab's file as text, or another screen of the page. */
function InPlaceOfLab({ children }: { readonly children: ReactNode }) {
  const { t } = useTexts();
  return (
    <main className={`${styles.main} ${styles.editing}`} id="centre" tabIndex={-1}>
      <Part>
        <Suspense fallback={<p className={styles.waiting}>{t('ui.loading')}</p>}>{children}</Suspense>
      </Part>
    </main>
  );
}

/** The map with path and time below; in trouble, the trouble. */
function Centre() {
  const { t } = useTexts();
  const trouble = usePageState((state) => state.trouble);
  const kernel = usePageState((state) => state.kernel);
  return (
    <main className={styles.main} id="centre" tabIndex={-1}>
      {trouble ? (
        <TroublePanel trouble={trouble} />
      ) : (
        <>
          <NoticeBar />
          {kernel ? (
            <div className={styles.map}>
              <Part>
                <Suspense fallback={<p className={styles.waiting}>{t('ui.loading')}</p>}>
                  <KernelPanel />
                </Suspense>
              </Part>
            </div>
          ) : (
            <section className={styles.map} aria-label={t('ui.map')} data-panel="map" tabIndex={-1}>
              <Part>
                <LabMap />
              </Part>
            </section>
          )}
          <Part>
            <PathPanel />
          </Part>
          <div className={styles.time}>
            <Part small>
              <Transport />
            </Part>
            <Part small>
              <Timeline />
            </Part>
          </div>
        </>
      )}
    </main>
  );
}

/** Nothing is broken before somebody does something. Without this list the lab is as good. */
function WhatIsBroken() {
  const some = usePageState(({ inputs }) =>
    inputs.some(({ input }) => input.kind === 'exec' || input.kind === 'cable'),
  );
  if (!some) return null;
  return (
    <Boundary fallback={() => null}>
      <Suspense fallback={null}>
        <BrokenNow />
      </Suspense>
    </Boundary>
  );
}

/** A part of the page that may fail by itself. Another instant is drawn afresh. */
function Part({ small = false, children }: { readonly small?: boolean; readonly children: ReactNode }) {
  const instant = usePageState((state) => state.instant);
  return (
    <Boundary
      resetKey={instant}
      fallback={(error, retry) => <Broken error={error} retry={retry} small={small} />}
    >
      {children}
    </Boundary>
  );
}

/** What is heard and not seen may fail as well; whoever listens is told. */
function Silent({ children }: { readonly children: ReactNode }) {
  const { t } = useTexts();
  const instant = usePageState((state) => state.instant);
  return (
    <Boundary
      resetKey={instant}
      fallback={() => (
        <div className={shapes.hidden} role="alert">
          {t('ui.broken.silent')}
        </div>
      )}
    >
      {children}
    </Boundary>
  );
}

function BrokenDialog(broken: { readonly error: Error; readonly retry: () => void }) {
  const { t } = useTexts();
  const { select } = usePage();
  return (
    <Dialog
      title={t('ui.broken.title')}
      closeLabel={t('ui.dialog.close')}
      onClose={() => select({ dialog: null })}
    >
      <Broken {...broken} />
    </Dialog>
  );
}

function useTheme(): Theme {
  const choice = usePageState((state) => state.prefs.theme);
  const theme = themeOf(choice, useMedia('(prefers-color-scheme: dark)'));
  useLayoutEffect(() => {
    document.documentElement.dataset['theme'] = theme;
  }, [theme]);
  return theme;
}

/** The language on the screen; a newly chosen one follows as soon as its texts are there. */
function useLanguage(): Language {
  const { language: shown } = useTexts();
  const chosen = usePageState((state) => state.prefs.language) ?? preferredLanguage(navigator.languages);
  useEffect(() => {
    // Without a connection the texts may not come: the page stays in the language it has.
    showLanguage(chosen).catch(() => undefined);
  }, [chosen]);
  useLayoutEffect(() => {
    document.documentElement.lang = shown;
  }, [shown]);
  return shown;
}

/** The lab's name on the browser's tab. */
function useTitle(language: Language): void {
  const { t } = useTexts();
  const info = usePageState((state) => state.info);
  const screen = usePageState((state) => state.screen.kind);
  const lab = info && localized(info.title, language);
  const titles = { compare: t('compare.title'), choose: t('choose.title'), start: null, lab };
  const title = titles[screen];
  useEffect(() => {
    document.title = title === null ? 'Packetwalk' : `${title} · Packetwalk`;
  }, [title]);
}
