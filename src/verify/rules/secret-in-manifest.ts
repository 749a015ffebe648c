import { isClientSecretKey } from '../../contract/union/secrets';
import { isUnions } from '../credentials/plane';
import { defineRule } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { sameHome } from '../kube/home';
import { asTextMap } from '../kube/json-access';
import { SecretValueKind, secretValueKind } from '../kube/secret-value';
import type { Model } from '../model/model';
import { credentialKeys } from '../model/union-secrets';
import type { Field } from '../read/field';

interface Subject {
  readonly at: Field;
  readonly what: string;
  readonly kind: SecretValueKind | 'absent';
}

/** Every place of the manifests where the value of a credential can stand. */
function subjectsOf(model: Model): Subject[] {
  return [
    ...inSecrets(model),
    ...inConfigMaps(model),
    ...inPods(model),
    ...inConfigs(model),
    ...inVariables(model),
    ...model.externalSecrets.flatMap(inTemplate),
  ];
}

export const secretInManifest = defineRule('secret-in-manifest', {
  subjects: subjectsOf,
  notApplicable: 'No manifest in the input has a place for the value of a credential.',
  *check(subjects) {
    for (const { at, what, kind } of subjects) {
      if (kind === 'value') {
        const expected = `${what} delivered from a secret store`;
        yield { at, expected, found: 'a value in the manifest', values: { what } };
      }
    }
  },
});

function inSecrets(model: Model): Subject[] {
  return model.secrets
    .filter(({ observed }) => !observed)
    .flatMap((secret) =>
      credentialKeys(model, secret).map((key) => ({
        at: secret.keyField(key),
        what: `${key} of Secret ${secret.name}`,
        kind: secret.valueKind(key),
      })),
    );
}

/**
 * ConfigMaps beside services of Union that have a client secret among their keys: for variables, as people
 * think, not for files.
 */
function inConfigMaps(model: Model): Subject[] {
  const unions = model.workloads.filter(isUnions);
  return model.ofKind('', 'ConfigMap').flatMap((object) => {
    const secrets = Object.entries(asTextMap(object.at('data'))).filter(
      ([key, text]) => /client[-_.]?secret$/i.test(key) && !text.includes('\n') && !text.startsWith('/'),
    );
    // Few have any, and a fleet has thousands of both.
    return secrets.length === 0 || !unions.some((workload) => sameHome(workload, object)) ? []
      : secrets.map(([key, text]) => ({
        at: object.field('data', key),
        what: `${key} of ConfigMap ${object.name}`,
        kind: secretValueKind(text),
      }));
  });
}

function inPods(model: Model): Subject[] {
  return model.credentials
    .filter(({ envVar }) => envVar !== undefined)
    .flatMap(({ envVar, purpose, container }) =>
      container.env
        .filter(({ name, value }) => name === envVar && value !== undefined)
        .map(({ field, value }) => ({
          at: field.child('value'),
          what: `the ${purpose}`,
          kind: secretValueKind(value ?? ''),
        })),
    );
}

/** No service reads its secret from its config file; people write it there all the same. */
function inConfigs(model: Model): Subject[] {
  return model.configs.flatMap((config) =>
    SECTIONS.flatMap((section) => config.leaves(section))
      .filter(({ path }) => SECRET_SETTING.test(path))
      .map(({ field, path, text }) => ({ at: field, what: path, kind: secretValueKind(text ?? '') })),
  );
}

const SECTIONS = ['admin', 'union.auth', 'auth', 'database', 'db'];
const SECRET_SETTING = /\.(client_?secret|password)$/i;

/** Variables by which flyteadmin's secret manager takes secrets, whoever asks for them. */
function inVariables(model: Model): Subject[] {
  const asked = new Set(model.credentials.flatMap(({ envVar }) => envVar ?? []));
  return model.workloads
    .filter(isUnions)
    .flatMap(({ containers }) => containers)
    .flatMap(({ env }) => env)
    .filter(
      ({ name, value }) =>
        /^FLYTE_SECRET_|(^|_)CLIENT_SECRET$/.test(name) && value !== undefined && !asked.has(name),
    )
    .map(({ name, field, value }) => ({
      at: field.child('value'),
      what: name,
      kind: secretValueKind(value ?? ''),
    }));
}

/**
 * A template of an ExternalSecret computes values; one without an action is a literal. Only client secrets
 * have names that tell.
 */
function inTemplate(externalSecret: ExternalSecret): Subject[] {
  const texts = Object.entries(externalSecret.template).filter(([key]) => isClientSecretKey(key));
  return texts.map(([key, text]) => ({
    at: externalSecret.templateField(key),
    what: `${key} of Secret ${externalSecret.target}`,
    kind: text.includes('{{') ? 'reference' : secretValueKind(text),
  }));
}
