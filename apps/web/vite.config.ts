// Builds the web application into dist/web; run from the repository: `vite build apps/web`.

import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const inRepository = (path: string): string => fileURLToPath(new URL(`../../${path}`, import.meta.url));

/** Where `vite` alone sends what it does not serve itself; the built pages come from the gateway. */
const GATEWAY = process.env.GATEWAY_URL ?? 'http://127.0.0.1:4800';

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  plugins: [react()],
  resolve: {
    // Not the condition `source`: packages of others name sources under it that they do not ship.
    alias: [{ find: /^#(core|contracts)\/(.*)$/, replacement: `${inRepository('libs/common/src')}/$1/$2.ts` }],
  },
  worker: { format: 'es' },
  server: { proxy: { '/api': GATEWAY } },
  build: {
    outDir: inRepository('dist/web'),
    emptyOutDir: true,
    target: 'es2022',
    reportCompressedSize: true,
    chunkSizeWarningLimit: 1100,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'three', test: /node_modules\/three\// },
            { name: 'maplibre', test: /node_modules\/maplibre-gl\// },
          ],
        },
      },
    },
  },
});
