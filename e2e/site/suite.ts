import { Suite } from '../_support/suite';
import { chromium } from '../tools/chromium';
import { firefox } from '../tools/firefox';

export const suite: Suite = {
  description: 'the site in Chromium and Firefox: Judge has the findings of the command line, Make the files of the command, and no data leaves a page',
  files: {
    'firefox.e2e.ts': [firefox],
    'judge.e2e.ts': [chromium],
    'make.e2e.ts': [chromium],
    'pages.e2e.ts': [chromium],
    'pictures.e2e.ts': [chromium],
  },
};
