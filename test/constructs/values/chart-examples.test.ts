import { parse, stringify } from 'yaml';
import { ChartVersion } from '../../../src';
import { parseManifests } from '../../../src/verify/parse';
import { verifyParsed } from '../../../src/verify/verify';
import { drawn } from '../../_tools/drawn';
import { CHART_EXAMPLES } from './_chart-examples';
import { emitted } from './_emitted';

/** Why a value of theirs may stay under ours where no rule names it: by its path with dots. */
const REASONS: readonly (readonly [path: RegExp, reason: string])[] = [
  [/^global\.(AWS|GCP|GOOGLE|AZURE)_/, 'the cloud, which decides nothing about who calls'],
  [/^global\.(\w+_IAM_ROLE_ARN|\w*BUCKET\w*|METADATA_CONTAINER|DB_\w+|IMAGE_REPOSITORY_PREFIX)$/, 'storage, database and images'],
  [/^global\.(UNION_ORG|ORG_NAME|UNION_HOST|UNION_CONTROL_PLANE_HOST|CLUSTER_NAME)$/, 'names of the deployment, blank for their users to fill'],
  [/^global\.(\w+_ENDPOINT|\w+_HOST|TLS_SECRET_\w+|INGRESS_PROVIDER)$/, 'where services of the same cluster find each other, and by which certificate'],
  [/^ingress\.(className|tls)$/, 'which controller serves the Ingresses, with which certificates'],
  [/\.nginx\.org\/websocket-services$/, 'an annotation of another controller, which ingress-nginx does not read'],
  [/\.(endpoint|cache-endpoint|insecure)$/, 'how services of the same cluster reach each other; endpoint-insecure judges both together'],
  [/\.insecureSkipVerify$/, 'said together with an address of the same cluster; endpoint-insecure judges it where the public host is asked'],
  [/\.openId\.clientSecretFile$/, 'where the release reads the secret by itself; browser-secret-undelivered judges it where that is elsewhere'],
  [/^secrets\.admin\.clientSecret$/, 'read where the chart makes the Secret, which ours tells it not to (secrets.admin.create)'],
];

interface Example {
  readonly title: string;
  readonly chart: 'controlplane' | 'dataplane';
  readonly release: ChartVersion;
  readonly path: readonly string[];
  readonly value: unknown;
}

const EXAMPLES = CHART_EXAMPLES.flatMap(({ chart, releases, values }) => values.flatMap(([text, value]) => releases.map((version): Example => ({
  title: `${chart} ${version}: ${text}: ${JSON.stringify(value)}`,
  chart,
  release: ChartVersion._all.find((release) => release.version === version)!,
  path: text.split(text.includes('|') ? '|' : '.'),
  value,
}))));

const OURS = new Map(ChartVersion._all.map((release) => {
  const { controlPlane, dataPlane } = emitted(release);
  return [release, { controlplane: controlPlane.toString(), dataplane: dataPlane.toString() }];
}));

const at = (values: unknown, path: readonly string[]) => path.reduce<unknown>((value, key) =>
  (typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined), values);

/** What becomes of an example under ours. */
function outcomeOf({ chart, release, path, value }: Example): string {
  const ours = OURS.get(release)![chart];
  if (at(parse(ours), path) !== undefined) {
    return 'overridden';
  }
  const theirs = stringify([...path].reverse().reduce<unknown>((inner, key) => ({ [key]: inner }), value));
  const texts = [{ name: 'theirs.yaml', text: theirs }, { name: 'ours.yaml', text: ours }].map((text) => ({ ...text, chart, release }));
  const { findings } = verifyParsed(parseManifests([], texts));
  const judged = findings.filter(({ file }) => file === 'theirs.yaml').map(({ rule }) => rule);
  return judged.length > 0 ? `judged by ${[...new Set(judged)].join(', ')}` : reasonOf(path.join('.')) ?? SILENT;
}

function reasonOf(path: string): string | undefined {
  return REASONS.find(([pattern]) => pattern.test(path))?.[1];
}

const SILENT = 'no comment';

test.each(drawn(EXAMPLES, 15).map((example) => [example.title, example] as const))('%s is overridden, judged, or may stay', (_, example) => {
  expect(outcomeOf(example)).not.toBe(SILENT);
});

test.each([
  ['dataplane', 'config.catalog.catalog-cache.use-admin-auth', false, 'overridden'],
  ['dataplane', 'config.union.auth.enable', false, 'overridden'],
  ['dataplane', 'secrets.admin.create', true, 'overridden'],
  ['dataplane', 'serving.auth.enabled', false, 'judged by values-apps-unguarded'],
  ['controlplane', 'flyte.configmap.adminServer.auth.userAuth.openId.baseUrl', '', 'overridden'],
  ['controlplane', 'flyte.secrets.adminOauthClientCredentials.clientSecret', 'placeholder', 'overridden'],
])('of %s, %s: %j is %s', (chart, path, value, outcome) => {
  const examples = EXAMPLES.filter((each) => each.chart === chart && each.path.join('.') === path && each.value === value);
  expect(examples.length).toBeGreaterThan(0);
  expect([...new Set(examples.map(outcomeOf))]).toEqual([outcome]);
});

test('every reason is one for something', () => {
  const paths = EXAMPLES.map(({ path }) => path.join('.'));
  expect(REASONS.filter(([pattern]) => !paths.some((path) => pattern.test(path)))).toEqual([]);
});

test('unknown keys are not skipped', () => {
  const [example] = EXAMPLES;
  expect(outcomeOf({ ...example, path: ['configMap', 'union', 'auth', 'unheardOf'], value: true })).toMatch(new RegExp(`^(judged|${SILENT})`));
  expect(outcomeOf({ ...example, path: ['services', 'cluster', 'unheardOf'], value: true })).toBe(SILENT);
});
