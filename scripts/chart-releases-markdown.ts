import { lastBefore } from '../src/contract/union/chart-version';
import { ReleaseContract } from '../src/contract/union/release-contract';
import { ChartRelease } from '../src/contract/union/releases/chart-release';
import { Span, spansOf } from '../src/contract/union/releases/spans';
import { CLIENT_SECRET_KEY, OIDC_CLIENT_SECRET_KEY, SECRETS } from '../src/contract/union/secrets';

const NONE = '–';

/** What can differ from release to release, read off the contract: one row each. */
const DIFFERENCES: Readonly<Record<string, (release: ReleaseContract) => string>> = {
  'globals, control plane': ({ controlPlane }) => codes(Object.keys(controlPlane.globals)),
  'globals, data plane': ({ dataPlane }) => codes(Object.keys(dataPlane.globals)),
  'lists that Helm replaces, repeated whole': ({ controlPlane, dataPlane }) =>
    codes([...controlPlane.values.keys, ...dataPlane.values.keys].filter(({ chartList }) => chartList).map(({ path }) => lastPart(path))),
  'web client secret': ({ controlPlane }) =>
    controlPlane.relyingPartySecret ? keyIn(CLIENT_SECRET_KEY, SECRETS.relyingParty.name) : keyIn(OIDC_CLIENT_SECRET_KEY, SECRETS.flyteadmin.name),
  'whose identity headers services trust (`serviceSubject`)': ({ controlPlane }) => code(controlPlane.blocks.trustedIdentityClaims?.values),
  'services\' own connections to flyteadmin': ({ controlPlane }) => codes(controlPlane.blocks.ownAdminClients.map(({ values }) => values)),
  'seeded API keys of eager clients': ({ controlPlane: { apiKeyOverrides } }) =>
    apiKeyOverrides ? `${code(apiKeyOverrides.values)}, ${apiKeyOverrides.byCluster ? 'one a data plane' : 'one for all data planes'}` : NONE,
  'who may do what (`authorization`)': ({ controlPlane: { authorization, blocks } }) =>
    authorization ? `${code(blocks.authorizer?.values)}: ${codes(['Noop', authorization.unionType, 'External'])}` : NONE,
  'who manages and sees a cluster': ({ controlPlane: { authorization } }) =>
    authorization ? `${code('dataplaneClusters')}${authorization.clusterRoles ? ' with operators and viewers' : ', by name alone'}` : NONE,
  'further domains': ({ controlPlane }) => controlPlane.extraHosts ? code(controlPlane.extraHosts) : 'no key: add Ingress rules yourself',
  'who runs tasks and gives them the eager key': ({ dataPlane }) => codes(dataPlane.blocks.eager.map(({ values }) => values)),
  'the operator fetches them': ({ dataPlane }) => code(dataPlane.operatorApiKey),
  'host of the control plane, on a data plane': ({ dataPlane }) => code(dataPlane.controlPlaneHost),
  'Services that routes name and the chart does not render': ({ controlPlane }) => codes(controlPlane.routes.missingBackends),
};

