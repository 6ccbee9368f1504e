// Puts an open source beside the content on a wide screen, over it on a narrow one.
import { Drawer, Grid } from 'antd';
import { type ReactNode, useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import styles from './beside.module.css';
import type { OpenSource } from './source-place.ts';
import { SourceView } from './source-view.tsx';

export function Beside({ source, children }: { readonly source: OpenSource; readonly children: ReactNode }) {
  const isWide = Grid.useBreakpoint().lg ?? true;
  const view = source.place && <SourceView key={keyOf(source.place)} place={source.place} onClose={source.close} />;
  return (
    <div className={view && isWide ? styles.split : styles.single}>
      <div className={styles.content}>{children}</div>
      {isWide ? view && <SourceAside onClose={source.close}>{view}</SourceAside> : <SourceDrawer source={source}>{view}</SourceDrawer>}
    </div>
  );
}

function SourceAside({ onClose, children }: { readonly onClose: () => void; readonly children: ReactNode }) {
  const { t } = useTranslation();
  useEffect(() => {
    const closeOnEscape = (event: KeyboardEvent) => event.key === 'Escape' && onClose();
    addEventListener('keydown', closeOnEscape);
    return () => removeEventListener('keydown', closeOnEscape);
  }, [onClose]);
  return (
    <aside className={styles.aside} aria-label={t('source.title')}>
      {children}
    </aside>
  );
}

function SourceDrawer({ source, children }: { readonly source: OpenSource; readonly children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Drawer
      open={source.place !== undefined}
      onClose={source.close}
      size="100%"
      closable={false}
      destroyOnHidden
      aria-label={t('source.title')}
      styles={{ body: { padding: 0, display: 'flex', flexDirection: 'column' } }}
    >
      {children}
    </Drawer>
  );
}

function keyOf({ versionId, start, end }: NonNullable<OpenSource['place']>): string {
  return `${versionId} ${start} ${end}`;
}
