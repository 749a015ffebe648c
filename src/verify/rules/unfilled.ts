import type { PathStep } from '../../common/data/json';
import { show } from '../../common/data/texts';
import { holdsReference, paddingOf, unpadded, unreplacedIn } from '../../common/values/placeholder';
import { isTemplate } from '../../common/values/template';
import { DERIVED_KEYS } from '../../contract/union/releases/config-keys';
import { NGINX } from '../../contract/upstream/ingress-nginx';
import type { Setting } from '../credentials/config-section';
import type { Flyteadmin } from '../credentials/flyteadmin';
import { Plane, planeOf } from '../credentials/plane';
import { rule } from '../engine/rule';
import type { ExternalSecret } from '../kube/external-secret';
import { sameHome } from '../kube/home';
import { asObject, asText } from '../kube/json-access';
import { KubeObject } from '../kube/kube-object';
import type { Workload } from '../kube/workload';
import { authenticates, authSettings } from '../model/counterparts';
import { namesOfDataPlanes } from '../model/data-planes';
import type { Model } from '../model/model';
import { isOfOthers } from '../model/union-secrets';
import type { Field } from '../read/field';
import type { ValueSet } from '../values/value-set';

/** Values that must still be filled in. */

interface Place {
  readonly field: Field;
  readonly text?: string;
  /** Dotted path of a setting. */
  readonly path?: string;
}

/** Settings that a provider compares exactly. */
const COMPARED = /(?:^|\.)(?:clientId|audience|allowedAudience)$/i;

export const valueUnreplaced = rule('value-unreplaced', {
  /** Only values of the wiring: elsewhere double braces are intended, as in log links. */
  of(model): Place[] {
    return [
      ...authSettings(model),
      ...derivedSettings(model),
      ...model.routeObjects.flatMap(onRoute),
      ...model.workloads.flatMap(inPod),
      ...model.externalSecrets.filter((each) => !isOfOthers(each, model)).flatMap(inExternalSecret),
      ...model.valueSets.flatMap(inValues),
    ].filter(({ text }) => text !== undefined);
  },
  *each({ field: at, text = '', path = '' }) {
    // A placeholder in the cluster itself was never replaced.
    const isLive = at.object instanceof KubeObject && at.object.live && holdsReference(text);
    const left = unreplacedIn(text) ?? (isLive ? text : undefined);
    const padding = COMPARED.test(path) ? paddingOf(text) : undefined;
    if (left !== undefined) {
      const found = `the placeholder ${left}`;
      yield { at, expected: 'a value of the deployment', found, values: { left } };
    } else if (padding !== undefined) {
      // Rules that compare the value, and those of values, may report the same place.
      const found = `${show(text)}, with ${padding} around it`;
      yield { at, expected: unpadded(text), found, headline: 'padded', restsOn: [at] };
    }
  },
});

/** Addresses and names; flyteadmin itself fills the organization into a pattern. */
function derivedSettings(model: Model): Place[] {
  return (['control', 'data'] as const).flatMap((plane) => model.configsOf(plane))
    .flatMap((config) => DERIVED_KEYS.flatMap((path) => config.get(path) ?? []))
    .map(({ path, field, text }) =>
      ({ field, text: path.endsWith('Pattern') ? text?.replace(/\{\{ *\w+ *\}\}/g, '') : text }));
}

/** Without snippets: Lua and nginx may contain anything. */
function onRoute(object: KubeObject): Place[] {
  const values = object.annotations;
  const annotations = [NGINX.authUrl, NGINX.authSignin, NGINX.authResponseHeaders, NGINX.authCacheKey]
    .map((name) => ({ field: object.annotationField(name), text: values[name] }));
  const hosts = object
    .listAt('spec', 'rules')
    .map((one, index) => ({
      field: object.field('spec', 'rules', index, 'host'),
      text: asText(asObject(one).host),
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

/** A part of a secret may look like a placeholder and must not be printed; a whole one cannot. */
function mayBeSecret(name: string, value = ''): boolean {
  return /SECRET|KEY|PASSWORD|TOKEN/i.test(name) && unreplacedIn(value) !== value.trim();
}

/** The keys about authentication. Their expressions are for the chart. */
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

/** Without the template: its double braces are for External Secrets. */
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

interface Subject {
  readonly place: { readonly field: Field; readonly text?: string };
  readonly what: string;
  /** The value there, if it is not empty. */
  readonly found?: string;
  readonly headline?: string;
  /** The plane that it is rendered for, if many places share it. */
  readonly plane?: Plane;
}

/** The API server refuses a selector without containers. A patch has neither. */
function isWithoutPods(workload: Workload): boolean {
  return workload.containers.length === 0
    && planeOf(workload) !== undefined
    && Object.keys(workload.object.objectAt('spec', 'selector')).length > 0;
}

function ofFlyteadmin({ issuer, webClientId }: Flyteadmin): Subject[] {
  return [...subject(issuer, 'the issuer'), ...subject(webClientId, 'the ID of the web application')];
}

/** Undefined if the setting is omitted: the service has a default, or another file has the value. */
function subject(setting: Setting | undefined, what: string, plane?: Plane): Subject[] {
  return setting === undefined ? [] : [{ place: setting, what, plane }];
}

export const authValueEmpty = rule('auth-value-empty', {
  /** Literal values that are required to sign in or to start a pod. */
  of(model): Subject[] {
    return [
      ...model.flyteadmins.filter(({ authEnabled }) => authEnabled).flatMap(ofFlyteadmin),
      ...model.clients
        .filter((client) => authenticates(client, model))
        .flatMap(({ clientId, config }) =>
          subject(clientId, 'the ID of the service application', planeOf(config.container.workload)),
        ),
      ...model.workloads
        .filter((workload) => planeOf(workload) !== undefined)
        .flatMap((workload) =>
          workload.secretNames.map((place) => ({
            place,
            what: 'the name of a Secret',
            plane: planeOf(workload),
          })),
        ),
      ...namesOfDataPlanes(model),
      ...model.workloads.filter(isWithoutPods).map((workload) => ({
        place: { field: workload.pod.child('containers') },
        what: `the containers of ${workload.object}`,
        found: 'no containers',
        headline: 'containers',
      })),
    ];
  },
  *all(subjects) {
    const empty = subjects.filter(({ place }) => (place.text ?? '').trim() === '');
    for (const [{ place, what, found = 'an empty value', headline }, ...others] of byGlobal(empty)) {
      const names = [...new Set(others.map((other) => other.place.field.object.name))];
      yield {
        at: place.field,
        expected: what,
        found:
          others.length === 0 ? found : `an empty value, and ${others.length} more in ${names.join(', ')}`,
        headline,
      };
    }
  },
});

/** The charts render one global into the settings of every service of a plane: one cause, one finding. */
function byGlobal(subjects: readonly Subject[]): Subject[][] {
  const groups: Subject[][] = [];
  const seen = new Set<string>();
  for (const each of subjects) {
    const { what, plane, place: { field } } = each;
    const group = groups.find(([first]) => first.what === what && first.plane === plane && plane !== undefined
      && sameHome(first.place.field.object, field.object));
    // Workloads share their config files.
    const id = JSON.stringify([field.object.source, field.toString()]);
    if (group === undefined) {
      groups.push([each]);
    } else if (!seen.has(id)) {
      group.push(each);
    }
    seen.add(id);
  }
  return groups;
}
