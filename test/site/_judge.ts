import { parseManifests } from '../../src/verify/parse';
import { verifyParsed } from '../../src/verify/verify';
import type { Browsing } from './_browsing';

const browsing = globalThis as unknown as Browsing;
browsing.made = JSON.stringify(verifyParsed(parseManifests(JSON.parse(browsing.given) as never[])));
