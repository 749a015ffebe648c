import { groupsByKey, oncePer } from '../../common/data/collections';
import { isObject, JsonObject } from '../../common/data/json';
import { CLIENT_SECRET_KEY, DATABASE_PASSWORD_KEY } from '../../contract/union/secrets';
import { EXTERNAL_SECRETS_GROUP, REMOTE_REF_CHOICES } from '../../contract/upstream/external-secrets';
import { keyPassedOn } from '../../contract/upstream/remote-ref';
import type { Credential } from '../credentials/credential';
import { Flyteadmin } from '../credentials/flyteadmin';
import type { ExternalSecret } from '../kube/external-secret';
import { beside, Home } from '../kube/home';
import { asObject, asText } from '../kube/json-access';
import type { Secret } from '../kube/secret';
import { Field, placeKey } from '../read/field';
import { apiKeyTemplates, seededClients } from './client-ids-in-secrets';
import type { Model } from './model';

/** The source of a client's secret: a store entry, through an ExternalSecret. */
export interface ClientEntry {
  readonly clientId: string;
  /** The places of clients with that ID. */
  readonly named: readonly Field[];
  /** The places of those that read this entry. */
  readonly readers: readonly Field[];
  /** Whether people sign in with it, and not services. */
  readonly ofBrowserLogin: boolean;
  readonly field: Field;
  readonly home: Home;
  /** The name of the store, with its kind. */
  readonly store: string;
  /** The kind of store, if the input shows it. */
  readonly provider: string | undefined;
  readonly remoteKey: string;
  /** The part of the entry that is read: property, version, decoding. */
  readonly part: string;
}

/** The store entries of clients' secrets in the input, each once. */
export const clientEntries = oncePer((model: Model): readonly ClientEntry[] => {
  const entries = new Map<string, { found?: Unnamed; readers: NamedClient[] }>();
  const clients = clientsWithIds(model);
  for (const client of clients) {
    const { credential, clientId } = client;
    const { key, delivery, container: { workload } } = credential;
    // An object with an unknown cluster may be in another one.
    for (const writer of delivery?.writers.filter(({ object }) => object.cluster === workload.cluster)
      ?? []) {
      // Services share Secrets: each entry is resolved once.
      const { file, document, path } = writer.object.source;
      const id = `${clientId} ${key?.key} ${file} ${document} ${path.join()}`;
      if (writer.kind === 'external-secret' && key !== undefined) {
        const known = entries.get(id);
        known?.readers.push(client);
        if (known === undefined) {
          const found = entryOf(model, clientId, writer.externalSecret, key.key);
          entries.set(id, { found, readers: [client] });
        }
      }
    }
  }
  const named = groupsByKey(clients, ({ clientId }) => clientId);
  return [...entries.values(), ...eagerEntries(model).map((found) => ({ found, readers: [] }))]
    .flatMap(({ found, readers }) => (found === undefined ? [] : [{
      ...found,
      named: fieldsOf(named.get(found.clientId) ?? []),
      readers: fieldsOf(readers),
      ofBrowserLogin: readers.length > 0
        && readers.every(({ credential: { purpose } }) => purpose === 'web client secret'),
    }]));
});

function fieldsOf(clients: readonly NamedClient[]): Field[] {
  return clients.map(({ field }) => field);
}

type Unnamed = Omit<ClientEntry, 'named' | 'readers' | 'ofBrowserLogin'>;

/** Those of eager clients, whose ID is next to the secret in a template. */
function eagerEntries(model: Model): Unnamed[] {
  const eager = [...seededClients(model), ...apiKeyTemplates(model)];
  // A seed may occur twice, in the values and their rendering.
  return [...new Map(eager.map((each) => [placeKey(each.field), each])).values()].flatMap(
    ({ clientId, externalSecret }) => {
      const [index, ...others] = externalSecret.data.flatMap(({ secretKey }, i) =>
        secretKey === CLIENT_SECRET_KEY ? [i] : [],
      );
      const entry =
        others.length > 0 || index === undefined
          ? undefined
          : entryAt(model, clientId, externalSecret, index);
      return entry === undefined ? [] : [entry];
    },
  );
}

/** A template that decodes the value again. */
const DECODED = /^\s*\{\{-?\s*\.(\w+)\s*\|\s*b64dec\s*-?\}\}\s*$/;

