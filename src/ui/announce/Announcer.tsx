import { useState } from 'react';
import { useTexts } from '../../i18n/setup';
import shapes from '../kit/shapes.module.css';
import { usePageState } from '../state/usePage';

/** Speaks what just happened, for those who listen to the page. */
export function Announcer() {
  const { t, tm } = useTexts();
  const instant = usePageState((state) => state.instant);
  const trouble = usePageState((state) => state.trouble);
  const playing = usePageState((state) => state.playing);
  const speed = usePageState((state) => state.prefs.speed);
  const words = trouble ? t(`ui.trouble.${trouble.kind}.title`) : instant ? tm(instant.narration) : '';
  return (
    <>
      <div
        className={shapes.hidden}
        role="status"
        // Played faster than one can listen, only the place where it pauses is spoken.
        aria-live={playing && speed > 1 ? 'off' : 'polite'}
        data-testid="narration"
        data-instant={instant?.seq}
      >
        {words}
      </div>
      <Playing playing={playing} speed={speed} />
    </>
  );
}

/** Says that it plays, how fast, and that it paused; nothing before it was played at all. */
function Playing({ playing, speed }: { readonly playing: boolean; readonly speed: number }) {
  const { t } = useTexts();
  const [played, setPlayed] = useState(false);
  if (playing && !played) setPlayed(true);
  return (
    <div className={shapes.hidden} role="status" aria-live="polite" data-testid="playing">
      {playing ? t('time.playing', { speed }) : played ? t('time.paused') : ''}
    </div>
  );
}
