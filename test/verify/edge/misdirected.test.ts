import { misdirected, openSlips, sameSlip, slipFor } from '../../../src/verify/edge/misdirected';
import { ingress } from '../_manifests';
import { modelOf } from './_routes';

const server = (paths: Record<string, string>) => modelOf(ingress('i', { paths })).servers[0];

test.each<[Record<string, string>, string[]]>([
  [{ '/logn': 'flyteadmin' }, ['/logn login']],
  [{ '/mee': 'flyteadmin' }, ['/mee me']],
  [{ '/m': 'flyteadmin' }, []],
  [{ '/meee': 'flyteadmin' }, []],
  [{ '/logn': 'flyteadmin', '/login': 'flyteadmin' }, []],
  [{ '/logn': 'executions' }, []],
  [{ '/': 'flyteadmin' }, []],
  [{ '/me': 'flyteadmin', '/api': 'flyteadmin' }, []],
])('routes %j have misspelt open paths: %j', (paths, expected) => {
  expect(openSlips(server(paths)).map(({ route, step }) => `${route.path} ${step}`)).toEqual(expected);
});

test('the first route with a misspelling represents the others', () => {
  const found = server({ '/logn': 'flyteadmin', '/logni': 'flyteadmin', '/api': 'flyteadmin' });
  const [first, second, other] = found.routes;
  expect([slipFor('/login', found), sameSlip(first, found), sameSlip(second, found), sameSlip(other, found), slipFor('/me', found)]).toEqual([first, first, first, undefined, undefined]);
});

test.each<[Record<string, string>, string[]]>([
  [{ '/api': 'executions' }, ['/api to flyteadmin']],
  [{ '/api': 'flyteadmin' }, []],
  [{ '/api': 'docs' }, []],
  [{ '/flyteidl.service.AdminServcie': 'flyteadmin' }, ['/flyteidl.service.AdminService to flyteadmin, AdminServcie']],
  [{ '/flyteidl.service.AdminServcie': 'flyteadmin', '/flyteidl.service.AdminService': 'flyteadmin' }, []],
  [{ '/login': 'executions' }, []],
])('routes %j are misdirected: %j', (paths, expected) => {
  expect(misdirected(server(paths)).map(({ path, service, slip }) => `${path} to ${service}${slip === undefined ? '' : `, ${slip}`}`)).toEqual(expected);
});
