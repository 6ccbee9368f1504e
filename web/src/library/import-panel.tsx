// Where documents come in: drop or choose files and folders, and say where they belong.
import { FileAddOutlined, FolderAddOutlined, InboxOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { type DragEvent, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { filesOfDrop, filesOfInput } from './files-of-drop.ts';
import { ImportList } from './import-list.tsx';
import { ImportOptionFields } from './import-options.tsx';
import styles from './library.module.css';
import { type ImportOptions, useImports } from './use-imports.ts';

export function ImportPanel() {
  const { t } = useTranslation();
  const imports = useImports();
  const [options, setOptions] = useState<ImportOptions>({});
  const [isOver, setOver] = useState(false);
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    void filesOfDrop(event.dataTransfer).then((files) => imports.add(files, options));
  };
  const dragOver = (event: DragEvent) => {
    event.preventDefault();
    setOver(true);
  };
  return (
    <section className={styles.import} aria-label={t('library.imports')}>
      <div className={styles.drop} data-over={isOver} onDrop={drop} onDragOver={dragOver} onDragLeave={() => setOver(false)}>
        <InboxOutlined aria-hidden className={styles.dropIcon} />
        <div className={styles.dropWords}>
          <strong>{t('library.drop')}</strong>
          <span>{t('library.dropHint')}</span>
        </div>
        <Chooser
          label={t('library.chooseFiles')}
          icon={<FileAddOutlined />}
          onChoose={(files) => imports.add(filesOfInput(files), options)}
        />
        <Chooser
          label={t('library.chooseFolder')}
          icon={<FolderAddOutlined />}
          isFolder
          onChoose={(files) => imports.add(filesOfInput(files), options)}
        />
      </div>
      <ImportOptionFields options={options} onChange={setOptions} />
      {imports.items.length > 0 && <ImportList items={imports.items} onRetry={imports.retry} onClear={imports.clearFinished} />}
    </section>
  );
}

interface ChooserProperties {
  readonly label: string;
  readonly icon: React.ReactNode;
  readonly isFolder?: boolean;
  readonly onChoose: (files: FileList | null) => void;
}

function Chooser({ label, icon, isFolder = false, onChoose }: ChooserProperties) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <Button icon={icon} onClick={() => input.current?.click()}>
        {label}
      </Button>
      <input
        ref={(element) => {
          input.current = element;
          // React has no property for it.
          element?.toggleAttribute('webkitdirectory', isFolder);
        }}
        type="file"
        hidden
        multiple
        aria-label={label}
        onChange={(event) => {
          onChoose(event.target.files);
          // So that choosing the same file again is a change again.
          event.target.value = '';
        }}
      />
    </>
  );
}
