import { show } from '../../common/values/show';
import { isTemplate } from '../../common/values/template';
import type { PathStep } from '../../common/yaml/path';
import { NGINX } from '../../contract/upstream/ingress-nginx';
import type { Setting } from '../credentials/config-section';
import { planeOf } from '../credentials/plane';
import { defineRule } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { asObject, asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import { paddingOf, unpadded } from '../kube/padding';
import { unreplacedIn } from '../kube/placeholder';
import type { Workload } from '../kube/workload';
import type { Model } from '../model/model';
import type { Field } from '../read/field';
import type { ValueSet } from '../values/value-set';

interface Place {
  readonly field: Field;
  readonly text?: string;
  /** Dotted path of a setting. */
  readonly path?: string;
}

/** Settings that a provider compares letter by letter. */
const COMPARED = /(?:^|\.)(?:clientId|audience|allowedAudience)$/i;

/**
 * Where the wiring has a value of the deployment's own. Elsewhere double braces are often meant: log links,
 * notification texts.
 */
function places(model: Model): Place[] {
  const routed = new Set(model.unionRoutes.map(({ object }) => object));
  return [
    ...authSettings(model),
    ...[...routed].flatMap(onRoute),
    ...model.workloads.flatMap(inPod),
    ...model.externalSecrets.flatMap(inExternalSecret),
    ...model.valueSets.flatMap(inValues),
  ].filter(({ text }) => text !== undefined);
}

export const valueUnreplaced = defineRule('value-unreplaced', {
  subjects: places,
  notApplicable: 'No authentication setting, route of Union or ExternalSecret in the input.',
  *check(subjects) {
    for (const { field: at, text = '', path = '' } of subjects) {
      const left = unreplacedIn(text);
      const padding = COMPARED.test(path) ? paddingOf(text) : undefined;
      if (left !== undefined) {
        const found = `the placeholder ${left}`;
        yield { at, expected: 'a value of the deployment', found, values: { left } };
      } else if (padding !== undefined) {
        // Rules that compare the value, and those of values, may say so at the same place.
        const found = `${show(text)}, with ${padding} around it`;
        yield { at, expected: unpadded(text), found, headline: 'padded', restsOn: [at] };
      }
    }
  },
});

/** Snippets are left out: Lua and nginx may hold anything. */
function onRoute(object: KubeObject): Place[] {
  const values = object.annotations;
  const annotations = [NGINX.authUrl, NGINX.authSignin, NGINX.authResponseHeaders, NGINX.authCacheKey]
    .map((name) => ({ field: object.annotationField(name), text: values[name] }));
  const hosts = object
    .listAt('spec', 'rules')
    .map((rule, index) => ({
      field: object.field('spec', 'rules', index, 'host'),
      text: asText(asObject(rule).host),
    }));
  const hostnames = object
    .listAt('spec', 'hostnames')
    .map((host, index) => ({ field: object.field('spec', 'hostnames', index), text: asText(host) }));
  return [...annotations, ...hosts, ...hostnames];
}

function inPod(workload: Workload): Place[] {
  if (planeOf(workload) === undefined) {
    return [];
  }
  const variables = workload.containers.flatMap(({ env }) => env)
    .filter(({ name, value }) => /^FLYTE_(?!SECRET_)/.test(name) && !mayBeSecret(name, value))
    .map(({ field, value }) => ({ field: field.child('value'), text: value }));
  return [...variables, ...workload.secretNames];
}

/** A part of a secret may look like a placeholder and must not be printed; a whole one is none. */
function mayBeSecret(name: string, value = ''): boolean {
  return /SECRET|KEY|PASSWORD|TOKEN/i.test(name) && unreplacedIn(value) !== value.trim();
}

/** The keys that are about authentication. Their expressions are for the chart. */
function inValues(set: ValueSet): Place[] {
  const textsBelow = (value: unknown, path: readonly PathStep[]): Place[] => {
    if (typeof value === 'object' && value !== null) {
      return Object.entries(value).flatMap(([key, entry]) =>
        textsBelow(entry, [...path, Array.isArray(value) ? Number(key) : key]));
    }
    const isText = typeof value === 'string' && !isTemplate(value);
    return isText ? [{ field: set.field(path), text: value }] : [];
  };
  return set.contract.keys
    .filter(({ type }) => type !== 'objects')
    .flatMap(({ path }) => textsBelow(set.get(path), path.split('.')));
}

/** Not the template: its double braces are for External Secrets. */
function inExternalSecret(externalSecret: ExternalSecret): Place[] {
  const place = (...path: readonly PathStep[]) => ({
    field: externalSecret.field(...path),
    text: asText(externalSecret.at(...path)),
  });
  const remote = externalSecret.data.flatMap((_, index) =>
    ['key', 'property', 'version'].map((name) => place('data', index, 'remoteRef', name)),
  );
  return [place('target', 'name'), place('secretStoreRef', 'name'), ...remote];
}

/** The sections of flyteadmin's configuration that decide on authentication. */
const FLYTEADMIN_SECTIONS = ['server.security', 'auth'];

/**
 * Every single value in the sections that have to do with authentication: flyteadmin's own and those of every
 * client.
 */
export function authSettings(model: Model): Setting[] {
  const own = model.flyteadmins.flatMap(({ config }) =>
    FLYTEADMIN_SECTIONS.flatMap((path) => config.leaves(path)),
  );
  return [...own, ...model.clients.flatMap(({ config, section }) => config.leaves(section))];
}
