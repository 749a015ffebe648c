import { CUSTOM_RESOURCES } from '../../e2e/tools/crds';
import { lastBefore, ReleaseContract } from '../../src/contract/union/release-contract';
import { ChartVersion, Span, spansOf } from '../../src/contract/union/releases/chart-version';
import { CLIENT_SECRET_KEY, OIDC_CLIENT_SECRET_KEY, SECRETS } from '../../src/contract/union/secrets';

const NONE = '–';

/** Differences between releases, from the contract: one row each. */
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

/** docs/compatibility.md. */
export function compatibilityMarkdown(): string {
  const releases = ChartVersion._all.map(({ _contract }) => _contract);
  return [
    '# Compatibility',
    '',
    '<!-- Written by `npx projen docs`. -->',
    '',
    '## Versions of Union\'s charts',
    '',
    '[Chart releases](chart-releases.md) says what to write as `chartVersion`. If a layout grew within a release, the emitted values fit all its versions;',
    'older versions ignore the dated parts of the row, and `values check` says so.',
    '',
    '| versions of the charts | release | differences |',
    '|---|---|---|',
    ...spansOf(releases).map((span) => row(versions(span), span.release ? code(memberName(span.release)) : 'none', whatOf(span, releases))),
    '',
    '## What differs between chart releases',
    '',
    row('', ...releases.map(({ version }) => version)),
    `|${'---|'.repeat(releases.length + 1)}`,
    ...Object.entries(DIFFERENCES).map(([title, of]) => row(title, ...releases.map(of))),
    '',
    '## Custom resources',
    '',
    'Every emitted object is checked against these definitions, field by field.',
    '',
    '| objects of | supported | checked against |',
    '|---|---|---|',
    ...CUSTOM_RESOURCES.map(({ project, since, held, besides }) =>
      row(project, `${since} and later`, [...held.map(({ version }) => version), ...besides === undefined ? [] : [besides]].join(', '))),
    '',
  ].join('\n');
}

function memberName({ version }: ReleaseContract): string {
  return `V${version.replace(/\./g, '_')}`;
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
