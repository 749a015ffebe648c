/**
 * What validation asks of the verifier, in one module: `load-verifier.ts` loads it when it is first needed.
 */
export { judgeTree } from './judge-tree';
export { SUPPRESSION_RULES } from '../../verify/engine/suppression';
export { openText } from '../../verify/read/open-question';
export { parseManifests } from '../../verify/parse';
export { RULES } from '../../verify/registry';
export { verifyParsed } from '../../verify/verify';
