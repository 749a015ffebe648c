import type { Rule } from '../engine/rule';
import { valuesConnectionCut } from '../rules/values-connection-cut';
import { valuesContradiction } from '../rules/values-contradiction';
import { valuesDeadKey } from '../rules/values-dead-key';
import { valuesListIncomplete } from '../rules/values-list-incomplete';
import { valuesMissingKey } from '../rules/values-missing-key';
import { valuesOverridden } from '../rules/values-overridden';
import { valuesPlanesDisagree } from '../rules/values-planes-disagree';
import { valuesRecommendedKey } from '../rules/values-recommended-key';
import { valuesSecretValue } from '../rules/values-secret-value';
import { valuesUnknownKey } from '../rules/values-unknown-key';
import { valuesWrongValue } from '../rules/values-wrong-value';

/** What only values can get wrong: keys that nobody reads, lists that replace the chart's, files that override each other. */
export const VALUES_FILES: readonly Rule[] = [
  valuesDeadKey,
  valuesUnknownKey,
  valuesMissingKey,
  valuesRecommendedKey,
  valuesListIncomplete,
  valuesWrongValue,
  valuesConnectionCut,
  valuesContradiction,
  valuesPlanesDisagree,
  valuesOverridden,
  valuesSecretValue,
];
