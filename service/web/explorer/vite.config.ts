// How the explorer's files are built: everything from our own origin, nothing inline.
import { defineConfig } from 'vite';

export default defineConfig({
  base: './',
  html: { cspNonce: '{{nonce}}' },
  worker: { format: 'es' },
  build: {
    outDir: 'built',
    target: 'baseline-widely-available',
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 5000,
    modulePreload: { polyfill: false },
    license: { fileName: 'third-party-notices.md' },
  },
});
