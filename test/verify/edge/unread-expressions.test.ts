import { readExpression } from '../../../src/verify/edge/expression';
import { ingressAnswer } from '../../../src/verify/edge/ingress-nginx/snippets';
import { middlewareAnswer } from '../../../src/verify/edge/traefik/middleware-effects';
import { coverageOf } from '../../../src/verify/model/coverage';
import { verify } from '../../../src/verify/verify';
import { IN_CLUSTER_ME, ingress, manifests } from '../_manifests';
import { flyteadmin, HOST } from '../_union';
import { kubeObjects, middleware, modelOf } from './_routes';

/** What no reader of expressions takes. */
const REFUSED = ['/(a)(pi)\\1', '/(?<=x)api', '/(?=a)(pi)+', '/(?>api)', '/api{2000}', `/${'a?'.repeat(2100)}`];

test.each(REFUSED)('%s is refused', (expression) => expect(readExpression(`^${expression}`, 'PCRE')).toBeUndefined());

describe.each(REFUSED)('an open route of the expression %s', (expression) => {
  const objects = [
    ...flyteadmin(),
    ingress('guarded', { host: HOST, annotations: { 'auth-url': IN_CLUSTER_ME, 'use-regex': 'true' }, paths: { '/api': 'flyteadmin', '/me': 'flyteadmin' } }),
    ingress('open', { host: HOST, annotations: { 'use-regex': 'true' }, paths: { [expression]: 'flyteadmin' } }),
  ];

  test('is found, as it may take what must be guarded', () => {
    const { findings } = verify([{ name: 'all.yaml', text: manifests(...objects) }], { only: ['route-unguarded'] });
    expect(findings.map(({ object }) => object.name)).toContain('open');
  });

  test('is among what was not judged', () => {
    expect(coverageOf(modelOf(...objects)).open.map(({ missing }) => missing)).toContain(`the path ${expression} of Ingress open is an expression that verify does not evaluate`);
  });
});

test.each(REFUSED)('a redirect of the expression %s may answer in the place of the backend', (expression) => {
  const [object] = kubeObjects(ingress('i', { host: HOST, annotations: { 'configuration-snippet': `rewrite "${expression}" /x redirect;` }, paths: { '/': 'x' } }));
  expect(ingressAnswer(object)?.('/login')).toContain('in a snippet');
  expect(middlewareAnswer(kubeObjects(middleware('m', { redirectRegex: { regex: expression, replacement: '/x' } })))?.('/login')).toContain('a redirect of');
});
