import { inAnswers } from '../../src/init/questions/check';

test.each([
  ['Say where it comes from: eager of the data plane in UnionIdentity (the operator fetches it), or eagerApiKey: EagerApiKey.encoded(…) (External Secrets Operator encodes it), '
    + 'or eagerApiKey: EagerApiKey.provisioned() (another tool delivers it).',
  'Say where it comes from: eager of the data plane in union-auth.yaml (the operator fetches it), or eagerApiKey: provisioned (another tool delivers it).'],
  ['from: eagerApiKey: EagerApiKey.encoded(…) (it encodes it), or eagerApiKey: EagerApiKey.provisioned() (others).', 'from: eagerApiKey: provisioned (others).'],
  ['write EagerApiKey.encoded(…), or use charts 2026.6.9 or later', 'use charts 2026.6.9 or later'],
  ['is not read by this chart release; use EagerApiKey.encoded, or charts 2026.6.9 or later', 'is not read by this chart release; use charts 2026.6.9 or later'],
  ['list the data plane in UnionIdentity with its eager client, or use EagerApiKey.encoded', 'list the data plane in union-auth.yaml with its eager client'],
  ['list one eager client, or write eagerApiKey: EagerApiKey.encoded(…) beside the others', 'list one eager client'],
  ['2026.8: newer than what is known here; where its values.yaml differs must be looked up; to use it anyway, compare its values.yaml with that of a known release and '
    + 'write ChartVersion.assume(\'2031.1.0\', ChartVersion.V2026_8): docs/chart-releases.md',
  '2026.8: newer than what is known here; where its values.yaml differs must be looked up; a cdk8s app can assume it'],
  ['say migratingFrom: ChartVersion.of("2026.8").', 'say migratingFrom: 2026.8.'],
  ['write externalIdentity: true in Authorization.union(), or decide with Authorization.external()',
    'write externalIdentity: true in controlPlane.authorization.union, or decide with controlPlane.authorization.external'],
  ['name its entry, in braces: { key: "union/client-secret" }', 'name its entry, such as key: "union/client-secret"'],
  ['give registry and tag, in braces', 'give registry and tag below it'],
  ['give the app yamlOutputType: YamlOutputType.FILES, which makes one for each Chart, or name the directory that your pipeline fills', 'name the directory that your pipeline fills'],
  ['orgUrl: "acme" is not an absolute URL', 'orgUrl: "acme" is not an absolute URL'],
])('%s', (told, worded) => expect(inAnswers(told)).toBe(worded));
