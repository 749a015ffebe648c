import { ControlPlaneProps, Database, DatabaseTls } from '../../../../src';
import { configOf, controlPlane, find } from '../../../_tools/made';
import { PLAIN } from '../../../_tools/plain-plane';
import { problemsOf } from '../../../_tools/problems';

function build(props: Partial<ControlPlaneProps> = {}) {
  const { manifests } = controlPlane(props);
  return {
    config: (configMap: string, file: string) => configOf(manifests, configMap, file),
    pod: (deployment: string) => find(manifests, 'Deployment', deployment).spec.template.spec,
  };
}

const database = PLAIN.database;

test('flyteadmin and its scheduler share a database, Union\'s services another one', () => {
  const { config } = build({ database: { ...database, port: 6432, name: 'admin', names: { executions: 'runs' } } });
  const connection = { host: 'postgres.example.com', port: 6432, username: 'union', passwordPath: '/etc/db/pass.txt', options: 'sslmode=require' };
  expect(config('flyte-admin-base-config', 'db.yaml').database.postgres).toEqual({ ...connection, dbname: 'admin' });
  expect(config('flyte-scheduler-config', 'db.yaml').database.postgres).toEqual({ ...connection, dbname: 'admin' });
  expect(config('executions', 'config.yaml').db).toMatchObject({ ...connection, dbname: 'runs' });
  expect(config('cluster', 'config.yaml').db).toMatchObject({ ...connection, dbname: 'unionai' });
  expect(config('usage', 'config.yaml')).not.toHaveProperty('db');
});

test('tables are made before anybody reads them, with the same password', () => {
  const { pod } = build();
  const commands = (name: string) => pod(name).initContainers?.map(({ command, args }: any) => [...command ?? [], ...args ?? []].join(' ').split('/etc')[0].trim());
  expect(pod('flyteadmin').initContainers[0].command).toEqual(['flyteadmin', '--config', '/etc/flyte/config/*.yaml', 'migrate', 'run']);
  expect(pod('flyteadmin').initContainers[1].command.slice(3)).toEqual(['migrate', 'seed-projects', 'union-health-monitoring', 'flytesnacks']);
  expect(commands('flytescheduler')).toEqual(['flytescheduler precheck --config']);
  expect(commands('executions')).toEqual(['cloudpropeller migrate --config']);
  expect(commands('cluster')).toEqual(['cloudcluster migrate --config']);
  expect(commands('usage')).toBeUndefined();
  for (const name of ['flyteadmin', 'flytescheduler', 'executions', 'cluster']) {
    const { initContainers, containers, volumes } = pod(name);
    for (const container of [...initContainers.filter((init: any) => init.name !== 'generate-secrets'), ...containers]) {
      const mount = container.volumeMounts.find(({ mountPath }: any) => mountPath === '/etc/db');
      expect(volumes.find((volume: any) => volume.name === mount.name).secret.secretName).toBe('union-controlplane-secrets');
    }
  }
});

test('projects are the user\'s choice, and none is one', () => {
  expect(build({ database: { ...database, initialProjects: ['acme'] } }).pod('flyteadmin').initContainers[1].command.slice(-2)).toEqual(['seed-projects', 'acme']);
  expect(build({ database: { ...database, initialProjects: [] } }).pod('flyteadmin').initContainers.map(({ name }: any) => name)).toEqual(['run-migrations', 'generate-secrets']);
});

test('an authority of one\'s own is mounted wherever the database is asked', () => {
  const { config, pod } = build({ database: { ...database, tls: DatabaseTls.VERIFY_FULL, caConfigMap: 'rds-ca' } });
  expect(config('executions', 'config.yaml').db.options).toBe('sslmode=verify-full sslrootcert=/etc/db-ca/ca.crt');
  const { containers, initContainers, volumes } = pod('executions');
  expect(volumes).toContainEqual({ name: 'database-ca', configMap: { name: 'rds-ca' } });
  for (const { volumeMounts } of [...containers, ...initContainers]) {
    expect(volumeMounts).toContainEqual({ mountPath: '/etc/db-ca', name: 'database-ca', readOnly: true });
  }
  expect(JSON.stringify(pod('usage'))).not.toContain('database-ca');
});

