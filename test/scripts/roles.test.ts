import { ROLES, rolesMarkdown } from '../../scripts/docs/roles';
import { Authorization, ChartVersion } from '../../src';
import { oktaAuth } from '../_tools/fixtures';
import '../_tools/quiet-warnings';
import { controlPlaneManifests, dataPlaneManifests } from '../constructs/planes/_planes';
import { Manifest } from '../examples/_dist';

const identity = oktaAuth({ organization: 'acme' });
const authorization = Authorization.union({ admins: [{ name: 'Ada', subject: '00u-ada-1111' }] });

const emitted = [
  ...controlPlaneManifests({ identity, authorization, services: ['executions', 'authorizer'] }),
  ...dataPlaneManifests(),
  ...dataPlaneManifests({ chartVersion: ChartVersion.V2026_3 }),
].filter(({ kind }) => kind === 'Role' || kind === 'ClusterRole');

const nameOf = ({ kind, metadata }: Manifest) => `${kind} ${metadata.name}`;
const sorted = (names: readonly string[]) => [...new Set(names)].sort();

test('the page has every role that planes emit, and no other', () => {
  expect(sorted(ROLES.map(({ kind, name }) => `${kind} ${name}`))).toEqual(sorted(emitted.map(nameOf)));
});

test.each(sorted(emitted.map(nameOf)))('%s: every rule with its verbs, its reason and its source', (name) => {
  const { rules, source } = ROLES.find((role) => `${role.kind} ${role.name}` === name)!;
  // Who binds roles binds those of its release.
  const bare = (all: readonly object[]): unknown =>
    JSON.parse(JSON.stringify(all.map((rule) => ({ ...rule, why: undefined, resourceNames: undefined }))));
  for (const role of emitted.filter((each) => nameOf(each) === name)) {
    expect(bare(role.rules)).toEqual(bare(rules));
  }
  expect(rules.filter(({ why }) => why.length < 10)).toEqual([]);
  expect(source).toMatch(/chart|flyte/);
  for (const { verbs, why } of rules) {
    expect(rolesMarkdown()).toContain(`| ${verbs.map((verb) => `\`${verb}\``).join(', ')} | ${why} |`);
  }
});
