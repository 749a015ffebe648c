import { hasGuardAnnotations, ignoredAnnotations } from '../../../../src/verify/edge/ingress-nginx/ignored-annotations';
import { ingress, object } from '../../_manifests';
import { kubeObjects } from '../_routes';

const URL = 'http://flyteadmin.union-cp/me';
const PREFIX = 'nginx.ingress.kubernetes.io/';
const of = (annotations: Record<string, string>, className?: string) => kubeObjects(ingress('i', { annotations, className, paths: {} }))[0];
const ignored = (annotations: Record<string, string>, className?: string, controllers: Record<string, string> = {}) => {
  const classes = Object.entries(controllers).map(([name, controller]) => object('networking.k8s.io/v1', 'IngressClass', name, { spec: { controller } }, null));
  return ignoredAnnotations(of(annotations, className), kubeObjects(...classes));
};

test.each([[{ 'auth-url': '' }, true], [{ 'auth-url': '', 'use-regex': 'true' }, true], [{ 'auth-urls': '' }, true], [{ 'nginx.org/policies': 'p' }, true], [{ 'nginx.com/jwt-key': 'k' }, true], [{ 'use-regex': 'true' }, false], [{ 'a/auth-url': '' }, false]])(
  'whether %j means a guard: %s', (annotations: object, expected) => {
    expect(hasGuardAnnotations(of(annotations as Record<string, string>))).toBe(expected);
  },
);

describe('the controller of the class', () => {
  const found = (text: string) => [{ name: `${PREFIX}auth-url`, expected: 'an Ingress of a class that ingress-nginx serves', found: text }];

  test('is another by its name, or by its IngressClass', () => {
    expect(ignored({ 'auth-url': URL, 'auth-signing': '' }, 'alb')).toEqual(found('class alb, which another controller serves'));
    expect(ignored({ 'auth-url': URL }, 'public', { public: 'traefik.io/ingress-controller' })).toEqual(found('class public, served by traefik.io/ingress-controller'));
    expect(ignored({ 'auth-url': ' ' }, 'alb')).toEqual([]);
    expect(ignored({ 'auth-signin': URL }, 'alb')).toEqual([]);
  });

  test('may be ingress-nginx under any name', () => {
    expect(ignored({ 'auth-url': URL }, 'public')).toEqual([]);
    expect(ignored({ 'auth-url': URL }, 'traefik', { alb: 'ingress.k8s.aws/alb', traefik: 'k8s.io/ingress-nginx' })).toEqual([]);
  });
});

test('misspelt names are told beside what is wrong with the values of the others', () => {
  expect(ignored({ 'auth-url': 'flyteadmin/me', 'auth-signing': 'x', 'authurl': 'y' })).toEqual([
    { name: `${PREFIX}auth-signing`, expected: 'the name of an annotation that ingress-nginx reads', found: `${PREFIX}auth-signing, which ingress-nginx ignores` },
    { name: `${PREFIX}authurl`, expected: 'the name of an annotation that ingress-nginx reads', found: `${PREFIX}authurl, which ingress-nginx ignores` },
    { name: `${PREFIX}auth-url`, expected: 'an absolute URL', found: 'flyteadmin/me' },
  ]);
});

test('guards of the F5 controller guard nothing behind ingress-nginx, and stand in nobody’s way beside its own', () => {
  const f5 = { 'nginx.org/policies': 'p', 'nginx.org/rewrites': 'r' };
  expect(ignored({ ...f5, 'use-regex': 'true' })).toEqual([
    { name: 'nginx.org/policies', expected: `the guard of ingress-nginx, ${PREFIX}auth-url`, found: 'nginx.org/policies, which only the F5 NGINX Ingress Controller reads' },
  ]);
  expect(ignored(f5)).toEqual([]);
  expect(ignored({ ...f5, 'auth-url': URL })).toEqual([]);
});

describe('values', () => {
  test.each([
    ['auth-url', [URL, ' https://$host/me ', 'h2c+tls-1.0://gate'], ['flyteadmin/me', '//flyteadmin/me', 'http://', 'http:///me', 'http://?a', 'http:flyteadmin', '1http://a', 'see http://a']],
    ['auth-cache-duration', ['', ' ', '1m', '200 202 1m', '200 10m, 401 5s', '200 10ms', '200 1m,, '], ['200', 'abc', '1m 200', '200 abc', '200 1x', '200 a1m', '200 1ma', '200 1m, 401']],
    ['auth-always-set-cookie', ['true', 'T', '1', 'false', 'F', '0', ''], ['yes', '2', 'true!', 'not false']],
    ['auth-request-redirect', ['https://union.example.com/?a=b', ''], ['https://$host', 'a b', 'a;b', 'a"b', 'a\'b', 'a{b', 'a}b', 'a\\b', 'a<b', 'a>b']],
  ])('of %s', (name, valid, invalid) => {
    const foundIn = (value: string) => ignored({ 'auth-url': URL, [name]: value }).map((each) => [each.name, each.found]);
    expect(valid.filter((value) => foundIn(value).length > 0)).toEqual([]);
    expect(invalid.map(foundIn)).toEqual(invalid.map((value) => [[`${PREFIX}${name}`, value]]));
  });

  test('without a URL the others do not matter', () => {
    expect(ignored({ 'auth-url': ' ', 'auth-cache-duration': 'forever' })).toEqual([{ name: `${PREFIX}auth-url`, expected: 'an absolute URL', found: 'an empty value' }]);
  });

  test('say what is expected', () => {
    const expected = (name: string) => ignored({ 'auth-url': URL, [name]: '$x' }).map((each) => each.expected);
    expect(['auth-cache-duration', 'auth-always-set-cookie', 'auth-request-redirect'].flatMap(expected)).toEqual([
      'status codes followed by a duration, such as "200 202 1m"', '"true" or "false"', 'a URL without variables',
    ]);
  });
});
