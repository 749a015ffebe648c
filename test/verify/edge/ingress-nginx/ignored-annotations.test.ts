import { hasGuardAnnotations, ignoredAnnotations } from '../../../../src/verify/edge/ingress-nginx/ignored-annotations';
import { ingress, object } from '../../_manifests';
import { kubeObjects } from '../_routes';

type Annotations = Record<string, string>;

const URL = 'http://flyteadmin.union-cp/me';
const PREFIX = 'nginx.ingress.kubernetes.io/';
const of = (annotations: Annotations, className?: string) => kubeObjects(ingress('i', { annotations, className, paths: {} }))[0];
const ignored = (annotations: Annotations, className?: string, controllers: Record<string, string> = {}) => {
  const classes = Object.entries(controllers).map(([name, controller]) => object('networking.k8s.io/v1', 'IngressClass', name, { spec: { controller } }, null));
  return ignoredAnnotations(of(annotations, className), kubeObjects(...classes));
};

test.each<[Annotations, boolean]>([
  [{ 'auth-url': '' }, true], [{ 'auth-url': '', 'use-regex': 'true' }, true], [{ 'auth-urls': '' }, true], [{ 'nginx.org/policies': 'p' }, true], [{ 'nginx.com/jwt-key': 'k' }, true],
  [{ 'use-regex': 'true' }, false], [{ 'a/auth-url': '' }, false],
])('whether %j means a guard: %s', (annotations, expected) => expect(hasGuardAnnotations(of(annotations))).toBe(expected));

const SERVED = 'an Ingress of a class that ingress-nginx serves';
const A_NAME = 'the name of an annotation that ingress-nginx reads';
const F5 = { 'nginx.org/policies': 'p', 'nginx.org/rewrites': 'r' };

test.each<[string, [Annotations, string?, Record<string, string>?], [name: string, expected: string, found: string][]]>([
  ['class of another controller, by its name', [{ 'auth-url': URL, 'auth-signing': '' }, 'alb'], [[`${PREFIX}auth-url`, SERVED, 'class alb, which another controller serves']]],
  ['class of another controller, by its IngressClass', [{ 'auth-url': URL }, 'public', { public: 'traefik.io/ingress-controller' }],
    [[`${PREFIX}auth-url`, SERVED, 'class public, served by traefik.io/ingress-controller']]],
  ['class of another controller, without a URL', [{ 'auth-url': ' ' }, 'alb'], []],
  ['class of another controller, with a sign-in alone', [{ 'auth-signin': URL }, 'alb'], []],
  ['class that may be that of ingress-nginx', [{ 'auth-url': URL }, 'public'], []],
  ['class that is that of ingress-nginx, under any name', [{ 'auth-url': URL }, 'traefik', { alb: 'ingress.k8s.aws/alb', traefik: 'k8s.io/ingress-nginx' }], []],
  ['misspelt name, beside wrong values of others', [{ 'auth-url': 'flyteadmin/me', 'auth-signing': 'x', 'authurl': 'y' }], [
    [`${PREFIX}auth-signing`, A_NAME, `${PREFIX}auth-signing, which ingress-nginx ignores`], [`${PREFIX}authurl`, A_NAME, `${PREFIX}authurl, which ingress-nginx ignores`],
    [`${PREFIX}auth-url`, 'an absolute URL', 'flyteadmin/me'],
  ]],
  ['guard of the F5 controller behind ingress-nginx', [{ ...F5, 'use-regex': 'true' }],
    [['nginx.org/policies', `the guard of ingress-nginx, ${PREFIX}auth-url`, 'nginx.org/policies, which only the F5 NGINX Ingress Controller reads']]],
  ['guard of the F5 controller alone', [F5], []],
  ['guard of the F5 controller beside that of ingress-nginx', [{ ...F5, 'auth-url': URL }], []],
  ['blank URL, whatever the others say', [{ 'auth-url': ' ', 'auth-cache-duration': 'forever' }], [[`${PREFIX}auth-url`, 'an absolute URL', 'an empty value']]],
])('of a %s is said what is ignored', (_, args, expected) => {
  expect(ignored(...args)).toEqual(expected.map(([name, wanted, found]) => ({ name, expected: wanted, found })));
});

test.each([
  ['auth-url', 'an absolute URL', [URL, ' https://$host/me ', 'h2c+tls-1.0://gate'], ['flyteadmin/me', '//flyteadmin/me', 'http://', 'http:///me', 'http://?a', 'http:flyteadmin', '1http://a', 'see http://a']],
  ['auth-cache-duration', 'status codes followed by a duration, such as "200 202 1m"', ['', ' ', '1m', '200 202 1m', '200 10m, 401 5s', '200 10ms', '200 1m,, '],
    ['200', 'abc', '1m 200', '200 abc', '200 1x', '200 a1m', '200 1ma', '200 1m, 401']],
  ['auth-always-set-cookie', '"true" or "false"', ['true', 'T', '1', 'false', 'F', '0', ''], ['yes', '2', 'true!', 'not false']],
  ['auth-request-redirect', 'a URL without variables', ['https://union.example.com/?a=b', ''], ['https://$host', 'a b', 'a;b', 'a"b', 'a\'b', 'a{b', 'a}b', 'a\\b', 'a<b', 'a>b']],
])('values of %s: %s', (name, expected, valid, invalid) => {
  const found = (value: string) => ignored({ 'auth-url': URL, [name]: value });
  expect(valid.filter((value) => found(value).length > 0)).toEqual([]);
  expect(invalid.map(found)).toEqual(invalid.map((value) => [{ name: `${PREFIX}${name}`, expected, found: value }]));
});

test.each<[string, boolean]>([
  ['ingress.kubernetes.io/', true], ['nginx.kubernetes.io/', true], ['nginx.org/', true], ['nginx.ingress.kubernets.io/', true], ['ngnx.ingress.kubernets.io/', true],
  ['ngnx.ingres.kubernets.io/', false], ['haproxy.org/', false], ['', false],
])('auth-signin with the prefix %s means that of ingress-nginx: %s', (prefix, isMeant) => {
  const name = `${prefix}auth-signin`;
  const found = ignoredAnnotations(kubeObjects({ ...ingress('i', { paths: {} }), metadata: { name: 'i', annotations: { [name]: URL } } })[0], []);
  expect(found).toEqual(isMeant ? [{ name, expected: `${PREFIX}auth-signin`, found: `${name}, which ingress-nginx ignores` }] : []);
});
