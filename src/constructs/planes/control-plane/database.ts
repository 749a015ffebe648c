import type { Deployment } from 'cdk8s-plus-28';
import { JsonObject } from '../../../common/data/json';
import { filledIn, matching, objectName, portNumber } from '../../../common/props/checks';
import { Problems } from '../../../common/props/problems';
import { list, map, number, oneOf, optional, Shape, struct, text } from '../../../common/props/prop-types';
import { DATABASE_PASSWORD_DIRECTORY, DATABASE_PASSWORD_KEY, SECRETS } from '../../../contract/union/secrets';
import { CACHE_SERVICE_NAME } from '../../../contract/union/services';
import { DatabaseContract, WorkloadContract } from '../../../contract/union/workloads';
import { REMOTE_REF, RemoteRef } from '../../../contract/upstream/remote-ref';
import { DEVIATIONS } from '../../identity/deviations';
import { cdk8sPlus } from '../../objects/api-objects';
import { OtherSecrets } from '../../secrets/secret-delivery';
import { ConfigFiles } from '../../settings/context';

/** TLS of connections to the database: PostgreSQL's `sslmode`. */
export enum DatabaseTls {
  /** Without TLS: for a database on a trusted network. */
  DISABLE = 'disable',
  /** Encrypted, without verification of the server. */
  REQUIRE = 'require',
  /** Encrypted, with a server certificate of a trusted authority. */
  VERIFY_CA = 'verify-ca',
  /** As `VERIFY_CA`, and the certificate is for this host. */
  VERIFY_FULL = 'verify-full',
}

/**
 * The PostgreSQL server of a control plane. Its password is not a prop: every service reads it from the key
 * `pass.txt` of the Secret `union-controlplane-secrets`, which the delivery of the plane fills.
 */
export interface Database {
  /** Host name or address of the server, without port: `postgres.example.com`. */
  readonly host: string;

  /**
   * Port of the server.
   *
   * @default 5432
   */
  readonly port?: number;

  /** The database user of the services: `union`. Migrations use the same user, which owns the tables. */
  readonly user: string;

  /**
   * Name of flyteadmin's database, which the scheduler uses too: `flyteadmin`. flyteadmin creates it if it is
   * missing and the user has the right.
   *
   * @default "flyteadmin"
   */
  readonly name?: string;

  /**
   * Names of the databases of other services, by service name. Union's services share one; flyteadmin and
   * cacheservice need one each, since each has its own migrations table.
   *
   * @default - "cacheservice" for cacheservice, "unionai" for every Union service
   */
  readonly names?: { [service: string]: string };

  /**
   * TLS of the connections.
   *
   * @default DatabaseTls.REQUIRE
   */
  readonly tls?: DatabaseTls;

  /**
   * ConfigMap with the certificate authority of the server: `database-ca`. It is in the plane's namespace,
   * with the key `ca.crt`; for `VERIFY_CA` and `VERIFY_FULL`.
   *
   * @default - the authorities that the images trust
   */
  readonly caConfigMap?: string;

  /**
   * Location of the database password in the store.
   *
   * @default - none; required with `SecretDelivery.externalSecrets()`
   */
  readonly password?: RemoteRef;

  /**
   * Names of the projects that flyteadmin creates if they are missing. Registrations need a project.
   *
   * @default ["union-health-monitoring", "flytesnacks"], the defaults of Union's chart
   */
  readonly initialProjects?: string[];
}

/** flyteadmin creates a missing database with an unquoted statement (flytestdlib: database/postgres.go). */
const databaseName = matching(
  /^[a-z_][a-z0-9_]{0,62}$/, 'is not a database name; use lower-case letters, digits and "_"',
);

/**
 * The connection settings are concatenated as `host=… user=…`, unquoted (flytestdlib: database/postgres.go).
 */
const dsnPart = matching(
  /^[^'"\\=]+$/,
  'contains a quote, a backslash or "=", which break the connection settings; use a user without them',
);

export const DATABASE = struct<Database>({
  host: text(filledIn, serverHost),
  port: optional(number(portNumber)),
  user: text(filledIn, dsnPart),
  name: optional(text(filledIn, databaseName)),
  names: optional(map(text(filledIn, databaseName))),
  tls: optional(oneOf('DatabaseTls', DatabaseTls)),
  caConfigMap: optional(text(objectName)),
  password: optional(REMOTE_REF),
  initialProjects: optional(list(text(filledIn, objectName))),
} satisfies Shape<Database>, '{ host: "postgres.example.com", user: "union" }');

function serverHost(host: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(host)) {
    return 'is a URL; write only the host, and give port, user and name in their own props';
  }
  return /^[A-Za-z0-9.-]+$|^[0-9a-fA-F:]*:[0-9a-fA-F:]*:[0-9a-fA-F:]*$/.test(host)
    ? undefined
    : 'is not a host; write only its name, and give the port in its own prop';
}

