// PDF files that rely on character maps or fonts of the viewer (common with Chinese office software) need them beside the page:
// nothing is fetched from elsewhere.
import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plugin } from 'vite';

const packageFolder = dirname(fileURLToPath(import.meta.resolve('pdfjs-dist/package.json')));
const assetFolders = ['cmaps', 'standard_fonts', 'wasm'] as const;

/** Serves the folders under `/pdf/` in development and writes them there in a build. */
export function pdfAssets(): Plugin {
  return {
    name: 'pdf-assets',
    generateBundle() {
      for (const folder of assetFolders) {
        for (const file of readdirSync(join(packageFolder, folder))) {
          this.emitFile({ type: 'asset', fileName: `pdf/${folder}/${file}`, source: readFileSync(join(packageFolder, folder, file)) });
        }
      }
    },
    configureServer(server) {
      server.middlewares.use('/pdf', (request, response, next) => {
        const file = join(packageFolder, normalize(decodeURIComponent(request.url ?? '/')));
        if (assetFolders.some((folder) => file.startsWith(join(packageFolder, folder))) && existsSync(file))
          createReadStream(file).pipe(response);
        else next();
      });
    },
  };
}
