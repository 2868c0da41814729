// How the browser's side is tested: in jsdom, with the same plugins as the build.
import { defineConfig, mergeConfig } from "vitest/config";
import build from "./vite.config.ts";

export default mergeConfig(
  build,
  defineConfig({
    test: {
      environment: "jsdom",
      include: ["tests/**/*.test.{ts,tsx}"],
      setupFiles: ["tests/setup.ts"],
      css: false,
      // How long things take is measured elsewhere; here only what hangs is stopped.
      testTimeout: 180_000,
    },
  }),
);
