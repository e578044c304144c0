/** Start of the page: language, then the page itself. */
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadCatalog, loadLab, loadLesson } from './catalog';
import { preferredLanguage } from './i18n/language';
import { showLanguage } from './i18n/setup';
import { App } from './ui/App';
import { createHost } from './ui/host/host';
import { addressBarOf } from './ui/state/address';
import { createPage } from './ui/state/page';
import { browserDrafts } from './ui/state/drafts';
import { browserHistories } from './ui/state/histories';
import { browserLessonShelf } from './ui/state/lesson-shelf';
import { browserShelf } from './ui/state/prefs';
import './ui/theme/tokens.css';
import './ui/theme/base.css';

/** The lab that shows best what the page can do. */
const HOME = 'flannel-vxlan';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');

const page = createPage({
  host: createHost(),
  loadCatalog,
  loadLab,
  home: HOME,
  addressBar: addressBarOf(window),
  shelf: browserShelf,
  drafts: browserDrafts,
  histories: browserHistories,
  loadLesson,
  lessonShelf: browserLessonShelf,
});

// Where the left panel would lie over the map, it waits to be opened.
if (window.matchMedia('(max-width: 1179px)').matches) page.select({ side: null });

showLanguage(page.store.getState().prefs.language ?? preferredLanguage(navigator.languages)).then(
  () => {
    createRoot(root).render(
      <StrictMode>
        <App page={page} />
      </StrictMode>,
    );
  },
  () => {
    // The texts themselves could not be fetched, so the one sentence left is said in both languages.
    root.textContent = 'Packetwalk could not be loaded. Reload the page. Packetwalk 加载失败，请刷新页面。';
  },
);
