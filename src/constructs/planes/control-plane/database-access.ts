import type { Deployment } from 'cdk8s-plus-28';
import { JsonObject } from '../../../common/data/json';
import { DATABASE_PASSWORD_DIRECTORY, DATABASE_PASSWORD_KEY, SECRETS } from '../../../contract/union/secrets';
import { DatabaseContract, WorkloadContract } from '../../../contract/union/workloads';
import { cdk8sPlus } from '../../objects/cdk8s-plus';
import { ConfigFiles } from '../../settings/config-files';
import { Database, databaseNameOf, databasePort, tlsOf } from './database';

/** Where the certificate authority is mounted. */
const CA_DIRECTORY = '/etc/db-ca';
const CA_FILE = 'ca.crt';

/** What a service is told of the database, by config file; nothing where it has none. */
export function databaseConfig(
  { name, database: contract }: WorkloadContract, database: Database,
): ConfigFiles {
  return contract
    ? new Map([[contract.file, sectionOf(contract, database, databaseNameOf(name, contract, database))]])
    : new Map();
}

const PASSWORD_FILE = `${DATABASE_PASSWORD_DIRECTORY}/${DATABASE_PASSWORD_KEY}`;

function sectionOf(
  { section, maxOpenConnections }: DatabaseContract, database: Database, dbname: string,
): JsonObject {
  const { host, user: username } = database;
  const port = databasePort(database);
  const connection = {
    host,
    port,
    dbname,
    username,
    passwordPath: PASSWORD_FILE,
    options: connectionOptions(database),
  };
  switch (section) {
    case 'db':
      return { db: { ...connection, connectionPool: poolOf(maxOpenConnections) } };
    case 'database':
      return {
        database: {
          postgres: connection, maxOpenConnections, maxIdleConnections: 10, connMaxLifeTime: '120s',
        },
      };
    case 'userclouds':
      return {
        database: {
          host,
          port,
          name: dbname,
          user: username,
          password: `file://${PASSWORD_FILE}`,
          sslMode: tlsOf(database),
          mode: 'normal',
        },
      };
  }
}

function poolOf(maxOpenConnections: number): JsonObject {
  return { maxOpenConnections, maxIdleConnections: maxOpenConnections, maxConnectionLifetime: '1m' };
}

function connectionOptions(database: Database): string {
  return [
    `sslmode=${tlsOf(database)}`,
    ...(database.caConfigMap === undefined ? [] : [`sslrootcert=${CA_DIRECTORY}/${CA_FILE}`]),
  ].join(' ');
}

/** It lies in the union services' Secret, for flyteadmin too (flyte-core: `common.databaseSecret.name`). */
const PASSWORD_MOUNT = { secret: SECRETS.unionServices.name, mountPath: DATABASE_PASSWORD_DIRECTORY };

/** The same service, with the file with the password. */
export function withDatabasePassword(contract: WorkloadContract): WorkloadContract {
  return contract.database
    ? { ...contract, secretMounts: [...contract.secretMounts, PASSWORD_MOUNT] }
    : contract;
}

/**
 * Gives all containers of a service with a database the authority that the server's certificate comes from.
 */
export function mountDatabaseAuthority(
  deployment: Deployment, { database: contract }: WorkloadContract, { caConfigMap }: Database,
): void {
  if (!contract || caConfigMap === undefined) {
    return;
  }
  const { ConfigMap, EnvValue, Volume } = cdk8sPlus();
  const source = ConfigMap.fromConfigMapName(deployment, 'database-ca', caConfigMap);
  const volume = Volume.fromConfigMap(deployment, 'database-ca-volume', source, { name: 'database-ca' });
  [...deployment.initContainers, ...deployment.containers].forEach((container) => {
    container.mount(CA_DIRECTORY, volume, { readOnly: true });
    if (contract.section === 'userclouds') {
      // Its configuration has no place for the file; drivers of PostgreSQL look here.
      container.env.addVariable('PGSSLROOTCERT', EnvValue.fromValue(`${CA_DIRECTORY}/${CA_FILE}`));
    }
  });
}
