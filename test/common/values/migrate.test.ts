import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { AuthProfile, ChartVersion } from '../../../src';
import { migrateValues } from '../../../src/common/values/migrate';
import { oneIn } from '../../_tools/drawn';
import { checkValues } from '../../constructs/values/_check';
import { emitted } from '../../constructs/values/_emitted';

/** Each writes the values of a plane anew. */
const deep = oneIn(5);

const UP = { from: ChartVersion.V2026_3, to: ChartVersion.V2026_8 };
const DOWN = { from: ChartVersion.V2026_8, to: ChartVersion.V2026_3 };

function migrate(text: string, options = UP) {
  return migrateValues({ name: 'values.yaml', text }, options);
}

/** The settings of the web application where the current release reads them. */
const nested = (openId: object) => ({ flyte: { configmap: { adminServer: { auth: { userAuth: { openId } } } } } });
const nestedText = (line: string) => `flyte:\n  configmap:\n    adminServer:\n      auth:\n        userAuth:\n          openId:\n            ${line}\n`;

const OWN = `# Our control plane
global:
  UNION_ORG: acme # not about auth
  # who signs people in
  OIDC_BASE_URL: 'https://idp.example.com' # prod
  OIDC_CLIENT_ID: "web-id"
  CLI_CLIENT_ID: native-id
  INTERNAL_CLIENT_ID: service-id

# Databases
flyte:
  dbHost: db.example.com
  flags: [ a, b ]
  configmap:
    adminServer:
      auth:
        # ours
        authorizedUris:
          - "http://flyteadmin:80"
          - 'http://flyteadmin.{{ .Release.Namespace }}.svc.cluster.local:80'
ingress:
  host: union.example.com
`;