/**
 * Checks the props of the database against each other and the plane. With the guide's profile, External
 * Secrets delivers no password.
 */
export function checkDatabase(
  problems: Problems, { database, secrets, identity }: Given, workloads: readonly WorkloadContract[],
): void {
  const { caConfigMap, names = {}, password } = database;
  const tls = tlsOf(database);
  if (password !== undefined || identity._mend(DEVIATIONS.unionServicesDelivery, true, false)) {
    secrets._checkApart(problems, 'database.password', password, {
      identity, missing: 'give its location in the store',
    });
  }
  if (caConfigMap !== undefined && tls !== DatabaseTls.VERIFY_CA && tls !== DatabaseTls.VERIFY_FULL) {
    problems.add(
      'database.caConfigMap',
      caConfigMap,
      `has no effect with DatabaseTls ${tls}; use VERIFY_FULL, or leave it out`,
    );
  }
  checkDatabaseNames(problems, database, workloads);
  const own = workloads.filter(({ database: contract }) => contract && !sharesWithFlyteadmin(contract))
    .map(({ name }) => name);
  for (const service of Object.keys(names)) {
    problems.check(`database.names.${service}`, service, (name) =>
      own.includes(name)
        ? undefined
        : 'is not a service of this plane with its own database; those are '
          + `${own.join(', ') || 'none'}, and `
          + 'flyteadmin\'s is database.name');
  }
}

/**
 * flyteadmin and cacheservice each have a migrations table: in one database the second finds that of the
 * other, and does not start.
 */
function checkDatabaseNames(
  problems: Problems, database: Database, workloads: readonly WorkloadContract[],
): void {
  const given = database.names ?? {};
  const used = new Map(workloads.flatMap(({ name, database: contract }) => (contract === undefined ? [] : [
    [sharesWithFlyteadmin(contract) ? FLYTEADMIN : name, databaseNameOf(name, contract, database)],
  ])));
  const keepers = new Map([CACHE_SERVICE_NAME, FLYTEADMIN].map((service) => [used.get(service), service]));
  for (const [name, keeper] of keepers) {
    const others = [...used].filter(([service, its]) => its === name && service !== keeper)
      .map(([service]) => service);
    const named = others.filter((service) => given[service] !== undefined);
    for (const service of named.length > 0 ? named : others.slice(0, 1).map(() => keeper)) {
      const other = service === keeper ? others[0] : keeper;
      problems.add(
        service === FLYTEADMIN ? 'database.name' : `database.names.${service}`,
        name,
        `is also the database of ${other}; ${keeper} needs its own, give another name`,
      );
    }
  }
}

interface Given extends OtherSecrets {
  readonly database: Database;
}

const FLYTEADMIN = 'flyteadmin';

/** Its scheduler uses the same database. */
function sharesWithFlyteadmin({ name }: DatabaseContract): boolean {
  return name === FLYTEADMIN;
}

/** The database of a service. */
function databaseNameOf(service: string, contract: DatabaseContract, database: Database): string {
  const { name, names = {} } = database;
  return (sharesWithFlyteadmin(contract) ? name : names[service]) ?? contract.name;
}

function tlsOf({ tls = DatabaseTls.REQUIRE }: Database): DatabaseTls {
  return tls;
}

export function databasePort(database: Database): number {
  return database.port ?? 5432;
}

/** Mount path of the certificate authority. */
const CA_DIRECTORY = '/etc/db-ca';
const CA_FILE = 'ca.crt';

/** The database settings of a service, by config file; empty without a database. */
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

/**
 * The password is in the union services' Secret, for flyteadmin too (flyte-core:
 * `common.databaseSecret.name`).
 */
const PASSWORD_MOUNT = { secret: SECRETS.unionServices.name, mountPath: DATABASE_PASSWORD_DIRECTORY };

/** The same service, with the password file. */
export function withDatabasePassword(contract: WorkloadContract): WorkloadContract {
  return contract.database
    ? { ...contract, secretMounts: [...contract.secretMounts, PASSWORD_MOUNT] }
    : contract;
}

/** Mounts the certificate authority of the database server into all containers of a service. */
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
      // The configuration has no setting for the file; PostgreSQL drivers read these variables.
      container.env.addVariable('PGSSLROOTCERT', EnvValue.fromValue(`${CA_DIRECTORY}/${CA_FILE}`));
    }
  });
}
