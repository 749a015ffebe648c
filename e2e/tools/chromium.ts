import { onPath, run, Tool } from '../_support/tool';

/** Debian's Chromium. Unlike other Debian tools it needs installed libraries, and so root. */
export const chromium: Tool = {
  name: 'chromium',
  version: 'debian',
  needs: 'Debian with apt-get and root (package chromium), or "chromium" or "google-chrome" on the PATH; a minute',
  locate: () => onPath('chromium') ?? onPath('google-chrome'),
  install: () => run('apt-get', ['install', '--yes', '--no-install-recommends', 'chromium'], '/'),
};
