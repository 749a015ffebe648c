import { App, Chart } from 'cdk8s';
import { parse } from 'yaml';
import { ControlPlaneAuth, HelmValues, PlaneConfig, YamlFile } from '../../../src';
import { InvalidPropsError } from '../../../src/common/props/problems';
import { externalSecrets, oktaAuth } from '../../_tools/fixtures';

const identity = oktaAuth();
const values = PlaneConfig.controlPlane({ identity }).values;
const ADMIN = 'flyte.configmap.adminServer';
const adminServer = (section: object) => ({ flyte: { configmap: { adminServer: section } } });
const ours = YamlFile._document({ a: { b: 1, list: ['x'] }, blank: 'ours' });

describe('over an object', () => {
  test('maps go key by key, everything else as a whole; a blank text is filled', () => {
    expect(ours.mergeOver({ a: { c: 2 }, blank: '', more: [1] }).toObject()).toEqual({ a: { b: 1, c: 2, list: ['x'] }, blank: 'ours', more: [1] });
  });

  test('what both say alike is not a conflict', () => {
    expect(ours.mergeOver({ a: { list: ['x'], b: 1 } }).toObject()).toEqual(ours.toObject());
    const volumes = YamlFile._document({ list: [{ name: 'a', secret: { secretName: 'b' } }] });
    expect(volumes.mergeOver({ list: [{ secret: { secretName: 'b' }, name: 'a' }] }).toObject()).toEqual(volumes.toObject());
    expect(() => volumes.mergeOver({ list: [{ name: 'a', secret: { secretName: 'c' } }] })).toThrow('list: is ');
    expect(() => volumes.mergeOver({ list: [{ name: 'a' }] })).toThrow('list: is ');
    expect(() => volumes.mergeOver({ list: [] })).toThrow('list: is [] there');
  });

  test('the existing object stays as it was', () => {
    const existing = { a: { c: 2 } };
    ours.mergeOver(existing);
    expect(existing).toEqual({ a: { c: 2 } });
  });

  test('all conflicts are reported at once, with both values', () => {
    const mine = adminServer({ auth: { appAuth: { authServerType: 'Self' }, authorizedUris: ['https://x.example.com'] }, server: { security: { useAuth: false } } });
    expect(() => values.mergeOver(mine)).toThrow(InvalidPropsError);
    expect(() => values.mergeOver(mine)).toThrow([
      'mergeOver has 3 problems:',
      `  - ${ADMIN}.server.security.useAuth: is false there and true here; decide with keep or replace`,
      `  - ${ADMIN}.auth.authorizedUris: is ["https://x.example.com"] there and ["https://union.example.com", "http://flyteadmin:80", "http://flyteadmin.union-cp.svc.cluster.local:80"] here; decide with keep or replace`,
      `  - ${ADMIN}.auth.appAuth.authServerType: is "Self" there and "External" here; decide with keep or replace`,
    ].join('\n'));
  });

  test('null is a value, as it takes a default away', () => {
    expect(() => values.mergeOver(adminServer({ auth: null }))).toThrow(`${ADMIN}.auth: is null there and {`);
    expect(ours.mergeOver({ a: null }, { keep: ['a'] }).toObject()).toMatchObject({ a: null });
  });

  test('keep and replace settle a path and everything below it', () => {
    const existing = { a: { b: 2, list: ['y'] } };
    expect(ours.mergeOver(existing, { keep: ['a.b'], replace: ['a.list'] }).toObject()).toMatchObject({ a: { b: 2, list: ['x'] } });
    expect(ours.mergeOver(existing, { keep: ['a'] }).toObject()).toMatchObject({ a: { b: 2, list: ['y'] } });
    expect(ours.mergeOver(existing, { replace: ['a'] }).toObject()).toMatchObject({ a: { b: 1, list: ['x'] } });
  });

  test('a path that settles nothing, or is in both, is an error', () => {
    expect(() => ours.mergeOver({ a: { b: 2 } }, { replace: ['a', 'a.lst', 'flyt'] })).toThrow(
      '2 problems:\n  - replace[1]: "a.lst" is not a path at which the documents differ; remove it\n  - replace[2]: "flyt"',
    );
    expect(() => ours.mergeOver({ a: { b: 2 } }, { keep: ['a.b'], replace: ['a'] })).toThrow('a.b: is in both keep and replace');
  });

  test.each([[null], ['a: 1'], [[]], [{ a: () => 1 }]])('rejects %p', (existing) => {
    expect(() => ours.mergeOver(existing as never)).toThrow('existing');
  });

  test('own names of every object are keys like others', () => {
    const merged = YamlFile._document({ constructor: { y: 2 } }).mergeOver({ constructor: { x: 1 } }).toObject();
    expect(merged.constructor).toEqual({ x: 1, y: 2 });
    const polluting = JSON.parse('{ "__proto__": { "polluted": true } }') as { [key: string]: unknown };
    expect(() => YamlFile._document({}).mergeOver(polluting)).toThrow('existing.__proto__');
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  test('values of a chart stay values of that chart', () => {
    const { helmValues } = new ControlPlaneAuth(new Chart(new App(), 'cp', { namespace: 'union-cp' }), 'auth', { identity, secrets: externalSecrets() });
    const merged = helmValues.mergeOver({ global: { REGION: 'us-east-2' } }) as HelmValues;
    expect(merged).toBeInstanceOf(HelmValues);
    expect(merged.schemaFileName).toBe(helmValues.schemaFileName);
    expect(merged.toObject()).toMatchObject({ ...helmValues.toObject(), global: { ...helmValues.toObject().global as object, REGION: 'us-east-2' } });
  });
});

describe('a conflict shows no secret, whatever its key is called', () => {
  const SECRETS: [string, unknown][] = [
    ['clientSecret', 'hunter2'],
    ['clientSecret', 'swordfish'],
    ['value', 'Tr0ub4dor-and-3'],
    ['clientId', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjMifQ.c2lnbmF0dXJlLW9mLXRoaXM'],
    ['url', 'https://user:hunter2@idp.example.com'],
    ['url', 'https://idp.example.com/token?code=hunter2'],
    ['tokenUrl', 'postgres://union:hunter2@db.example.com/union'],
    ['clientSecretLocation', 'correct-horse-battery'],
    ['note', 'the password is hunter2'],
    ['list', ['a', 'hunter2']],
    ['map', { nested: { pass: 'correcthorse' } }],
    ['pem', '-----BEGIN PRIVATE KEY-----\nMIIabc\n-----END PRIVATE KEY-----'],
    ['apiKey', 'dW5pb24uZXhhbXBsZS5jb206aWQ6c2VjcmV0OmFjbWU='],
  ];

  test.each(SECRETS)('%s: %p', (key, there) => {
    const here = YamlFile._document({ [key]: 'ours' });
    const message = String((() => {
      try {
        return here.mergeOver({ [key]: there });
      } catch (error) {
        return error;
      }
    })());
    expect(message).toContain(`${key}: is `);
    expect(message).toContain('(not shown)');
    expect(message).not.toMatch(/hunter2|swordfish|Tr0ub4dor|eyJ|horse|MIIabc|dW5pb24/);
  });

  test.each<[string, unknown]>([
    ['clientId', '0oa-web-1111'],
    ['appId', '11111111-2222-3333-4444-555555555555'],
    ['tokenUrl', 'https://idp.example.com/oauth2/v1/token'],
    ['clientSecretLocation', '/etc/secrets/union/client_secret'],
    ['endpoint', 'dns:///flyteadmin.union-cp.svc.cluster.local:81'],
    ['type', 'Noop'],
    ['interval', '5m'],
    ['enabled', false],
    ['port', 8080],
    ['host', '{{ .Values.global.UNION_HOST }}'],
  ])('%s: %p is shown', (key, there) => {
    const here = YamlFile._document({ [key]: '/ours' });
    expect(() => here.mergeOver({ [key]: there })).toThrow(`${key}: is ${JSON.stringify(there)} there and "/ours" here`);
  });
});

describe('over a text', () => {
  const TEXT = `# Ours: keep in order.
global:
  UNION_HOST: ""  # to fill in
  REGION: us-east-2
flyte:
  configmap:
    adminServer:
      # What we changed.
      server: { httpPort: 8088 }
extra: [1, 2]
`;

  test('says what the merge over the object says, and keeps comments, order and layout', () => {
    const merged = values.mergeOverText(TEXT).toString();
    expect(parse(merged)).toEqual(values.mergeOver(parse(TEXT)).toObject());
    for (const line of ['# Ours: keep in order.', '# to fill in', '      # What we changed.', 'extra: [1, 2]', '  REGION: us-east-2']) {
      expect(merged).toContain(line);
    }
  });

  test('keys with dots are one key', () => {
    const text = 'ingress:\n  annotations:\n    # Mine.\n    nginx.ingress.kubernetes.io/proxy-body-size: 6m\n';
    const file = YamlFile._document({ ingress: { annotations: { 'nginx.ingress.kubernetes.io/auth-url': 'http://gate' } } });
    expect(file.mergeOverText(text).toString()).toBe(`${text}    nginx.ingress.kubernetes.io/auth-url: http://gate\n`);
  });

  test('conflicts are the same', () => {
    expect(() => values.mergeOverText('global:\n  UNION_HOST: other.example.com\n')).toThrow(
      'global.UNION_HOST: is "other.example.com" there and "union.example.com" here',
    );
    const replaced = values.mergeOverText('global:\n  UNION_HOST: other.example.com # mine\n', { replace: ['global.UNION_HOST'] }).toString();
    expect(parse(replaced).global.UNION_HOST).toBe('union.example.com');
    expect(replaced).toContain('# mine');
  });

  test.each(['', '# Nothing yet.', '# Nothing yet.\n', '---\n'])('%j has no document yet', (text) => {
    const merged = ours.mergeOverText(text).toString();
    expect(parse(merged)).toEqual(ours.toObject());
    expect(merged.startsWith(text)).toBe(true);
  });

  test('JSON stays JSON', () => {
    expect(JSON.parse(ours.mergeOverText('{"a": {"c": 2}}').toString())).toEqual(ours.mergeOver({ a: { c: 2 } }).toObject());
  });

  test.each([
    ['a: [', 'existing'],
    ['- 1\n', 'existing: must be a map'],
    ['a: 1\n---\nb: 2\n', 'existing, line 2: has several documents'],
    ['x: &x { b: 2 }\na: *x\n', 'a.list: is behind a YAML anchor'],
  ])('rejects %j', (text, message) => expect(() => ours.mergeOverText(text, text.includes('&x') ? { keep: ['a.b'] } : {})).toThrow(message));
});
