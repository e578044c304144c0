import { useEffect, useState } from 'react';
import type { CatalogLab, Localized } from '../../core/index';
import { LANGUAGE_NAMES, LANGUAGES, localized } from '../../i18n/language';
import { useTexts } from '../../i18n/setup';
import { Button, IconButton } from '../kit/Button';
import { copyText } from '../kit/clipboard';
import { BrandMark, Icon } from '../kit/Icon';
import { Menu } from '../kit/Menu';
import type { MenuItem } from '../kit/Menu';
import { Segmented } from '../kit/Segmented';
import { useMedia } from '../kit/useMedia';
import { otherOptions } from '../state/chosen';
import { themeAfter } from '../state/shortcuts';
import type { LabGroup } from '../state/store';
import { usePage, usePageState } from '../state/usePage';
import type { Theme } from '../theme/theme';
import shapes from '../kit/shapes.module.css';
import styles from './TopBar.module.css';

const THEME_ICONS = { light: 'sun', dark: 'moon', projector: 'projector' } as const;

/** Brand, lab, and what concerns the whole page: link, language, looks. */
export function TopBar({ theme }: { readonly theme: Theme }) {
  const { t, language } = useTexts();
  const { setPrefs } = usePage();
  return (
    <header className={styles.bar} data-panel="top" tabIndex={-1}>
      <a className={styles.brand} href="#/" title={t('ui.top.start')} aria-label={t('ui.top.start')}>
        <BrandMark />
      </a>
      <div className={styles.crumb}>
        <h1 className={styles.product}>Packetwalk</h1>
        <span className={styles.slash} aria-hidden="true">
          /
        </span>
        <LabPicker />
      </div>
      <div className={styles.actions}>
        <ShareButton />
        <Segmented
          label={t('ui.top.language')}
          choices={LANGUAGES.map((value) => ({
            value,
            label: LANGUAGE_NAMES[value].short,
            title: LANGUAGE_NAMES[value].long,
            lang: value,
          }))}
          value={language}
          onChange={(value) => setPrefs({ language: value })}
        />
        <IconButton
          icon={THEME_ICONS[theme]}
          label={t('ui.top.theme', { theme: t(`ui.themes.${theme}`) })}
          onClick={() => setPrefs({ theme: themeAfter(theme) })}
        />
      </div>
    </header>
  );
}

function LabPicker() {
  const { t, language } = useTexts();
  const { openLab, list } = usePage();
  const labs = usePageState((state) => state.labs);
  const groups = usePageState((state) => state.groups);
  const info = usePageState((state) => state.info);
  const own = usePageState((state) => state.source?.id === null);
  const here = usePageState(({ screen }) => screen.kind === 'lab' || screen.kind === 'compare');
  const waiting: MenuItem = { id: '', label: t('ui.loading'), disabled: true, run: () => undefined };
  return (
    <Menu
      label={t('ui.top.labs')}
      triggerClass={styles.picker}
      wide
      onOpen={() => void list()}
      trigger={
        <>
          <span className={styles.lab}>
            {info && here ? localized(info.title, language) : t('ui.top.choose')}
          </span>
          {info &&
            here &&
            otherOptions(info).map(({ name, title, now }) => (
              <span key={name} className={styles.own} title={localized(title, language)}>
                {localized(now, language)}
              </span>
            ))}
          {own && info && here && <span className={styles.own}>{t('editor.edited')}</span>}
          <Icon name="down" size={14} />
        </>
      }
      items={
        labs.length === 0
          ? [waiting]
          : inGroups(labs, groups).map(({ lab, group }) => ({
              id: lab.name,
              group: localized(group, language),
              label: (
                <span>
                  <span className={styles.choice}>{localized(lab.title, language)}</span>
                  <span className={styles.summary}>{localized(lab.summary, language)}</span>
                </span>
              ),
              current: lab.name === info?.id && !own && here,
              run: () => void openLab(lab.name),
            }))
      }
    />
  );
}

/** The labs in the order of their groups, each with the name of its group. */
function inGroups(
  labs: readonly CatalogLab[],
  groups: readonly LabGroup[],
): { readonly lab: CatalogLab; readonly group: Localized }[] {
  return groups.flatMap(({ title, labs: names }) =>
    labs.filter(({ name }) => names.includes(name)).map((lab) => ({ lab, group: title })),
  );
}

/** How long "copied" stays to be read. */
const COPIED_MS = 2500;

function ShareButton() {
  const { t } = useTexts();
  const { addressOf, select } = usePage();
  const tooLong = usePageState(
    ({ source }) => source !== null && source.id === null && source.packed === null,
  );
  const ready = usePageState((state) => state.status === 'ready' || state.screen.kind !== 'lab');
  const roomy = useMedia('(min-width: 900px)');
  const [copied, setCopied] = useState(false);

  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);

  const share = async () => {
    if (tooLong) {
      select({ dialog: 'share' });
      return;
    }
    const link = new URL(await addressOf(), window.location.href).href;
    if (await copyText(link)) setCopied(true);
    // Where copying is forbidden, the reader copies it by hand.
    else select({ dialog: 'share' });
  };
  const onClick = () => void share();
  const label = copied ? t('ui.top.copied') : t('ui.top.share');

  return (
    <>
      {roomy ? (
        <Button icon={copied ? 'check' : 'share'} disabled={!ready} onClick={onClick}>
          {label}
        </Button>
      ) : (
        <IconButton icon={copied ? 'check' : 'share'} label={label} disabled={!ready} onClick={onClick} />
      )}
      <span role="status" className={shapes.hidden}>
        {copied ? t('ui.top.copied') : ''}
      </span>
    </>
  );
}
