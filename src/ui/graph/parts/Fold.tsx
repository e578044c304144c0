import { memo } from 'react';
import type { FoldElement } from '../../../core/index';
import { useTexts } from '../../../i18n/setup';
import type { Scene } from '../scene';
import { boxOf } from '../scene';
import mapStyles from '../map.module.css';
import styles from '../pods.module.css';

/** Pods there is no room for: a pile that tells how many they are and opens when it is chosen. */
export const Fold = memo(function Fold({
  scene,
  fold,
}: {
  readonly scene: Scene;
  readonly fold: FoldElement;
}) {
  const { t } = useTexts();
  const box = boxOf(scene, fold.id);
  if (!box) return null;
  const x = box.x + box.width / 2;
  const y = box.y + box.height / 2;
  return (
    <g>
      {[6, 3].map((shift) => (
        <rect
          key={shift}
          className={styles.pile}
          x={box.x + shift}
          y={box.y + 6 - shift}
          width={box.width - 2 * shift}
          height={box.height - 6}
          rx={6}
        />
      ))}
      <rect
        className={mapStyles.pod}
        x={box.x}
        y={box.y + 6}
        width={box.width}
        height={box.height - 6}
        rx={6}
      />
      <text className={mapStyles.name} x={x} y={y + 1} textAnchor="middle">
        {t('map.morePods', { count: fold.netnses.length })}
      </text>
      <text className={styles.state} x={x} y={y + 17} textAnchor="middle">
        {t('map.openFold')}
      </text>
    </g>
  );
});
