import { ValuesRule } from '../rule';
import { connectionCut } from './connection-cut';
import { contradiction, planesDisagree } from './contradiction';
import { deadKey } from './dead-key';
import { listIncomplete } from './list-incomplete';
import { missingKey, recommendedKey } from './missing-key';
import { overridden } from './overridden';
import { secretValue } from './secret-value';
import { unknownKey } from './unknown-key';
import { wrongValue } from './wrong-value';

/** Every rule about values files. A new one is a file beside this and a line here. */
export const VALUES_RULES: readonly ValuesRule[] = [
  deadKey,
  unknownKey,
  missingKey,
  recommendedKey,
  listIncomplete,
  wrongValue,
  connectionCut,
  contradiction,
  planesDisagree,
  overridden,
  secretValue,
];
