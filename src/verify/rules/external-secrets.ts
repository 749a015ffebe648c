import { enumerated } from '../../common/data/enumerated';
import { isNear } from '../../common/props/suggestion';
import { isClientSecretKey } from '../../contract/union/secrets';
import {
  CREATION_POLICIES_WITHOUT_DELETE, EXTERNAL_SECRETS_GROUP, EXTERNAL_SECRETS_KINDS, MANAGED_LABEL,
  SECRET_MISSING_REASON,
} from '../../contract/upstream/external-secrets';
import { keyPassedOn } from '../../contract/upstream/remote-ref';
import { rule, Violation } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { asList, asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import { storesOf, violationOf } from '../model/custom-resources';
import type { Model } from '../model/model';
import { unionExternalSecrets } from '../model/union-secrets';

/** ExternalSecrets alone: their API, fields and status. */

export const externalSecretApiUnserved = rule('external-secret-api-unserved', {
  /** Applied by people; a cluster has accepted the others. Those of other teams are left out. */
  of(model): KubeObject[] {
    const own = unionExternalSecrets(model);
    const objects = new Set(own.map(({ object }) => object));
    const isRead = storesOf(own);
    return model.objects.filter((object) => !object.live && EXTERNAL_SECRETS_KINDS.includes(object.kind)
      && (object.group === EXTERNAL_SECRETS_GROUP
        ? own.length === 0 || objects.has(object) || isRead(object)
        : isNear(object.group, EXTERNAL_SECRETS_GROUP)));
  },
  each: (object, model) => model.schemaFaults(object).filter(({ kind }) => kind === 'version')
    .map((fault) => ({ ...violationOf(fault, object, model), headline: undefined })),
});

export const externalSecretIncomplete = rule('external-secret-incomplete', {
  of: unionExternalSecrets,
  *each(externalSecret, model) {
    yield* ofOtherShape(externalSecret, model);
    yield* withoutStore(externalSecret);
    yield* withoutEntries(externalSecret);
    yield* writtenTwice(externalSecret);
    yield* ofDataFrom(externalSecret);
    yield* ofTemplate(externalSecret);
  },
});

function* ofOtherShape({ object }: ExternalSecret, model: Model): Iterable<Violation> {
  for (const { kind, path, expected, found } of model.schemaFaults(object)) {
    if (kind === 'type' && path.at(-1) !== 'refreshInterval') {
      yield { at: object.field(...path), expected, found, headline: 'type' };
    }
  }
}

function* withoutStore(externalSecret: ExternalSecret): Iterable<Violation> {
  const entries = ['data', 'dataFrom'].flatMap((list) => asList(externalSecret.at(list)).map(asObject));
  const reference = externalSecret.at('secretStoreRef');
  const isLacking = typeof reference !== 'string' && !externalSecret.store.name;
  if (isLacking && entries.some(({ sourceRef }) => sourceRef === undefined)) {
    yield {
      at: reference === undefined ? externalSecret.field() : externalSecret.field('secretStoreRef'),
      expected: 'the name of a store',
      found: 'no secretStoreRef.name',
      lacks: ['secretStoreRef', 'name'],
    };
  }
}

function* withoutEntries(externalSecret: ExternalSecret): Iterable<Violation> {
  if (externalSecret.data.length === 0 && asList(externalSecret.at('dataFrom')).length === 0) {
    yield {
      at: externalSecret.field(),
      expected: 'entries of data or dataFrom',
      found: 'neither',
      lacks: ['data', 'dataFrom'],
    };
  }
  for (const [index, raw] of asList(externalSecret.at('data')).entries()) {
    const { secretKey, remoteRef, sourceRef } = asObject(raw);
    const at = externalSecret.field('data', index);
    if (!/^[-._a-zA-Z0-9]+$/.test(asText(secretKey) ?? '')) {
      yield {
        at,
        expected: 'a secretKey of letters, digits, ".", "-" and "_"',
        found: asText(secretKey) ? 'other characters' : 'none',
      };
    }
    if (!asText(asObject(remoteRef).key) && sourceRef === undefined) {
      const expected = 'the entry of the store in remoteRef.key';
      yield { at, expected, found: 'none', lacks: ['remoteRef', 'key'] };
    }
    for (const name of ['key', 'property']) {
      const text = asText(asObject(remoteRef)[name]) ?? '';
      if (text !== text.trim()) {
        yield {
          at: externalSecret.field('data', index, 'remoteRef', name),
          expected: text.trim(),
          found: `${text}, which no entry of the store is called`,
        };
      }
    }
  }
}

/** The webhook reports "duplicate secretKey found"; without it the last one counts. */
function* writtenTwice(externalSecret: ExternalSecret): Iterable<Violation> {
  const keys = asList(externalSecret.at('data')).map((raw) => asText(asObject(raw).secretKey));
  for (const [index, key] of keys.entries()) {
    if (key && keys.indexOf(key) < index) {
      const at = externalSecret.field('data', index, 'secretKey');
      yield { at, expected: 'each secretKey once', found: `${key}, which an entry above has, too` };
    }
  }
}

/** The webhook accepts one kind of reference for each entry of `dataFrom`, with a named source. */
function* ofDataFrom(externalSecret: ExternalSecret): Iterable<Violation> {
  for (const [index, raw] of asList(externalSecret.at('dataFrom')).entries()) {
    const { extract, find, sourceRef } = asObject(raw);
    const { generatorRef, storeRef } = asObject(sourceRef);
    const ways = Object.entries({ extract, find, generatorRef }).filter(([, given]) => given);
    const at = externalSecret.field('dataFrom', index);
    if (ways.length !== 1) {
      yield {
        at,
        expected: 'one of extract, find and sourceRef.generatorRef',
        found: ways.map(([way]) => way).join(' and ') || 'none',
      };
    }
    if (sourceRef !== undefined && !generatorRef && !storeRef) {
      yield { at, expected: 'generatorRef or storeRef in sourceRef', found: 'neither' };
    }
  }
}

/** Values that a template encodes twice, and keys that `data` lacks. */
function* ofTemplate(externalSecret: ExternalSecret): Iterable<Violation> {
  for (const [key, text] of Object.entries(externalSecret.template)) {
    if (isClientSecretKey(key) && /\|\s*(b64enc|base64|quote|toJson)\b/.test(text)) {
      yield {
        at: externalSecret.templateField(key),
        expected: 'the value as it is: Kubernetes encodes it, and readers get it decoded',
        headline: 'template',
        found: text,
      };
    }
  }
  const written = externalSecret.data.map(({ secretKey }) => secretKey);
  // The keys of dataFrom are unknown; an entry without a key is reported as such.
  const isKnown = asList(externalSecret.at('dataFrom')).length === 0 && written.every(Boolean);
  const templates = isKnown ? externalSecret.template : {};
  for (const [key, text] of Object.entries(templates)) {
    const asked = [...text.matchAll(/\{\{-?\s*\.(\w+)/g)].map(([, name]) => name);
    const missing = [...asked, keyPassedOn(text) ?? []].flat().find((name) => !written.includes(name));
    if (missing !== undefined) {
      yield {
        at: externalSecret.templateField(key),
        expected: `one of the keys of data: ${enumerated(written) || 'none'}`,
        headline: 'template',
        found: `.${missing}`,
      };
    }
  }
}

const [MANAGED] = Object.keys(MANAGED_LABEL);

interface Subject {
  readonly object: KubeObject;
  /** Undefined for a store. */
  readonly externalSecret?: ExternalSecret;
}

export const externalSecretNotReady = rule('external-secret-not-ready', {
  /** ExternalSecrets of Union and their stores, as read from a cluster. */
  of(model): Subject[] {
    const externalSecrets = unionExternalSecrets(model);
    const stores = externalSecrets.flatMap((externalSecret) =>
      model.ofKind(EXTERNAL_SECRETS_GROUP, externalSecret.store.kind).filter((store) =>
        store.name === externalSecret.store.name
          && (store.kind === 'ClusterSecretStore' || externalSecret.writesInto(store))));
    return [
      ...externalSecrets.map((externalSecret) => ({ externalSecret, object: externalSecret.object })),
      ...stores.map((object) => ({ object })),
    ].filter(({ object }) => object.live);
  },
  each: ({ object, externalSecret }, model) =>
    faultOf(object) ?? (externalSecret && lossOf(model, externalSecret)),
});

/** Keys that a Secret lacks although its ExternalSecret reports it as synced. */
function lossOf(model: Model, externalSecret: ExternalSecret): Violation | undefined {
  const { object, target, keys, creationPolicy } = externalSecret;
  const secret = model.secret(target, object);
  if (!secret?.object.live || creationPolicy === 'None') {
    return undefined;
  }
  const at = externalSecret.field('target', 'name');
  const lacking = secret.hidesKeys ? [] : keys.filter((key) => !secret.keys.includes(key));
  if (lacking.length > 0) {
    const found = `Ready, and a Secret without ${lacking.join(', ')}`;
    return { at, expected: `${keys.join(', ')} in Secret ${target}`, found };
  }
  return MANAGED in secret.object.labels ? undefined : {
    at,
    expected: `the label ${MANAGED} on Secret ${target}`,
    found: 'Ready, and a Secret without it: what happens to the keys is not noticed',
  };
}

function faultOf(object: KubeObject): Violation | undefined {
  const conditions = object.listAt('status', 'conditions');
  const index = conditions.findIndex((condition) => asObject(condition).type === 'Ready');
  const expected = 'the condition Ready, with status True and a Secret that is there';
  if (index < 0) {
    return { at: object.field(), expected, found: 'no such condition: no controller has handled it' };
  }
  const { status, reason, message } = asObject(conditions[index]);
  if (status === 'True' && reason !== SECRET_MISSING_REASON) {
    return undefined;
  }
  const text = [asText(status), asText(reason), asText(message)].filter(Boolean).join(', ');
  return { at: object.field('status', 'conditions', index), expected, found: text };
}

export const externalSecretPolicyInvalid = rule('external-secret-policy-invalid', {
  of: (model) => model.externalSecrets,
  each(externalSecret, model) {
    const { object } = externalSecret;
    const unknown = model.schemaFaults(object).filter(({ kind }) => kind === 'choice');
    return unknown.length > 0
      ? unknown.map(({ path, expected, found }) => ({ at: object.field(...path), expected, found }))
      : excludingPolicies(externalSecret);
  },
});

function excludingPolicies(externalSecret: ExternalSecret): Violation[] {
  const { creationPolicy, deletionPolicy } = externalSecret;
  const refused = (deletionPolicy === 'Delete' && CREATION_POLICIES_WITHOUT_DELETE.includes(creationPolicy))
    || (deletionPolicy === 'Merge' && creationPolicy === 'None');
  return refused ? [{
    at: externalSecret.field('target', 'deletionPolicy'),
    expected: `deletionPolicy Retain beside creationPolicy ${creationPolicy}`,
    found: `deletionPolicy ${deletionPolicy}`,
  }] : [];
}
