import { memo } from 'react';
import { useTexts } from '../../../i18n/setup';
import { MapIcon } from '../icons';
import type { Scene } from '../scene';
import { boxOf } from '../scene';
import mapStyles from '../map.module.css';
import styles from '../pods.module.css';

/** The API server above the nodes: quiet, because no packet of the lab ever goes there. */
export const ApiServer = memo(function ApiServer({
  scene,
  id,
}: {
  readonly scene: Scene;
  readonly id: string;
}) {
  const { t } = useTexts();
  const box = boxOf(scene, id);
  if (!box) return null;
  const y = box.y + box.height / 2 + 4.5;
  return (
    <g>
      <rect className={styles.apiserver} {...box} rx={6} />
      <g className={mapStyles.quiet}>
        <MapIcon name="apiserver" x={box.x + 10} y={y - 11.5} />
      </g>
      <text className={mapStyles.name} x={box.x + 31} y={y}>
        {t('map.apiserver')}
      </text>
    </g>
  );
});
