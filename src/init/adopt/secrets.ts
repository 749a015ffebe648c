import { JsonObject, withoutUndefined } from '../../common/data/json';
import { seedSecretName } from '../../constructs/planes/control-plane/api-key-seeds';
import {
  CLIENT_SECRET_KEY, DATABASE_PASSWORD_KEY, OIDC_CLIENT_SECRET_KEY, SECRETS, UNION_SECRETS,
} from '../../contract/union/secrets';
import { isValue } from '../../verify/credentials/secret-writers';
import type { ExternalSecret } from '../../verify/kube/external-secret';
import { asObject, asText } from '../../verify/kube/json-access';
import { Workload } from '../../verify/kube/workload';
import type { Field } from '../../verify/read/field';
import { Answers, dataPlanesIn } from '../answers';
import { Finds, isSaid } from './finds';
import { Standing } from './standing';

/** The source of a key in a Secret. */
interface Origin {
  readonly remote: JsonObject;
  readonly field: Field;
  readonly by: ExternalSecret;
}

/** Finds the delivery of client secrets and their locations. Never a secret. */
export function findSecrets(standing: Standing, finds: Finds): void {
  if (standing.model.externalSecrets.length > 0 && findEntries(standing, finds)) {
    findEager(standing, finds);
    return;
  }
  const script =
    standing.scripts.find(({ text }) => /^deliver [\w-]+ |kubectl[^\n]* create secret/m.test(text));
  if (script !== undefined) {
    finds.take('secrets', { kubernetesSecrets: {} }, script.name);
    findEagerInScripts(standing, finds);
    return;
  }
  const other = otherWriter(standing);
  if (other !== undefined) {
    finds.take('secrets', { provisioned: {} }, finds.places.textOf(other));
  } else {
    finds.miss('secrets: nothing in the input delivers them (an ExternalSecret, a script); '
      + 'without another answer, they are treated as delivered by another tool');
  }
}

/** Another operator, or a Secret with a client secret, not a placeholder; pods write other keys. */
function otherWriter({ model }: Standing): Field | undefined {
  return [...UNION_SECRETS].flatMap((name) => model.writers.named(name)).find((writer) =>
    Workload.of(writer.object) === undefined
    && (writer.openEnded || writer.keys.includes(CLIENT_SECRET_KEY))
    && (writer.kind !== 'manifest' || isValue(writer.secret.valueKind(CLIENT_SECRET_KEY))))?.field;
}

function findEntries(standing: Standing, finds: Finds): boolean {
  const at = 'secrets.externalSecrets';
  const { flyteadmin, relyingParty, scheduler, unionServices, dataPlane } = SECRETS;
  const first = (...places: [string, string][]) =>
    places.flatMap(([name, key]) => originsOf(standing, name, key))[0];
  const web = first([relyingParty.name, CLIENT_SECRET_KEY], [flyteadmin.name, OIDC_CLIENT_SECRET_KEY]);
  const service = first(
    [unionServices.name, CLIENT_SECRET_KEY], [scheduler.name, CLIENT_SECRET_KEY], [
      flyteadmin.name,
      CLIENT_SECRET_KEY,
    ],
    [dataPlane.name, CLIENT_SECRET_KEY],
  );
  const some = web ?? service;
  if (some === undefined) {
    return false;
  }
  const { kind, name } = some.by.store;
  finds.take(`${at}.store.kind`, kind, some.by.field('secretStoreRef'));
  finds.take(`${at}.store.name`, name, some.by.field('secretStoreRef'));
  for (const [application, origin] of Object.entries({ web, service })) {
    const place = `applications.${application}.secret`;
    if (origin === undefined) {
      finds.miss(`${place}: no ExternalSecret reads it`);
    } else {
      finds.take(place, origin.remote, origin.field);
    }
  }
  const database = first([unionServices.name, DATABASE_PASSWORD_KEY]);
  const password = standing.isPlain ? 'planes.plain.database.password' : 'controlPlane.databasePassword';
  finds.take(password, database?.remote, database?.field ?? '');
  const interval = some.by.refreshInterval;
  if (interval !== undefined && /^\d+[hms]$/.test(interval) && interval !== '1h') {
    finds.take(`${at}.refreshInterval`, interval, some.by.field('refreshInterval'));
  }
  findOperators(standing, finds);
  return true;
}

/** The entries that are read into a key of a Secret with this name. */
export function originsOf({ model }: Standing, secret: string, key: string, namespace?: string): Origin[] {
  return model.externalSecrets
    .filter((each) =>
      each.target === secret && (namespace === undefined || each.object.namespace === namespace))
    .flatMap((by) => by.data.filter(({ secretKey }) => secretKey === key).flatMap(({ field }) => {
      const remote = remoteOf(by.at(...field.path.slice(by.field().path.length), 'remoteRef'));
      return typeof remote.key === 'string' && isSaid(remote.key) ? [{ remote, field, by }] : [];
    }));
}

function remoteOf(reference: unknown): JsonObject {
  const { key, property, version } = asObject(reference);
  return withoutUndefined({ key: asText(key), property: asText(property), version: asText(version) });
}

/** Finds the secrets of a data plane's own applications. */
function findOperators(standing: Standing, finds: Finds): void {
  dataPlanesIn(finds.answers as Partial<Answers>).forEach(({ place, clusterName, namespace, operator }) => {
    const all = operator ? originsOf(standing, SECRETS.dataPlane.name, CLIENT_SECRET_KEY, namespace) : [];
    const at = `${place}.operator.secret`;
    const isOne = new Set(all.map(({ remote }) => JSON.stringify(remote))).size === 1;
    // The same name in every cluster: each has its own.
    const origin = all.find(({ by }) => by.object.cluster === clusterName) ?? (isOne ? all[0] : undefined);
    finds.take(at, origin?.remote, origin?.field ?? '');
    if (origin === undefined && all.length > 0) {
      finds.miss(`${at}: ${all.length} ExternalSecrets deliver it, and none has that cluster`);
    }
  });
}

/**
 * Finds the eager client of a cluster: in the Secret with client ID and secret, from which the control plane
 * creates its API key.
 */
function findEager({ model }: Standing, finds: Finds): void {
  eachCluster(finds, (cluster, at) => {
    const by = model.externalSecrets.find(({ target }) => target === seedSecretName(cluster));
    const clientId = asText(by?.at('target', 'template', 'data', 'client_id'));
    if (by === undefined || clientId === undefined || !isSaid(clientId)) {
      return;
    }
    finds.take(`${at}.eager.clientId`, clientId, by.field('target', 'template', 'data', 'client_id'));
    finds.take(`${at}.eager.secret`, remoteOf(by.at('data', 0, 'remoteRef')), by.field('data', 0));
  });
}

function findEagerInScripts({ scripts }: Standing, finds: Finds): void {
  eachCluster(finds, (cluster, at) => {
    const line = new RegExp(`^deliver ${seedSecretName(cluster)} '' client_id '([^']+)'`, 'm');
    const script = scripts.find(({ text }) => line.test(text));
    finds.take(`${at}.eager.clientId`, line.exec(script?.text ?? '')?.[1], script?.name ?? '');
  });
}

function eachCluster(finds: Finds, look: (cluster: string, at: string) => void): void {
  dataPlanesIn(finds.answers as Partial<Answers>).forEach(({ place, clusterName, operator }) => {
    if (clusterName !== undefined && operator !== undefined && /^[a-z0-9.-]+$/.test(clusterName)) {
      look(clusterName, place);
    }
  });
}
