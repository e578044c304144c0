import { memo } from 'react';
import { useTexts } from '../../i18n/setup';
import { Icon } from '../kit/Icon';
import type { Dimmed } from './dimmed';
import { MapIcon } from './icons';
import type { MapIconName } from './icons';
import styles from './controls.module.css';

const SIGNS = {
  out: 'M3 8h10',
  in: 'M8 3v10M3 8h10',
  fit: 'M2.5 6V2.5H6M10 2.5h3.5V6M13.5 10v3.5H10M6 13.5H2.5V10',
  layers: 'M8 1.5 14 4.5 8 7.5 2 4.5zM2 8.2 8 11.2 14 8.2M2 11.5 8 14.5 14 11.5',
} as const;

/** Overlay and underlay to be shown or put into the background; zoom. */
export const MapControls = memo(function MapControls({
  dimmed,
  planes,
  namespace,
  onNamespace,
  opened,
  onFold,
  place,
  onTerminal,
  lifted,
  onLift,
  sessions,
  tally,
  onSessions,
  onDim,
  onZoom,
  onFit,
}: {
  readonly dimmed: Dimmed;
  /** Whether there are two networks to be told apart. */
  readonly planes: boolean;
  /** Namespace whose pods stay in front; pressing its name brings the others back. */
  readonly namespace: string | null;
  readonly onNamespace: (namespace: string | null) => void;
  /** Whether there are pods to be folded again. */
  readonly opened: boolean;
  readonly onFold: () => void;
  /** The netns that is selected, where one can type; null for none. */
  readonly place: string | null;
  readonly onTerminal: () => void;
  readonly lifted: boolean;
  /** Null where the layers stay together. */
  readonly onLift: (() => void) | null;
  /** BGP sessions are drawn. */
  readonly sessions: boolean;
  /** How many of them are up, of how many; null while none is drawn. */
  readonly tally: string | null;
  /** Null where nobody speaks BGP. */
  readonly onSessions: (() => void) | null;
  readonly onDim: (plane: keyof Dimmed) => void;
  readonly onZoom: (factor: number) => void;
  readonly onFit: () => void;
}) {
  const { t } = useTexts();
  return (
    <div className={styles.controls}>
      <div className={styles.group} role="group" aria-label={t('map.planes')}>
        {planes && (
          <>
            <PlaneToggle
              icon="tunnel"
              label={t('map.overlay')}
              shown={!dimmed.overlay}
              onClick={() => onDim('overlay')}
            />
            <PlaneToggle
              icon="switch"
              label={t('map.underlay')}
              shown={!dimmed.underlay}
              onClick={() => onDim('underlay')}
            />
          </>
        )}
        {onSessions && (
          <button
            type="button"
            className={styles.toggle}
            aria-pressed={sessions}
            title={t('map.sessions.show')}
            onClick={onSessions}
          >
            <span className={styles.line} aria-hidden="true" />
            {t('map.sessions.name')}
            {tally !== null && (
              <span className={styles.tally} aria-hidden="true">
                {tally}
              </span>
            )}
          </button>
        )}
        {namespace !== null && (
          <button type="button" className={styles.toggle} aria-pressed onClick={() => onNamespace(null)}>
            {t('map.namespace', { name: namespace })} <span aria-hidden="true">×</span>
          </button>
        )}
        {opened && (
          <button type="button" className={styles.toggle} onClick={onFold}>
            {t('map.foldPods')}
          </button>
        )}
        {place !== null && (
          <button type="button" className={styles.toggle} title={t('terminal.here')} onClick={onTerminal}>
            <Icon name="terminal" size={14} />
            {t('terminal.hereIn', { netns: place })}
          </button>
        )}
      </div>
      <div className={styles.group} role="group" aria-label={t('map.zoom')}>
        {onLift && (
          <SignButton sign="layers" label={t('map.layers.lift')} pressed={lifted} onClick={onLift} />
        )}
        <SignButton sign="out" label={t('map.zoomOut')} onClick={() => onZoom(1 / 1.25)} />
        <SignButton sign="in" label={t('map.zoomIn')} onClick={() => onZoom(1.25)} />
        <SignButton sign="fit" label={t('map.fit')} onClick={onFit} />
      </div>
    </div>
  );
});

function PlaneToggle({
  icon,
  label,
  shown,
  onClick,
}: {
  readonly icon: MapIconName;
  readonly label: string;
  readonly shown: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button type="button" className={styles.toggle} aria-pressed={shown} onClick={onClick}>
      <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true">
        <MapIcon name={icon} x={0} y={0} />
      </svg>
      {label}
    </button>
  );
}

function SignButton({
  sign,
  label,
  pressed,
  onClick,
}: {
  readonly sign: keyof typeof SIGNS;
  readonly label: string;
  readonly pressed?: boolean;
  readonly onClick: () => void;
}) {
  return (
    <button
      type="button"
      className={styles.sign}
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      onClick={onClick}
    >
      <svg
        width="14"
        height="14"
        viewBox="0 0 16 16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.4"
        aria-hidden="true"
      >
        <path d={SIGNS[sign]} strokeLinecap="round" strokeLinejoin="round" />
      </svg>
    </button>
  );
}
