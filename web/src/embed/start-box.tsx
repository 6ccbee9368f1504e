import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { answerBoxIdSchema } from '../../../src/base/ids.ts';
import { Box } from './box.tsx';

export function startBox(): void {
  const root = document.getElementById('root');
  if (!root) return;
  const id = answerBoxIdSchema.safeParse(location.pathname.split('/')[2]);
  createRoot(root).render(
    <StrictMode>
      <Box id={id.data} />
    </StrictMode>,
  );
}
