import { Suite } from '../_support/suite';
import { chromium } from '../tools/chromium';
import { firefox } from '../tools/firefox';

export const suite: Suite = {
  description: 'the site in Chromium and Firefox: what is pasted and dropped is judged as on the command line, what is made is what the command writes, and nothing leaves a page',
  files: {
    'firefox.e2e.ts': [firefox],
    'judge.e2e.ts': [chromium],
    'make.e2e.ts': [chromium],
    'pages.e2e.ts': [chromium],
    'pictures.e2e.ts': [chromium],
  },
};
