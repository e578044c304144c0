import type { TerminalPlace, InputOutput } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import { Button, IconButton } from '../kit/Button';
import { Icon } from '../kit/Icon';
import { Menu } from '../kit/Menu';
import type { MenuItem } from '../kit/Menu';
import { Tabs } from '../kit/Tabs';
import { usePage, usePageState } from '../state/usePage';
import { nameOf } from './place';
import styles from './TerminalPanel.module.css';

export const TABS = 'terminal';

/** The terminals by place, what the latest command did, and what one can do with what stands there. */
export function Head({
  places,
  hintId,
  present,
  running,
  actions,
  onWalk,
  onInterrupt,
  onWait,
}: {
  readonly places: readonly TerminalPlace[];
  readonly hintId: string;
  readonly present: InputOutput | null;
  /** What has not ended, null when there is nothing of the kind. */
  readonly running: InputOutput | null;
  readonly actions: readonly MenuItem[];
  readonly onWalk: (command: InputOutput) => void;
  readonly onInterrupt: () => void;
  /** Lets time pass: it stands still between inputs. */
  readonly onWait: () => void;
}) {
  const { t } = useTexts();
  const { openTerminal, closeTerminal } = usePage();
  const tabs = usePageState((state) => state.terminal.tabs);
  const place = usePageState((state) => state.terminal.place);
  const called = (netns: string) =>
    nameOf(places.find((one) => one.netns === netns) ?? null, netns, (pod) => t('terminal.pod', pod));
  const others = places.filter(({ netns }) => !tabs.includes(netns));
  const items: readonly MenuItem[] = others.map(({ netns, machine, root }) => ({
    id: netns,
    label: called(netns),
    ...(root ? {} : { hint: machine }),
    run: () => openTerminal(netns),
  }));
  const none: MenuItem = { id: '', label: t('terminal.noMore'), disabled: true, run: () => undefined };
  return (
    <div className={styles.head}>
      <div className={styles.tabs}>
        {place !== null && (
          <Tabs
            id={TABS}
            label={t('terminal.tabs')}
            tabs={tabs.map((netns) => ({ value: netns, label: called(netns) }))}
            value={place}
            onChange={openTerminal}
          />
        )}
      </div>
      {place !== null && (
        <IconButton
          variant="quiet"
          size="small"
          icon="cross"
          label={t('terminal.closeTab', { place: called(place) })}
          onClick={() => closeTerminal(place)}
        />
      )}
      <Menu
        label={t('terminal.add')}
        trigger={<Icon name="plus" size={14} />}
        triggerClass={styles.menu}
        triggerLabel={t('terminal.add')}
        items={items.length > 0 ? items : [none]}
        side="above"
      />
      <span id={hintId} className={styles.hint} title={t('terminal.leave')}>
        {t('terminal.leave')}
      </span>
      <span className={styles.status}>
        {running && (
          <>
            <span className={styles.running} title={running.command}>
              {t('terminal.running', { command: running.command })}
            </span>
            <Button size="small" onClick={onWait}>
              {t('terminal.wait')}
            </Button>
            <Button size="small" onClick={onInterrupt}>
              {t('terminal.interrupt')}
            </Button>
          </>
        )}
        {present && present.decisions > 0 && (
          <>
            <span className={styles.did} title={present.command}>
              {t('terminal.decisions', { count: present.decisions })}
            </span>
            <Button size="small" icon="forward" onClick={() => onWalk(present)}>
              {t('terminal.walk')}
            </Button>
          </>
        )}
      </span>
      <Menu
        label={t('terminal.more')}
        trigger={<Icon name="more" size={16} weight={2.4} />}
        triggerClass={styles.menu}
        triggerLabel={t('terminal.more')}
        items={actions}
        side="above"
        align="end"
      />
      <IconButton
        variant="quiet"
        size="small"
        icon="down"
        label={t('terminal.close')}
        onClick={() => closeTerminal(null)}
      />
    </div>
  );
}
