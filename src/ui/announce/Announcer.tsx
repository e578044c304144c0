import { useTexts } from '../../i18n/setup';
import { usePageState } from '../state/usePage';
import shapes from '../kit/shapes.module.css';

/** Speaks what just happened, for those who listen to the page. */
export function Announcer() {
  const { t, tm } = useTexts();
  const instant = usePageState((state) => state.instant);
  const trouble = usePageState((state) => state.trouble);
  const words = trouble ? t(`ui.trouble.${trouble.kind}.title`) : instant ? tm(instant.narration) : '';
  return (
    <div
      className={shapes.hidden}
      role="status"
      aria-live="polite"
      data-testid="narration"
      data-instant={instant?.seq}
    >
      {words}
    </div>
  );
}
