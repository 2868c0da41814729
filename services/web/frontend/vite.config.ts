// How the browser's side is built: one page, nothing inlined, so that the strict content policy holds.
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

// KaTeX offers each font three times; every browser that runs this build reads the first.
const onlyWoff2: Plugin = {
  name: "only-woff2",
  enforce: "pre",
  transform(code, id) {
    if (!id.includes("katex") || !id.includes(".css")) return null;
    return code.replace(/,\s*url\([^)]*\.(?:woff|ttf)\)\s*format\([^)]*\)/g, "");
  },
};

export default defineConfig({
  plugins: [react(), onlyWoff2],
  resolve: {
    alias: { "decode-named-character-reference": new URL("src/md/entities.ts", import.meta.url).pathname },
  },
  build: {
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    chunkSizeWarningLimit: 600,
  },
});
