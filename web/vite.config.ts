import { join } from 'node:path';
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
    rolldownOptions: {
      input: {
        index: join(import.meta.dirname, 'index.html'),
        embed: join(import.meta.dirname, 'embed.html'),
        loader: join(import.meta.dirname, 'src/embed/loader.ts'),
      },
      // Other sites name the script by its address, which must stay.
      output: { entryFileNames: ({ name }) => (name === 'loader' ? 'embed.js' : 'assets/[name]-[hash].js') },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
});
