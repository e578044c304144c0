import type { ReactNode } from 'react';
import { useTexts } from '../../i18n/setup';
import shapes from '../kit/shapes.module.css';
import { panelId, tabId, Tabs } from '../kit/Tabs';
import { usePage, usePageState } from '../state/usePage';
import styles from './Inspector.module.css';

const ID = 'inspector';

/** The packet at this instant, or the tables of the machines. */
export function Inspector({ packet, tables }: { readonly packet: ReactNode; readonly tables: ReactNode }) {
  const { t } = useTexts();
  const { select } = usePage();
  const tab = usePageState((state) => state.tab);
  return (
    <aside className={shapes.panel} aria-label={t('ui.inspector.name')} data-panel="inspector" tabIndex={-1}>
      <h2 className={shapes.hidden}>{t('ui.inspector.name')}</h2>
      <div className={styles.tabs}>
        <Tabs
          id={ID}
          label={t('ui.inspector.name')}
          tabs={[
            { value: 'packet', label: t('ui.inspector.packet') },
            { value: 'tables', label: t('ui.inspector.tables') },
          ]}
          value={tab}
          onChange={(value) => select({ tab: value })}
        />
      </div>
      <div className={styles.panel} role="tabpanel" id={panelId(ID, tab)} aria-labelledby={tabId(ID, tab)}>
        {tab === 'packet' ? packet : tables}
      </div>
    </aside>
  );
}