describe('2026.3 to 2026.8', () => {
  const migrated = migrate(OWN);

  deep('dead keys move, lists that Helm would replace get the chart\'s entries, and all else is as it was', () => expect(migrated.text).toBe(`# Our control plane
global:
  UNION_ORG: acme # not about auth
  INTERNAL_CLIENT_ID: service-id
  UNION_HOST: union.example.com

# Databases
flyte:
  dbHost: db.example.com
  flags: [ a, b ]
  configmap:
    adminServer:
      auth:
        # ours
        authorizedUris:
          - "http://flyteadmin:80"
          - 'http://flyteadmin.{{ .Release.Namespace }}.svc.cluster.local:80'
          - "https://{{ .Values.global.UNION_HOST }}"
        appAuth:
          externalAuthServer:
            # who signs people in
            baseUrl: 'https://idp.example.com' # prod
          thirdPartyConfig:
            flyteClient:
              clientId: native-id
        userAuth:
          openId:
            baseUrl: 'https://idp.example.com'
            clientId: "web-id"
ingress:
  host: union.example.com
`));

  deep('says what it did, with the line', () => expect(migrated.changed).toEqual([
    { line: 5, message: expect.stringMatching(/^moved global\.OIDC_BASE_URL to .*externalAuthServer\.baseUrl and .*openId\.baseUrl$/) },
    { line: 6, message: expect.stringMatching(/^moved global\.OIDC_CLIENT_ID to /) },
    { line: 7, message: expect.stringMatching(/^moved global\.CLI_CLIENT_ID to /) },
    { line: 18, message: expect.stringMatching(/^added the chart's "https:\/\/\{\{ \.Values\.global\.UNION_HOST \}\}" to /) },
    { line: 22, message: 'set global.UNION_HOST to the value of ingress.host' },
  ]));

  deep('says what a person must do', () => expect(migrated.left.map(({ message }) => message.split(':')[0])).toEqual([
    'global.AUTH_TOKEN_URL',
    'global.KUBERNETES_SECRET_NAME',
    'configMap.union.connection.trustedIdentityClaims.externalIdentityClaim',
  ]));

  deep('the guide\'s own values come out without a dead key', () => {
    for (const chart of ['controlplane', 'dataplane'] as const) {
      const guide = readFileSync(join(__dirname, '..', '..', 'fixtures', 'guide', `${chart}.values.yaml`), 'utf8').replace(/<[a-z-]+>/g, 'own-value');
      const { text } = migrate(guide);
      const { findings } = checkValues([{ name: 'values.yaml', text }], { release: ChartVersion.V2026_8 });
      expect(findings.filter(({ rule }) => ['values-dead-key', 'values-list-incomplete', 'values-contradiction'].includes(rule))).toEqual([]);
    }
  });

  deep('the executor\'s settings move to the leaseworker, comments and all', () => {
    const { text, changed } = migrate('# eager\nexecutor:\n  config:\n    # why\n    unionAuth:\n      injectSecret: true # yes\nhost: union.example.com\n');
    expect(text).toContain('injectSecret: true # yes');
    expect(parse(text)).toMatchObject({ leaseworker: { config: { unionAuth: { injectSecret: true } } } });
    expect(parse(text)).not.toHaveProperty('executor');
    expect(changed[0].message).toBe('moved executor.config.unionAuth to leaseworker.config.unionAuth');
  });

  deep('what else the executor was told stays, and is named', () => {
    const { text, left } = migrate('executor:\n  replicas: 2\n  config:\n    unionAuth: {injectSecret: true}\nhost: union.example.com\n');
    expect(parse(text).executor).toEqual({ replicas: 2 });
    expect(left[0].message).toBe('executor: 2026.8.0 removed the executor; it has no replacement, remove it');
  });

});

describe('steps left to the user', () => {
  const byHand = 'it is behind an alias or anchor, move it by hand';
  const shared = 'x: &mounts [{name: own, mountPath: /own}]\ny: &keys {EAGER_API_KEY: {existingSecret: {name: eager}}}\n'
    + 'flyte:\n  flyteadmin:\n    additionalVolumeMounts: *mounts\nservices:\n  identity:\n    apiKeyOverrides: *keys\n';
  const mount = '{"name":"private-config","mountPath":"/etc/flyte/private","readOnly":true}';

  deep.each<[string, string, number, RegExp | string]>([
    ['two values that differ', `global:\n  OIDC_CLIENT_ID: one\n${nestedText('clientId: two')}`, 2, /^global\.OIDC_CLIENT_ID: .*openId\.clientId has another value; remove/],
    ['a key that one\'s own templates read', 'global:\n  OIDC_BASE_URL: https://idp.example.com\nflyte:\n  note: "{{ .Values.global.OIDC_BASE_URL }}"\n', 2,
      'global.OIDC_BASE_URL: your own templates read it, so it is kept'],
    ['a key in a map that is merged elsewhere', 'global: &global\n  OIDC_BASE_URL: https://idp.example.com\ncopy:\n  <<: *global\n', 2, new RegExp(`^global\\.OIDC_BASE_URL: .*; ${byHand}$`)],
    ['a key whose new place is below something else than a map', 'global:\n  OIDC_BASE_URL: https://idp.example.com\nflyte: true\n', 2,
      'global.OIDC_BASE_URL: belongs below flyte, which is not a map; make it one, and move it by hand'],
    ['a map by key with another entry', 'services:\n  identity:\n    apiKeyOverrides:\n      a: [b]\n      c: {existingSecret: {name: d}}\n', 3, /^services\.identity\.apiKeyOverrides: .*convert it by hand$/],
    ['a map that others share', shared, 8, 'services.identity.apiKeyOverrides: is a list now, but is behind an alias or anchor; convert it by hand'],
    ['a list that others share', shared, 5, `flyte.flyteadmin.additionalVolumeMounts: lacks the chart's ${mount}; it is behind an alias or anchor, add it by hand`],
    ['a key behind an alias', 'x: &eager {injectSecret: true}\nexecutor:\n  config:\n    unionAuth: *eager\nhost: union.example.com\n', 4, new RegExp(`${byHand}$`)],
    ['what cannot be edited without changing something else', 'executor:\n  replicas: 2\n  config: !!map\n    unionAuth: {injectSecret: true}\nhost: union.example.com\n', 4,
      'executor.config.unionAuth: belongs to leaseworker.config.unionAuth; because of its layout, an edit would change something else, move it by hand'],
    ...[
      ['the value is an alias', 'x: &id web-id\nglobal:\n  OIDC_CLIENT_ID: *id\nflyte: {}\n', 3],
      ['the value has an anchor', 'global:\n  OIDC_CLIENT_ID: &id web-id\n  OTHER: *id\nflyte: {}\n', 2],
      ['the key has an anchor', 'global:\n  &id OIDC_CLIENT_ID: web-id\n  OTHER: *id\nflyte: {}\n', 2],
      ['the key of a map around it has an anchor', '&g global:\n  OIDC_CLIENT_ID: web-id\nother: *g\nflyte: {}\n', 2],
      ['it comes from a merge key', 'x: &base { OIDC_CLIENT_ID: web-id }\nglobal:\n  <<: *base\nflyte: {}\n', 1],
      ['its new place is an alias', 'x: &auth { appAuth: {} }\nglobal:\n  OIDC_CLIENT_ID: web-id\nflyte: { configmap: { adminServer: { auth: *auth } } }\n', 3],
    ].map(([what, text, line]) => [`a key where ${what}`, text, line, /^global\.OIDC_CLIENT_ID: .*alias or anchor[,;]/] as [string, string, number, RegExp]),
  ])('%s', (_, text, line, message) => {
    const migration = migrate(text);
    expect(migration).toMatchObject({ text, changed: [] });
    expect(migration.left).toContainEqual({ line, message: typeof message === 'string' ? message : expect.stringMatching(message) });
  });

  deep('a map where a list belongs that never was a map', () => {
    const text = 'flyte:\n  flyteadmin:\n    additionalVolumeMounts:\n      a: {name: b}\n';
    expect(migrate(text).text).toBe(text);
  });
});

deep('2026.8 to 2026.3: what has a counterpart moves back, the rest is named', () => {
  const { controlPlane, dataPlane } = emitted(ChartVersion.V2026_8);
  const data = migrate(dataPlane.toString(), DOWN);
  expect(parse(data.text)).toMatchObject({ executor: { config: { unionAuth: { injectSecret: true } } }, host: 'union.example.com' });
  const control = migrate(controlPlane.toString(), DOWN);
  expect(control.left.map(({ message }) => message.split(':')[0])).toEqual(
    expect.arrayContaining(['global.OIDC_S2S_SCOPE', 'configMap.union.connection.trustedIdentityClaims', 'services.identity', 'ingress.extraHosts']),
  );
});

describe('to and from 2026.6, where executor and leaseworker run side by side', () => {
  const { V2026_3, V2026_6, V2026_8 } = ChartVersion;

  deep('from 2026.3 the globals move, and the executor stays', () => {
    expect(parse(migrate(OWN, { from: V2026_3, to: V2026_6 }).text)).toEqual(parse(migrate(OWN).text));
    const executor = 'executor:\n  config:\n    unionAuth:\n      injectSecret: true\nglobal:\n  CONTROLPLANE_HOST: union.example.com\n';
    expect(parse(migrate(executor, { from: V2026_3, to: V2026_6 }).text)).toEqual(parse(executor));
  });

  deep('to 2026.8 what the executor was told is dead, as the leaseworker was told the same', () => {
    const { changed, text } = migrate(emitted(V2026_6).dataPlane.toString(), { from: V2026_6, to: V2026_8 });
    expect(changed.map(({ message }) => message)).toContain('removed executor.config.unionAuth: leaseworker.config.unionAuth has the same value');
    expect(parse(text).leaseworker).toEqual({ config: { unionAuth: { injectSecret: true, secretName: 'EAGER_API_KEY' } } });
    expect(checkValues([{ name: 'values.yaml', text }], { release: V2026_8 }).findings.map(({ rule }) => rule)).not.toContain('values-dead-key');
  });
});

deep('GUIDE values for 2026.3 become values that the current release reads', () => {
  const { controlPlane } = emitted(ChartVersion.V2026_3, AuthProfile.GUIDE);
  const { text } = migrate(controlPlane.toString());
  expect(checkValues([{ name: 'cp.yaml', text }], { release: ChartVersion.V2026_8 }).findings.filter(({ severity }) => severity === 'error').map(({ field }) => field)).toEqual([
    'global.UNION_HOST',
  ]);
});

describe('every byte that a change does not need stays', () => {
  const lines = (text: string) => text.split('\n');

  /** The lines of the original that are gone; all others must be there, in their order. */
  function gone(before: string, after: string): string[] {
    const rest = lines(after);
    return lines(before).filter((line) => {
      const at = rest.indexOf(line);
      if (at >= 0) {
        rest.splice(0, at + 1);
      }
      return at < 0;
    });
  }

  const DEAD = '  OIDC_CLIENT_ID: web-id # mine\n';
  const texts = {
    'four spaces': `global:\n    A: 1\n${DEAD.replace('  ', '    ')}flyte:\n    a:\n        b: 1\n`,
    'YAML 1.1 booleans, octal and exponent': `flyte:\n  on: yes\n  mode: 0644\n  size: 1e3\nglobal:\n  A: 1\n${DEAD}`,
    'long lines': `flyte:\n  text: ${'word '.repeat(60)}end\nglobal:\n  A: 1\n${DEAD}`,
    'block texts': `flyte:\n  text: |\n    {{ if .x }}\n      kept\nglobal:\n  A: 1\n${DEAD}`,
    'a byte order mark': `\ufeffglobal:\n  A: 1\n${DEAD}flyte: {}\n`,
    'comments everywhere': `# head\n\n# of global\nglobal: # behind\n  # above A\n  A: 1   # behind A\n${DEAD}\n# before flyte\nflyte:\n\n  # deep\n  dbHost: x\n# end\n`,
    'odd spaces': `global:   \n  A:    1\n  B : 2\n${DEAD}flyte:  { }\n`,
    'flow lists and maps': `x: [ 1,2 ,  3 ]\ny: {a: 1,b: [x,  y]}\nglobal:\n${DEAD}  A: { b: 1 }\nflyte:\n  z: [\n    1,\n    2 ]\n`,
    'folded and block texts': `a: >-\n  folded\n  text\n\n  more\nb: |+\n  kept\n\n\nglobal:\n${DEAD}  c: "a \\\n    b"\nflyte:\n  d: plain\n    goes on\n`,
    'anchors and aliases elsewhere': `x: &x { a: 1 }\ny: *x\nz: { <<: *x, b: 2 }\nglobal:\n  B: &b 2\n${DEAD}flyte:\n  c: *b\n  d: &d [1]\n`,
    'lists at the margin and tabs behind': `l:\n- a\n-   b\t# tab\nglobal:\n  A: 1\n${DEAD}flyte:\n  m:\n  -  x: 1\n     y: 2\n`,
    'quotes of every kind': `'q': 'it''s'\n"d": "\\u0041"\nglobal:\n  'A': yes\n${DEAD}flyte: {"k": 'v'}\n`,
    'no line end at the end': `flyte:\n  a: 1\nglobal:\n  A: 1\n${DEAD.trimEnd()}`,
    'a document start and end': `---\nglobal:\n  A: 1\n${DEAD}flyte: {}\n`,
  };

  deep.each(Object.entries(texts))('%s', (_, text) => {
    const { text: after, changed } = migrate(text, UP);
    expect(changed).toHaveLength(1);
    const flow = /^flyte: +\{ ?\}$|^flyte: \{"k"/m;
    // A map in braces takes the new key in its braces.
    expect(gone(text, after).filter((line) => !flow.test(line)).map((line) => line.trimStart())).toEqual([DEAD.trim()]);
    const values = parse(after.replace(/^\ufeff/, ''), { merge: true });
    expect(values.flyte.configmap.adminServer.auth.userAuth.openId.clientId).toBe('web-id');
    expect(values.global?.OIDC_CLIENT_ID).toBeUndefined();
    expect(migrate(after, UP)).toMatchObject({ changed: [], text: after });
  });

  deep.each(Object.entries(texts))('%s, with the line ends of Windows', (_, text) => {
    const windows = text.replace(/\n/g, '\r\n');
    const after = migrate(windows, UP).text;
    expect(after.replace(/\r\n/g, '')).not.toContain('\n');
    expect(after.replace(/\r\n/g, '\n')).toBe(migrate(text, UP).text);
  });

  deep('a list in brackets takes the chart\'s entry in its brackets', () => {
    const list = (items: string) => `global: {UNION_HOST: union.example.com}\nflyte: {configmap: {adminServer: {auth: {authorizedUris: ${items} }}}} # flow\n`;
    const { text } = migrate(list('[ "http://flyteadmin:80",  \'http://flyteadmin.x.svc.cluster.local:80\' ]'), UP);
    expect(text).toBe(list('[ "http://flyteadmin:80",  \'http://flyteadmin.x.svc.cluster.local:80\', "https://{{ .Values.global.UNION_HOST }}" ]'));
  });

  const EAGER = { key: 'EAGER_API_KEY', existingSecret: { name: 'eager' } };
  const OTHER = { key: 'OTHER', existingSecret: { name: 'other' } };

  deep.each<[string, string, object, string[]]>([
    ['with its comments', 'services:\n    identity:\n        apiKeyOverrides: # ours\n            # eager\n            EAGER_API_KEY: # key\n                existingSecret: # name\n'
      + '                    name: eager\n            OTHER:\n                existingSecret: {name: other}\n', { services: { identity: { apiKeyOverrides: [EAGER, OTHER] } } }, ['# ours', '# eager', '# name']],
    ['at the indent of its key', 'services:\n  identity:\n    apiKeyOverrides:\n      EAGER_API_KEY: {existingSecret: {name: eager}}\n    other: 1\n',
      { services: { identity: { apiKeyOverrides: [EAGER], other: 1 } } }, []],
    ['in a file in JSON, which stays one', '{"services": {"identity": {"apiKeyOverrides": {"EAGER_API_KEY": {"existingSecret": {"name": "eager"}}}}}, "global": {"OIDC_CLIENT_ID": "web-id"}}',
      { services: { identity: { apiKeyOverrides: [EAGER] } }, ...nested({ clientId: 'web-id' }) }, ['{"services"']],
    ['nor is one needed for a new place in braces', '{global: {OIDC_CLIENT_ID: web-id}, flyte: , other: 1}\n', { other: 1, ...nested({ clientId: 'web-id' }) }, []],
  ])('a map of API keys becomes a list: %s', (_, text, values, kept) => {
    const after = migrate(text).text;
    expect(text.startsWith('{"') ? JSON.parse(after) : parse(after)).toEqual(values);
    expect(kept.filter((part) => !after.includes(part))).toEqual([]);
  });

  deep('the first line points to the schema of the new release, which verify goes by', () => {
    const text = `# yaml-language-server: $schema=union-controlplane-2026.3.schema.json\n${OWN}`;
    const migrated = migrate(text);
    expect(migrated.text.split('\n')[0]).toBe('# yaml-language-server: $schema=union-controlplane-2026.8.schema.json');
    expect(migrated.changed).toContainEqual({ line: 1, message: 'pointed the first line to the schema of 2026.8' });
    expect(migrate(migrated.text).changed).toEqual([]);
  });
});

deep('a blank required key is filled in from another key', () => {
  const { text, changed } = migrate('global:\n  UNION_HOST: ""\n  OTHER: 1\ningress:\n  host: union.example.com\n');
  expect(text).toBe('global:\n  UNION_HOST: union.example.com\n  OTHER: 1\ningress:\n  host: union.example.com\n');
  expect(changed).toEqual([{ line: 5, message: 'set global.UNION_HOST to the value of ingress.host' }]);
});

deep.each([
  ['a file without a word about authentication', 'replicaCount: 2\n',
    'values.yaml: has no authentication settings, so there is nothing to migrate; or give its chart with --plane control or --plane data'],
  ['a file that can be for either chart', 'flyte: {}\nconfig: {}\nglobal:\n  OIDC_CLIENT_ID: a\n  AUTH_CLIENT_ID: b\n',
    'values.yaml: can be for either chart; give its chart with --plane control or --plane data'],
  ['a key twice', 'global:\n  A: 1\n  A: 2\n', 'values.yaml:3: has the key global.A more than once, and Helm uses the last one; remove the others'],
  ['a carriage return alone', 'global:\n  A: 1\r  OIDC_CLIENT_ID: web-id\n', 'values.yaml:2: has a carriage return without a line feed'],
])('%s is refused, with the line', (_, text, message) => expect(() => migrate(text)).toThrow(message));

deep.each(ChartVersion._all.flatMap((from) => ChartVersion._all.map((to) => [from, to] as const)))('from %s to %s: what is emitted is migrated once and for all', (from, to) => {
  for (const values of Object.values(emitted(from))) {
    const once = migrate(values.toString(), { from, to });
    expect(migrate(once.text, { from: to, to })).toMatchObject({ changed: [], text: once.text });
    expect(() => parse(once.text)).not.toThrow();
  }
});

deep.each([
  ['without a value', 'configmap:', 'configmap:'],
  ['with a comment alone', 'configmap: # todo', 'configmap: # todo'],
  ['with null', 'configmap: ~ # none', 'configmap: # none'],
  ['with a blank text', 'configmap: ""', 'configmap:'],
  ['with a block without lines', 'configmap: |', 'configmap:'],
])('a new place is made of a key %s', (_, blank, key) => {
  const { text } = migrate(`global:\n  OIDC_CLIENT_ID: web-id # mine\nflyte:\n  ${blank}\n  other: 1\n`);
  const below = ['adminServer:', 'auth:', 'userAuth:', 'openId:', 'clientId: web-id # mine'].map((line, i) => `${' '.repeat(4 + 2 * i)}${line}\n`);
  expect(text).toBe(`flyte:\n  ${key}\n${below.join('')}  other: 1\n`);
});

const IN_BRACES = 'configmap: {adminServer: {auth: {userAuth: {openId: {clientId: web-id}}}}}';

deep.each([
  ['what SOPS has encrypted', 'global:\n  OIDC_CLIENT_ID: ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]\nsops:\n  mac: ENC[AES256_GCM,data:a,iv:b,tag:c,type:str]\n',
    'values.yaml:3: is encrypted by SOPS, which would not decrypt it after a change; migrate what "sops decrypt" prints, and encrypt that again'],
  ['values of a chart around Union\'s', 'global: { OIDC_CLIENT_ID: a }\nredis: {}\ncp:\n  global:\n    OIDC_BASE_URL: https://idp.example.com\n',
    'values.yaml:3: has values of Union\'s chart under the key cp, where a parent chart passes them on; migrate them in a file of their own, without that key'],
])('is not %s', (_, text, message) => expect(() => migrateValues({ name: 'values.yaml', text }, { ...UP, chart: 'controlplane' })).toThrow(message));

deep.each([['---\n'], ['---\n# nothing\n'], ['...\n---\n'], ['---\n---\n']])('behind the values may stand a document without any: %j', (end) => {
  const { text } = migrate(`---\nflyte:\n  a: 1\nglobal:\n  A: 1\n  OIDC_CLIENT_ID: web-id\n${end}`);
  expect(text.endsWith(`global:\n  A: 1\n${end}`)).toBe(true);
  expect(text).toContain('clientId: web-id\n');
});

/** Go asks for no indent within brackets and quotes, and many files close them at the margin. */
deep.each([
  ['a map that is left alone', 'x: {\n  a: 1,\n  b: [\n1\n]\n}\n', 'y: {\n}\n'],
  ['a map that takes an entry', 'x: {\n  a: 1\n}\n', 'flyte: {\n  a: 1\n}\n', `flyte: {\n  a: 1,\n  ${IN_BRACES}\n}\n`],
  ['an empty map that takes one', 'x: {\n}\n', 'flyte: {\n}\n', `flyte: {\n  ${IN_BRACES}\n}\n`],
  ['texts that go on at the margin', 'x: "a\nb"\ny: \'c\n\nd\'\n', 'z: "\n"\n'],
  ['lines of a list', 'x: [\n"a", # one\n"b"\n]\n', 'y:\n  z: [ {\n  a: b\n  }, {\n}\n  ]\n'],
])('what stands at the margin stays there: %s', (_, before, behind, after = `${behind}${nestedText('clientId: web-id')}`) => {
  const { text, changed } = migrate(`${before}global:\n  A: 1\n  OIDC_CLIENT_ID: web-id\n${behind}`);
  expect(changed).toHaveLength(1);
  expect(text).toBe(`${before}global:\n  A: 1\n${after}`);
  expect(migrate(text.replace(/\n/g, '\r\n')).changed).toEqual([]);
});

deep('an entry of a map that closes at the margin goes with its line alone', () => {
  expect(migrate('global: {\n  A: 1,\n  OIDC_CLIENT_ID: web-id,\n  "B": {\n}\n}\nflyte: {configmap: {\n}\n}\n').text)
    .toBe('global: {\n  A: 1,\n  "B": {\n}\n}\nflyte: {configmap: {\n  adminServer: {auth: {userAuth: {openId: {clientId: web-id}}}}\n}\n}\n');
});

deep.each([
  ['of a key without a value', '{ configmap: # todo\n }', `{ ${IN_BRACES} # todo\n }`],
  ['behind a key without a value', '{ b: # todo\n }', `{ b: , # todo\n  ${IN_BRACES}\n }`],
  ['behind the last entry', '{\n  b: 1 # of b\n  # below\n }', `{\n  b: 1, # of b\n  ${IN_BRACES}\n  # below\n }`],
  ['behind the last comma', '{\n  b: 1, # of b\n }', `{\n  b: 1, # of b\n  ${IN_BRACES}\n }`],
])('in braces, a comment %s stays one', (_, before, after) => {
  const { text } = migrate(`global:\n  OIDC_CLIENT_ID: web-id\nflyte: ${before}\n`);
  expect(text).toBe(`flyte: ${after}\n`);
});

deep.each([
  ['the last entry leaves the comment of the one before', '{\n  a: 1, # of a\n  OIDC_CLIENT_ID: web-id\n }', '{\n  a: 1 # of a\n }'],
  ['an entry takes its comments along', '{\n  # of it\n  OIDC_CLIENT_ID: web-id, # too\n  # of a\n  a: 1\n }', '{\n  # of a\n  a: 1\n }', '# of it', '# too'],
  ['the only entry in a line with others', '{ a: 1, OIDC_CLIENT_ID: web-id, b: 2 }', '{ a: 1, b: 2 }'],
])('in braces, %s', (_, before, after, ...comments) => {
  const { text } = migrate(`global: ${before}\n${nestedText('a: 1')}`);
  const moved = [...comments, 'clientId: web-id'].map((line) => `            ${line}\n`).join('');
  expect(text).toBe(`global: ${after}\n${nestedText('a: 1')}${moved}`);
});

deep.each([
  ['the end of a document', 'ingress: {}\nglobal:\n  CONTROLPLANE_HOST: union.example.com\n...\n', 'ingress: {}\nhost: union.example.com\n...\n'],
  ['a comment that a block text would take for its own', 'global:\n  CONTROLPLANE_HOST: |-\n    union.example.com\nx: 1\n    # of x\n',
    'x: 1\n    # of x\nhost: |-\n  union.example.com\n'],
  ['blank lines that a text before it would keep', 'x: |+\n  text\nglobal:\n  CONTROLPLANE_HOST: union.example.com\n\n  # left\ny: 1\n',
    'x: |+\n  text\n# left\ny: 1\nhost: union.example.com\n'],
  ['lines of spaces', 'global:\n  CONTROLPLANE_HOST: |1-\n    union.example.com\n     \n', 'host: |1-\n  union.example.com\n   \n'],
])('a moved key heeds %s', (_, before, after) => {
  const { text } = migrateValues({ name: 'values.yaml', text: before }, { ...DOWN, chart: 'dataplane' });
  expect(text).toBe(after);
});

deep('a blank key is filled in at its place, and the maps around it keep their comments', () => {
  const openId = (clientId: string) => `flyte:\n  configmap:\n    adminServer:\n      auth:\n        userAuth: # people\n          openId: # web\n${clientId}`;
  const { text } = migrate(`global:\n  OIDC_CLIENT_ID: web-id # mine\n${openId('            clientId: "" # todo\n')}`);
  expect(text).toBe(openId('            # todo\n            clientId: web-id # mine\n'));
});

deep('what "helm get values" prints becomes a values file; of "helm get all" nothing is rewritten', () => {
  const { text, changed } = migrate(`USER-SUPPLIED VALUES:\n${OWN}`);
  expect(text).toBe(`# USER-SUPPLIED VALUES:\n${migrate(OWN).text}`);
  expect(changed[0]).toEqual({ line: 1, message: 'the heading of Helm is a comment now' });
  expect(() => migrate(`NAME: cp\nUSER-SUPPLIED VALUES:\n${OWN}\nMANIFEST:\n---\na: b\n`)).toThrow('migrate only the values, as "helm get values RELEASE -o yaml" prints them');
});
