import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

/** Groups that change at their own pace, so that a release of ours does not empty the browser's cache of React. */
const vendorGroups = [
  { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
  {
    name: 'tanstack',
    test: /node_modules[\\/]@tanstack[\\/](react-router|router-core|history|react-query|query-core)[\\/]/,
  },
];

const SCALAR = join(import.meta.dirname, '../node_modules/@scalar/api-reference/dist/browser/standalone.js');

/**
 * Scalar as its own package builds it: a file beside the portal and in none of its chunks, for the frame of the reference
 * alone. Also compressed, because an opaque origin has no cache that would keep its megabytes.
 */
function scalarBesideThePortal(): Plugin {
  const fileName = 'reference/scalar.js';
  return {
    name: 'scalar-beside-the-portal',
    generateBundle() {
      const source = readFileSync(SCALAR);
      this.emitFile({ type: 'asset', fileName, source });
      this.emitFile({ type: 'asset', fileName: `${fileName}.gz`, source: gzipSync(source, { level: 9 }) });
    },
    configureServer({ middlewares }) {
      middlewares.use(`/${fileName}`, (_request, response) => {
        response.setHeader('content-type', 'text/javascript');
        createReadStream(SCALAR).pipe(response);
      });
    },
  };
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), tailwindcss(), scalarBesideThePortal()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    target: 'baseline-widely-available',
    // data: addresses would need `img-src data:` in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    manifest: true,
    rolldownOptions: { output: { codeSplitting: { groups: vendorGroups } } },
  },
  server: {
    port: 4010,
    proxy: { '/api': { target: 'http://127.0.0.1:4000', changeOrigin: false } },
  },
});
