import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Ajv, { ValidateFunction } from 'ajv';
import { App } from 'cdk8s';
import { parse } from 'yaml';
import { AuthProfile, ChartVersion } from '../../../src';
import { nestUnder } from '../../../src/common/data/json';
import { schemaOf } from '../../../src/constructs/values/schema';
import { oneIn } from '../../_tools/drawn';
import { controlPlaneAuth, dataPlaneAuth } from '../../_tools/made';
import { emitted } from './_emitted';

/** Each compiles the schema of a chart. */
const deep = oneIn(3);

const { V2026_3, V2026_8 } = ChartVersion;

function validator(release: ChartVersion, plane: 'controlPlane' | 'dataPlane'): ValidateFunction {
  // The two keywords are the editor's.
  const ajv = new Ajv({ strict: true, strictTypes: false, strictRequired: false, allErrors: true, keywords: ['deprecationMessage', 'doNotSuggest'] });
  return ajv.compile(schemaOf(release._contract[plane].values, release));
}

function errors(validate: ValidateFunction, value: unknown): string[] {
  validate(value);
  return (validate.errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`);
}

const at = (path: string, value: unknown) => path.split('.').reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);

deep.each([...ChartVersion._all.map((release) => [release, AuthProfile.HARDENED] as const), [V2026_3, AuthProfile.GUIDE] as const])(
  'what the constructs emit for %s, %s, fits the schema of its release, and of none that moved the keys', (release, profile) => {
    const values = emitted(release, profile);
    for (const plane of ['controlPlane', 'dataPlane'] as const) {
      expect(errors(validator(release, plane), values[plane].toObject())).toEqual([]);
      const other = { [`${V2026_3}`]: V2026_8, [`${V2026_8}`]: V2026_3 }[`${release}`];
      if (other) {
        expect(errors(validator(other, plane), values[plane].toObject())).not.toEqual([]);
      }
    }
  });

describe('a slip is an error', () => {
  const control = validator(V2026_8, 'controlPlane');
  const ADMIN_AUTH = 'flyte.configmap.adminServer.auth';

  deep.each([
    [at('global.OIDC_BASE_URL', 'https://idp.example.com'), '/global/OIDC_BASE_URL not'],
    [at(`${ADMIN_AUTH}.userAuth.openID`, {}), '/flyte/configmap/adminServer/auth/userAuth additionalProperties'],
    [at(`${ADMIN_AUTH}.appAuth.authServerType`, 'external'), '/flyte/configmap/adminServer/auth/appAuth/authServerType anyOf'],
    [at('global.INTERNAL_CLIENT_ID', 42), '/global/INTERNAL_CLIENT_ID type'],
    [at('global.INTERNAL_CLIENT_ID', '<service-client-id>'), '/global/INTERNAL_CLIENT_ID pattern'],
    [at('flyte.configmap.adminServer.server.security.useAuth', false), '/flyte/configmap/adminServer/server/security/useAuth anyOf'],
    [at('configMap.union.auth.scopes', 'all'), '/configMap/union/auth/scopes type'],
    [at('services.identity.apiKeyOverrides', {}), '/services/identity/apiKeyOverrides type'],
  ])('%j', (values, error) => expect(errors(control, values)).toContain(error));

  deep('everything below a dead key, too', () => {
    expect(errors(validator(V2026_8, 'dataPlane'), at('executor.config.unionAuth.injectSecret', true))).toEqual(['/executor not']);
  });
});

deep.each([
  ['settings that are not about authentication', at('flyte.storage.bucketName', 'bucket')],
  ['templates', at('flyte.configmap.adminServer.server.security.useAuth', '{{ .Values.mine }}')],
  ['an empty text, which is the default', at('flyte.configmap.adminServer.auth.appAuth.authServerType', '')],
  ...['configMap.union.auth.scopes', 'configMap.union'].map((path): [string, unknown] => [`null, which removes the default of ${path}`, at(path, null)]),
  ['annotations of one\'s own', at('ingress.protectedIngressAnnotations', { 'example.com/x': 'y' })],
])('values that are not misspelt pass: %s', (_, values) => expect(errors(validator(V2026_8, 'controlPlane'), values)).toEqual([]));

describe('HelmValues.writeTo', () => {
  const directory = mkdtempSync(join(tmpdir(), 'values-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  deep('starts with the editor\'s modeline, and the schema lies where it points', () => {
    const path = join(directory, 'deep', 'values.yaml');
    const { controlPlane } = emitted(V2026_8);
    const app = new App({ outdir: directory });
    controlPlane.writeTo(app, path);
    app.synth();
    const [modeline, heading] = readFileSync(path, 'utf8').split('\n');
    const schemaPath = join(dirname(path), /^# yaml-language-server: \$schema=(\S+)$/.exec(modeline)![1]);
    expect(existsSync(schemaPath)).toBe(true);
    expect(JSON.parse(readFileSync(schemaPath, 'utf8'))).toEqual(controlPlane.schema());
    expect(heading).toBe('# Authentication of the Union control plane, chart release 2026.8.');
    expect(parse(readFileSync(path, 'utf8'))).toEqual(controlPlane.toObject());
  });

  deep('the planes\' schemas lie side by side', () => {
    const { controlPlane, dataPlane } = emitted(V2026_8);
    expect([controlPlane.schemaFileName, dataPlane.schemaFileName]).toEqual([
      'union-controlplane-2026.8.schema.json',
      'union-dataplane-2026.8.schema.json',
    ]);
  });

  deep('the schema is a copy', () => {
    const { controlPlane } = emitted(V2026_8);
    controlPlane.schema().title = 'changed';
    expect(controlPlane.schema().title).toBe('Authentication in the values of controlplane 2026.8');
  });
});

const PLANES = { control: controlPlaneAuth, data: dataPlaneAuth };
const SCHEDULER = 'flyte.secrets.adminOauthClientCredentials';

test.each<[keyof typeof PLANES, string, unknown, string[]]>([
  ['data', 'secrets.admin.create', false, []], ['data', 'secrets.admin.create', true, ['union-secret-auth']],
  ['control', `${SCHEDULER}.clientSecret`, '', []], ['control', `${SCHEDULER}.clientSecret`, 'placeholder', ['flyte-secret-auth']],
])('the chart of a %s plane with %s at %j renders placeholders for %j', (plane, path, value, secrets) =>
  expect(PLANES[plane]({ extraValues: nestUnder(path, value) }).plane.helmValues._secretsWithValues).toEqual(secrets));