const NOT_OWN = 'is not a service of this plane with its own database; those are executions, cluster, and flyteadmin\'s is database.name';

test.each<[object, string[]]>([
  [{ database: { host: 'postgres://me@postgres.example.com', port: 70000, user: "o'neil", name: 'Flyte-Admin', tls: 'on' }, storage: undefined }, [
    'storage: required; create one with ObjectStorage.s3, ObjectStorage.gcs, ObjectStorage.azure',
    'database.host: "postgres://…@postgres.example.com" is a URL; write only the host, and give port, user and name in their own props',
    'database.port: 70000 is not a port; use a number from 1 to 65535',
    'database.user: "o\'neil" contains a quote, a backslash or "=", which break the connection settings; use a user without them',
    'database.name: "Flyte-Admin" is not a database name; use lower-case letters, digits and "_"',
    'database.tls: "on" must be one of DatabaseTls.DISABLE, DatabaseTls.REQUIRE, DatabaseTls.VERIFY_CA, DatabaseTls.VERIFY_FULL',
  ]],
  [{ database: undefined }, ['database: required; give host and user: { host: "postgres.example.com", user: "union" }']],
  [{ database: { ...database, caConfigMap: 'x', password: undefined, names: { usage: 'x', flyteadmin: 'y' } } }, [
    'database.password: required; give its location in the store',
    'database.caConfigMap: "x" has no effect with DatabaseTls require; use VERIFY_FULL, or leave it out',
    ...['usage', 'flyteadmin'].map((name) => `database.names.${name}: "${name}" ${NOT_OWN}`),
  ]],
])('rejects %j, all at once', (props, problems) => expect(problemsOf(() => build(props))).toEqual(problems));

describe('flyteadmin and cacheservice each need a database of their own', () => {
  const services = ['executions', 'cluster', 'cacheservice'];
  const own = (keeper: string, other = keeper) => `is also the database of ${other}; ${keeper} needs its own, give another name`;

  test.each<[string, Partial<Database>, string[]]>([
    ['of flyteadmin by default', { names: { executions: 'flyteadmin' } }, [`names.executions: "flyteadmin" ${own('flyteadmin')}`]],
    ['of flyteadmin by name', { name: 'admin', names: { cluster: 'admin', cacheservice: 'admin' } }, [
      `names.cluster: "admin" ${own('flyteadmin')}`, `names.cacheservice: "admin" ${own('flyteadmin')}`,
    ]],
    ['of cacheservice by default', { names: { executions: 'cacheservice' } }, [`names.executions: "cacheservice" ${own('cacheservice')}`]],
    ['of cacheservice by name', { names: { executions: 'runs', cacheservice: 'runs' } }, [`names.executions: "runs" ${own('cacheservice')}`]],
    ['of others by default, taken by flyteadmin', { name: 'unionai' }, [`name: "unionai" ${own('flyteadmin', 'executions')}`]],
    ['of others by default, taken by cacheservice', { names: { cacheservice: 'unionai' } }, [`names.cacheservice: "unionai" ${own('cacheservice', 'executions')}`]],
  ])('%s', (_, names, problems) => {
    expect(problemsOf(() => build({ services, database: { ...database, ...names } }))).toEqual(problems.map((problem) => `database.${problem}`));
  });

  test('others may share one, and so may a service that the plane does not have', () => {
    expect(() => build({ services, database: { ...database, names: { executions: 'union', cluster: 'union' } } })).not.toThrow();
    expect(() => build({ services: services.slice(0, 2), database: { ...database, names: { executions: 'cacheservice' } } })).not.toThrow();
  });
});