/** docs/chart-releases.md. */
export function releasesMarkdown(): string {
  const releases = ChartRelease._all.map(({ _contract }) => _contract);
  const current = ChartRelease._current;
  return [
    '# Chart releases',
    '',
    '<!-- Written by `npx projen docs:chart-releases` from src/contract/union/releases. Do not edit. -->',
    '',
    'Samples on this page are parts of [a whole app](samples.ts).',
    '',
    'Union\'s charts move their keys. Helm takes every key and says nothing about one that no template reads, so a values file can go dead without anybody',
    'noticing. `chartRelease` says which layout the values are for; the constructs emit exactly the keys that it reads.',
    '',
    '```ts',
    `const chartRelease = ${memberOf(current)}; // or by the version of the charts: ChartRelease.of('${current._contract.versions.from}')`,
    'new ControlPlaneAuth(chart, \'auth\', { auth, secrets, chartRelease });',
    '```',
    '',
    `The default is the newest, \`${memberOf(current)}\`. \`AuthProfile.GUIDE\` goes with the layout that the guide describes only.`,
    '',
    '## Which version follows which layout',
    '',
    '| versions of the charts | release | what sets them apart |',
    '|---|---|---|',
    ...spansOf(releases).map((span) => row(versions(span), span.release ? code(memberName(span.release)) : 'none', whatOf(span, releases))),
    '',
    '`ChartRelease.of` returns the release of a version, or throws with the row that the version falls into. Where a layout grew within a release, the',
    'emitted values are right for all its versions, but for what the row dates: older versions ignore that, and `values check` says so.',
    '',
    'A version that is newer than what is known here is refused, unless you say that its charts read the same keys: compare `values.yaml` of both charts with that of',
    'the last known release, as [below](#how-to-add-a-release), and give your word. Planes then warn of it, and `verify` says what it assumed. Once the library knows the',
    'version, `assume` is refused and names what to write.',
    '',
    '```ts',
    'new ControlPlaneAuth(chart, \'auth\', { auth, secrets, chartRelease: ChartRelease.assume(\'2026.9.1\', ChartRelease.V2026_8) });',
    '```',
    '',
    '## What differs',
    '',
    row('', ...releases.map(({ version }) => version)),
    `|${'---|'.repeat(releases.length + 1)}`,
    ...Object.entries(DIFFERENCES).map(([title, of]) => row(title, ...releases.map(of))),
    '',
    'All: `global.KUBERNETES_SECRET_NAME` is set to `union-controlplane-secrets`. Union services mount the Secret that it names, and flyteadmin a fixed one;',
    'with another name, delivery would miss one of the two.',
    '',
    'The shape of `ingress.extraHosts` is a list of hosts (controlplane `RELEASE.md`, 2026.6.0). Everything else is read off the charts, their tests\'',
    'renderings or their migration notes; each release\'s file names its source.',
    '',
    '## How to add a release',
    '',
    '1. Compare `values.yaml` of both charts, and the templates that read it, with the last known release.',
    '2. Write `src/contract/union/releases/release-<year>-<month>.ts`: the versions, where blocks go, what pods of the data plane mount, every key, the lists',
    '   that the chart fills, the dead keys with their replacement, what the charts\' own values say about authentication (`defaults`). What releases share stands',
    '   in `base*.ts` and `chart-defaults.ts`; a release takes nothing from another release, so that an old one can be deleted. Routes, and what else a release',
    '   brings to or takes from a service of the control plane, stand in the description of the service (`src/contract/union/services`, `since` and `before`).',
    '3. Name it in `src/contract/union/releases/chart-release.ts`: one member of `ChartRelease`, with its import.',
    '4. Run `npx projen docs:chart-releases` and the tests. Those in `test/contract/union` judge the new release at once: each emitted path must be listed, none may',
    '   be dead, lists must hold the chart\'s entries; routes are held against `fixtures/routes-<version>.txt`, one line a path of the chart\'s Ingresses.',
    '',
    'To drop one, delete its file and its member, and run the same.',
    '',
  ].join('\n');
}

function memberName({ version }: ReleaseContract): string {
  return `V${version.replace(/\./g, '_')}`;
}

function memberOf({ _contract }: ChartRelease): string {
  return `ChartRelease.${memberName(_contract)}`;
}

function versions({ from, before }: Span): string {
  if (from === undefined) {
    return `up to ${lastBefore(before!)}`;
  }
  return before === undefined ? `${from} and later` : `${from} to ${lastBefore(before)}`;
}

function whatOf({ from, release, why }: Span, releases: readonly ReleaseContract[]): string {
  if (!release) {
    const judge = releases.find(({ judges }) => judges && judges.from === from);
    return judge ? `${why}. \`values check\` judges by \`${judge.version}\`, and says what differs` : why!;
  }
  return release.changes.map(({ since, what }) => (since === from ? what : `since ${since} ${what}`)).join('; ');
}

function lastPart(path: string): string {
  return path.split('.').pop()!;
}

function keyIn(key: string, secret: string): string {
  return `${code(key)} in ${code(secret)}`;
}

function code(text: string | undefined): string {
  return text === undefined ? NONE : `\`${text}\``;
}

function codes(texts: readonly string[]): string {
  return texts.map(code).join(', ');
}

function row(...cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
