import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app.tsx';
import './base.css';
import { startLanguage } from './language/language.ts';
import { applyPalette } from './theme.ts';

export async function start(): Promise<void> {
  const root = document.getElementById('root');
  if (!root) return;
  applyPalette(document.documentElement);
  await startLanguage();
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
