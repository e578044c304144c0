import type { Instant } from '../../core/index';
import { useTexts } from '../../i18n/setup';
import shapes from '../kit/shapes.module.css';
import styles from './controls.module.css';
import { canLift } from './lift';
import type { Scene } from './scene';
import { planeOf } from './scene';

/** What is in which layer, for those who listen; where there is but one, for everybody. */
export function LayersNote({ scene, instant }: { readonly scene: Scene; readonly instant: Instant | null }) {
  const { t, tm } = useTexts();
  if (!canLift(scene)) {
    return (
      <p className={styles.note} role="status" data-testid="layers">
        {t(scene.hasTunnels ? 'map.layers.whole' : 'map.layers.none')}
      </p>
    );
  }
  const { carried = null, packetView = null } = instant ?? {};
  const words =
    carried !== null && packetView !== null
      ? t('map.layers.carried', {
          ...{ inner: tm(carried.inner.title), innerBytes: carried.inner.lenBytes },
          ...{ from: carried.outer.from, to: carried.outer.to, bytes: packetView.lenBytes },
        })
      : isPlainBelow(scene, instant)
        ? `${t('map.underlay')}: ${t('map.layers.plain')}`
        : t('map.layers.apart');
  return (
    <p className={shapes.hidden} role="status" data-testid="layers">
      {words}
    </p>
  );
}

/** Whether a packet is in the underlay with nothing around it. */
export function isPlainBelow(scene: Scene, instant: Instant | null): boolean {
  const element = scene.elements.get(instant?.element ?? '');
  const packet = instant?.packetView ?? null;
  return (
    packet !== null &&
    (instant?.carried ?? null) === null &&
    element !== undefined &&
    planeOf(scene, element) === 'underlay'
  );
}
