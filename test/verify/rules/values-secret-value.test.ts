import { valuesSecretValue } from '../../../src/verify/rules/values';
import { remedy, Row, testRule } from '../_rule-harness';
import { DATA_PLANE_VALUES } from '../_values';

testRule(valuesSecretValue, {
  fires: [
    ['a secret stands in the values', `${DATA_PLANE_VALUES}    clientSecret: hunter2hunter2\n`,
      ['v2/Values dataplane', 'secrets.admin.clientSecret', '"placeholder"', 'another text'],
      remedy(['hunter2hunter2', 'placeholder'])],
    ['it is of digits alone', `${DATA_PLANE_VALUES}    clientSecret: 1234567890\n`,
      ['v2/Values dataplane', 'secrets.admin.clientSecret', '"placeholder"', 'another text']],
  ],
  passes: [
    ...['placeholder', 'false', '""', '<your-client-secret>', '"{{ .Values.global.secret }}"'].map((value): Row =>
      [`there is ${value}, which is none`, `${DATA_PLANE_VALUES}    clientSecret: ${value}\n`]),
  ],
  notApplicable: [['the input has no values file', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\n']],
});
