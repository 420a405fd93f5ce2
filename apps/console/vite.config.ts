import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';
import { compileMessages } from './compile-messages.ts';
import { compressAssets } from './compress-assets.ts';

/** For `vite dev`: everything that is not the console goes to a running Belfry. */
const server = process.env['BELFRY_URL'] ?? 'http://127.0.0.1:8400';

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), compileMessages(), compressAssets()],
  resolve: { alias: { 'use-intl/format-message': 'use-intl/format-message/format-only' } },
  // In development too use-intl asks for it by that name.
  optimizeDeps: { exclude: ['use-intl'] },
  build: {
    outDir: 'dist',
    target: 'baseline-widely-available',
    // Small assets stay files: the content security policy allows no data: URLs.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
  },
  server: {
    proxy: {
      '/v1': server,
      '/auth': server,
      '/sandbox': server,
      '/playground/v1': server,
      '/playground/sandbox': server,
      '/docs': server,
      '/openapi.json': server,
    },
  },
});
