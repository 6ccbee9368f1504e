import { AimOutlined, LeftOutlined, RightOutlined, ZoomInOutlined, ZoomOutOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTranslation } from 'react-i18next';
import styles from './source.module.css';

interface Properties {
  readonly page: number;
  readonly pageCount: number;
  readonly quotedPage: number;
  readonly zoom: number;
  readonly onPage: (page: number) => void;
  readonly onZoom: (zoom: number) => void;
}

const zoomStep = 1.25;
const largestZoom = 3;

export function PageToolbar({ page, pageCount, quotedPage, zoom, onPage, onZoom }: Properties) {
  const { t } = useTranslation();
  const actions = [
    { label: t('source.previous'), icon: <LeftOutlined />, disabled: page <= 1, act: () => onPage(page - 1) },
    { label: t('source.next'), icon: <RightOutlined />, disabled: page >= pageCount, act: () => onPage(page + 1) },
    { label: t('source.backToQuote'), icon: <AimOutlined />, disabled: page === quotedPage, act: () => onPage(quotedPage) },
    { label: t('source.zoomOut'), icon: <ZoomOutOutlined />, disabled: zoom <= 1, act: () => onZoom(zoom / zoomStep) },
    { label: t('source.zoomIn'), icon: <ZoomInOutlined />, disabled: zoom >= largestZoom, act: () => onZoom(zoom * zoomStep) },
  ];
  return (
    <div className={styles.toolbar}>
      <span aria-live="polite">{t('source.pageOf', { page, count: pageCount })}</span>
      {actions.map(({ label, icon, disabled, act }) => (
        <Button key={label} type="text" size="small" icon={icon} aria-label={label} title={label} disabled={disabled} onClick={act} />
      ))}
    </div>
  );
}
