import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { pdfAssets } from './pdf-assets.ts';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  // Replaced at each delivery of the page (src/http/pages.ts).
  html: { cspNonce: '{{nonce}}' },
  plugins: [react(), pdfAssets()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    sourcemap: false,
    // The PDF reader and the component library are the two large ones; both are loaded once and cached.
    chunkSizeWarningLimit: 1200,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
