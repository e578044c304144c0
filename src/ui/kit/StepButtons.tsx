import { useTexts } from '../../i18n/setup';
import { IconButton } from './Button';

/** First, back, play, forward, last: how one moves through anything that has steps. */
export function StepButtons({
  playing,
  atStart,
  atEnd,
  empty,
  onFirst,
  onStep,
  onPlay,
  onLast,
}: {
  readonly playing: boolean;
  readonly atStart: boolean;
  readonly atEnd: boolean;
  /** There is nothing to step through. */
  readonly empty: boolean;
  readonly onFirst: () => void;
  readonly onStep: (direction: 1 | -1) => void;
  readonly onPlay: (playing: boolean) => void;
  readonly onLast: () => void;
}) {
  const { t } = useTexts();
  return (
    <>
      <IconButton icon="first" label={t('ui.transport.first')} disabled={atStart} onClick={onFirst} />
      <IconButton icon="back" label={t('ui.transport.back')} disabled={atStart} onClick={() => onStep(-1)} />
      <IconButton
        variant="primary"
        icon={playing ? 'pause' : 'play'}
        label={t(playing ? 'ui.transport.pause' : 'ui.transport.play')}
        disabled={empty}
        onClick={() => onPlay(!playing)}
      />
      <IconButton
        icon="forward"
        label={t('ui.transport.forward')}
        disabled={atEnd}
        onClick={() => onStep(1)}
      />
      <IconButton icon="last" label={t('ui.transport.last')} disabled={atEnd} onClick={onLast} />
    </>
  );
}
