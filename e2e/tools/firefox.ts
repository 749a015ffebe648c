import { onPath, run, Tool } from '../_support/tool';

/** Debian's Firefox. Like Chromium it needs installed libraries. */
export const firefox: Tool = {
  name: 'firefox',
  version: 'debian',
  needs: 'Debian with apt-get and root (package firefox-esr), or "firefox-esr" or "firefox" on the PATH; a minute',
  locate: () => onPath('firefox-esr') ?? onPath('firefox'),
  install: () => run('apt-get', ['install', '--yes', '--no-install-recommends', 'firefox-esr'], '/'),
};
