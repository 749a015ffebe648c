import { isClientSecretKey } from '../../contract/union/secrets';
import { keyPassedOn } from '../../contract/upstream/guarded-value';
import { defineRule, Violation } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { asList, asObject, asText } from '../kube/json-access';
import { unionExternalSecrets } from '../model/union-secrets';

export const externalSecretIncomplete = defineRule('external-secret-incomplete', {
  subjects: unionExternalSecrets,
  notApplicable: 'No ExternalSecret in the input writes a Secret of Union.',
  *check(subjects) {
    for (const externalSecret of subjects) {
      yield* ofOtherShape(externalSecret);
      yield* withoutStore(externalSecret);
      yield* withoutEntries(externalSecret);
      yield* writtenTwice(externalSecret);
      yield* ofDataFrom(externalSecret);
      yield* ofTemplate(externalSecret);
    }
  },
});

/** What the CRD takes a map for. */
const MAPS = [['target'], ['target', 'template'], ['secretStoreRef']] as const;

function* ofOtherShape(externalSecret: ExternalSecret): Iterable<Violation> {
  for (const way of MAPS) {
    const text = externalSecret.at(...way);
    if (typeof text === 'string') {
      yield {
        at: externalSecret.field(...way),
        expected: `a map, such as {name: ${text || '…'}}`,
        found: `the text ${text || '""'}, which the API server refuses`,
        headline: 'type',
      };
    }
  }
}

function* withoutStore(externalSecret: ExternalSecret): Iterable<Violation> {
  const entries = [...asList(externalSecret.at('data')), ...asList(externalSecret.at('dataFrom'))].map(
    asObject,
  );
  const isText = typeof externalSecret.at('secretStoreRef') === 'string';
  if (!isText && !externalSecret.store.name && entries.some(({ sourceRef }) => sourceRef === undefined)) {
    const at =
      externalSecret.at('secretStoreRef') === undefined
        ? externalSecret.field()
        : externalSecret.field('secretStoreRef');
    yield { at, expected: 'the name of a store', found: 'no secretStoreRef.name' };
  }
}

function* withoutEntries(externalSecret: ExternalSecret): Iterable<Violation> {
  if (externalSecret.data.length === 0 && asList(externalSecret.at('dataFrom')).length === 0) {
    yield { at: externalSecret.field(), expected: 'entries of data or dataFrom', found: 'neither' };
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
      yield { at, expected: 'the entry of the store in remoteRef.key', found: 'none' };
    }
    for (const [name, text] of ['key', 'property'].map((each) => [each, asText(asObject(remoteRef)[each])])) {
      if (name !== undefined && text !== undefined && text !== text.trim()) {
        yield {
          at: externalSecret.field('data', index, 'remoteRef', name),
          expected: text.trim(),
          found: `${text}, which no entry of the store is called`,
        };
      }
    }
  }
}

/** The webhook says "duplicate secretKey found"; without it the last one counts. */
function* writtenTwice(externalSecret: ExternalSecret): Iterable<Violation> {
  const keys = asList(externalSecret.at('data')).map((raw) => asText(asObject(raw).secretKey));
  for (const [index, key] of keys.entries()) {
    if (key && keys.indexOf(key) < index) {
      const at = externalSecret.field('data', index, 'secretKey');
      yield { at, expected: 'each secretKey once', found: `${key}, which an entry above has, too` };
    }
  }
}

/** The webhook takes one way of reading an entry of `dataFrom`, and a source that is named. */
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

/**
 * Values that a template encodes once more; keys that it takes from `data` and that are not there: External
 * Secrets fails on them.
 */
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
  // What dataFrom brings nobody knows, and of an entry without a key its absence is told.
  const isKnown = asList(externalSecret.at('dataFrom')).length === 0 && written.every(Boolean);
  const templates = isKnown ? externalSecret.template : {};
  for (const [key, text] of Object.entries(templates)) {
    const asked = [...text.matchAll(/\{\{-?\s*\.(\w+)/g)].map(([, name]) => name);
    const missing = [...asked, keyPassedOn(text)].find(
      (name) => name !== undefined && !written.includes(name),
    );
    if (missing !== undefined) {
      yield {
        at: externalSecret.templateField(key),
        expected: `one of the keys of data: ${written.join(', ') || 'none'}`,
        headline: 'template',
        found: `.${missing}`,
      };
    }
  }
}
