import { ingressRewrite } from '../../../../src/verify/edge/ingress-nginx/ingress-nginx-reader';
import { ingress } from '../../_manifests';
import { kubeObjects, routesOf } from '../_routes';

const rewriting = (target: string | undefined, path: string) =>
  ingressRewrite(kubeObjects(ingress('i', { annotations: target === undefined ? {} : { 'rewrite-target': target }, paths: { '/': 'x' } }))[0], path);

describe('rewrite-target of ingress-nginx', () => {
  test.each([
    ['/$1', '/app/(.*)', '/app/x', '/x'],
    ['/$1', '/app/(.*)', '/APP/x', '/x'],
    ['/$2/$1', '/(a)(/b)?', '/a', '//a'],
    ['/', '/app', '/application', '/'],
    ['/', '/app', '/my/app', '/my/app'],
  ])('%s below %s makes of %s: %s', (target, path, requested, rewritten) => expect(rewriting(target, path).rewritten?.(requested)).toBe(rewritten));

  test.each([[undefined, '/app'], ['', '/app']])('%s below %s rewrites nothing', (target, path) => {
    expect(rewriting(target, path)).toEqual({ unread: [] });
  });

  test('is listed as unread if its path is unread', () => expect(rewriting('/$1', '/(a)\\1')).toEqual({
    unread: ['rewrite-target of Ingress i for the path /(a)\\1, an expression that is not read'],
  }));
});

test.each([['Exact', 'exact'], ['Prefix', 'tree'], ['ImplementationSpecific', 'start'], ['', 'start']])('a path of type %j matches as %s', (pathType, match) => {
  expect(routesOf(ingress('i', { pathType, paths: { '/a': 'executions' } }))[0].match).toBe(match);
});
