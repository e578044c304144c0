import { useTexts } from '../../i18n/setup';
import type { Stop } from '../../core/index';
import layers from '../theme/layers.module.css';
import { useCompact } from '../kit/useMedia';
import styles from './PathPanel.module.css';
import { isNews } from './stops';

/** Bytes of headers in front of the payload at each stop; what a tunnel adds stands on top. */
export function Headers({ stops }: { readonly stops: readonly Stop[] }) {
  const { t } = useTexts();
  const height = useCompact() ? 11 : 15;
  const bytes = stops.map((stop) => stop.headerBytes);
  const most = Math.max(1, ...bytes);
  const bare = Math.min(...stops.filter((stop) => !stop.wrapped).map((stop) => stop.headerBytes));
  return (
    <div className={styles.line}>
      {stops.map((stop, index) => {
        const inner = stop.wrapped ? Math.min(bare, stop.headerBytes) : stop.headerBytes;
        return (
          <div
            key={index}
            className={styles.headers}
            title={t('ui.path.headerBytes', { bytes: stop.headerBytes })}
          >
            <span className={styles.bar} style={{ height: `${(stop.headerBytes / most) * height}px` }}>
              {stop.wrapped && (
                <span
                  className={`${styles.outer} ${layers.tun} ${layers.bar}`}
                  style={{ height: `${((stop.headerBytes - inner) / most) * height}px` }}
                />
              )}
            </span>
            {isNews(bytes, index) && <span className={styles.bytes}>{stop.headerBytes}</span>}
          </div>
        );
      })}
    </div>
  );
}
