import { appFiles, examine } from '../../src/init';
import type { Browsing } from './_browsing';

/** What comes of answers, with the app that makes it; problems where there are any. */
const browsing = globalThis as unknown as Browsing;
browsing.made = JSON.stringify((JSON.parse(browsing.given) as never[]).map((answers) => {
  const examined = examine(answers);
  return examined.program === undefined ? examined.problems : [...examined.files, ...appFiles(examined, '^1.0.0')];
}));
