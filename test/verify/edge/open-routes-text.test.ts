import { openRoutesText } from '../../../src/verify/edge/guarded-paths';
import { ingress } from '../_manifests';
import { modelOf } from './_routes';

function text(paths: string[], host?: string) {
  const [server] = modelOf(...paths.map((path, index) => ingress(`i${index}`, { host, paths: { [path]: 'executions' } }))).servers;
  return openRoutesText(server.routes);
}

test('shows up to four paths, each once', () => {
  expect(text(['/a', '/b', '/c', '/d'], 'union.example.com')).toEqual({ expected: 'a guard before every request on union.example.com', found: 'no guard before /a, /b, /c, /d', values: { paths: '/a, /b, /c, /d' } });
  expect(text(['/a', '/a', '/b']).found).toBe('no guard before /a, /b');
});

test('counts the others', () => {
  expect(text(['/a', '/b', '/c', '/d', '/e', '/f'])).toEqual({ expected: 'a guard before every request on every host', found: 'no guard before /a, /b, /c, /d and 2 more', values: { paths: '/a, /b, /c, /d and 2 more' } });
});

test('names each host once, and whose the routes are where it is told', () => {
  const routes = ['a', 'b'].flatMap((host) => modelOf(ingress(host, { host: `${host}.example.com`, paths: { '/x': 'executions', '/y': 'executions' } })).servers.flatMap((server) => server.routes));
  expect(openRoutesText(routes, 'GRPCRoute grpc')).toEqual({ expected: 'a guard of GRPCRoute grpc before every request on a.example.com, b.example.com', found: 'no guard before /x, /y', values: { paths: '/x, /y' } });
});