/** Undefined if a template computes the value, or the key has no entry. */
function entryOf(
  model: Model, clientId: string, externalSecret: ExternalSecret, key: string,
): Unnamed | undefined {
  const template = externalSecret.at('target', 'template', 'data');
  const text = isObject(template) ? asText(template[key]) ?? '' : '';
  const [, decoded] = DECODED.exec(text) ?? [];
  const fetched = isObject(template) ? keyPassedOn(text) ?? decoded : key;
  const entry = entryAt(
    model, clientId, externalSecret, externalSecret.data.findIndex(({ secretKey }) => secretKey === fetched),
  );
  return entry === undefined || decoded === undefined
    ? entry
    : { ...entry, part: [entry.part, 'decoded by its template'].filter(Boolean).join(', ') };
}

function entryAt(
  model: Model, clientId: string, externalSecret: ExternalSecret, index: number,
): Unnamed | undefined {
  const { object, store } = externalSecret;
  const ref = asObject(externalSecret.at('data', index, 'remoteRef'));
  const remoteKey = asText(ref.key);
  return !remoteKey ? undefined : {
    clientId,
    field: externalSecret.field('data', index, 'remoteRef'),
    home: beside(object, object.namespace),
    store: `${store.kind} ${store.name}`,
    provider: providerOf(model, store, object),
    remoteKey,
    part: partText(ref),
  };
}

/** A Secret with a client's secret, in a cluster or as a literal in a manifest. */
export interface HeldSecret {
  readonly clientId: string;
  readonly secret: Secret;
  readonly key: string;
}

/** The Secrets with values of clients' secrets in the input, each once. */
export function heldSecrets(model: Model): HeldSecret[] {
  const held = new Map<string, HeldSecret>();
  for (const { credential: { key, delivery }, clientId } of clientsWithIds(model)) {
    for (const writer of key !== undefined && delivery?.state === 'delivered' ? delivery.writers : []) {
      if (writer.kind === 'manifest' && key !== undefined && isComparable(writer.secret, key.key)) {
        held.set(JSON.stringify([clientId, writer.object.toString(), key.key]), {
          clientId,
          secret: writer.secret,
          key: key.key,
        });
      }
    }
  }
  return [...held.values()];
}

/** Any value in a cluster; in a manifest only values that are not replaced on the way to the cluster. */
function isComparable(secret: Secret, key: string): boolean {
  const kind = secret.valueKind(key);
  return !secret.isWithheld && kind !== 'withheld' && (secret.observed || kind === 'value');
}

interface NamedClient {
  readonly credential: Credential;
  readonly clientId: string;
  readonly field: Field;
}

function clientsWithIds(model: Model): NamedClient[] {
  return model.credentials.flatMap((credential) => {
    const setting =
      credential.purpose === 'web client secret'
        ? new Flyteadmin(credential.config).webClientId
        : credential.client?.clientId;
    // A container that mounts a password in its place is reported for the mount.
    return setting?.text && credential.key?.key !== DATABASE_PASSWORD_KEY
      ? [{ credential, clientId: setting.text, field: setting.field }] : [];
  });
}

export function entryText({ remoteKey, part }: ClientEntry): string {
  return part === '' ? `entry ${remoteKey}` : `entry ${remoteKey} (${part})`;
}

/** The part of an entry that a reference reads; another rule reports choices that the CRD does not have. */
export function partText(ref: JsonObject): string {
  const chosen = (name: keyof typeof REMOTE_REF_CHOICES) =>
    REMOTE_REF_CHOICES[name].find((choice) => choice === ref[name] && choice !== 'None');
  const parts = [
    ['property', asText(ref.property)],
    ['version', asText(ref.version)],
    ['decoding', chosen('decodingStrategy')],
    ['metadata', chosen('metadataPolicy')],
  ];
  return parts.filter(([, value]) => value).map(([name, value]) => `${name} ${value}`).join(', ');
}

function providerOf(model: Model, { kind, name }: ExternalSecret['store'], near: Home): string | undefined {
  const store = model
    .ofKind(EXTERNAL_SECRETS_GROUP, kind)
    .find(
      (each) =>
        each.name === name
        && each.cluster === near.cluster
        && (kind === 'ClusterSecretStore' || each.namespace === near.namespace),
    );
  return store && JSON.stringify(store.at('spec', 'provider'));
}
