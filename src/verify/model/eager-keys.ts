// Tests: test/verify/rules/eager-keys.test.ts
import { JsonObject } from '../../common/data/json';
import { EAGER_API_KEY } from '../../contract/union/secrets';
import { API_KEY_SERVICE } from '../../contract/union/services';
import { lookUpFile } from '../credentials/mounted-files';
import type { ServiceConfig } from '../credentials/service-config';
import { Home, sameHome } from '../kube/home';
import { asList, asObject, asText } from '../kube/json-access';
import type { Field } from '../read/field';
import { ChartObject } from '../values/chart-object';
import type { ValueSet } from '../values/value-set';
import { isName } from './cluster-names';
import type { Model } from './model';

/** The setting with the seeds of the identity service (controlplane: `unionai.configMap`). */
export const SEEDS = 'identity.app.apiKeyOverrides';
const PROVIDER = 'identity.app.identityProviderConfig.provider';
/** Providers at which it registers a client for a key without a seed (controlplane: values.yaml). */
const REGISTERING_PROVIDERS = ['azure', 'okta'];
const isRegistering = (provider = '') => REGISTERING_PROVIDERS.includes(provider);

const FETCHES = 'operator.apiKey.enabled';
const CLUSTER = 'operator.clusterId.name';

/** Client credentials from which the identity service creates the API key of eager tasks. */
export interface Seed {
  /** Its data plane; absent for all data planes without their own seed. */
  readonly clusterName?: string;
  readonly organization?: string;
  /** The Secret with them, as far as the input shows it. */
  readonly secret?: string;
  /** The home of the identity service, and so of the Secret. */
  readonly home: Home;
  /** Whether the release supports an entry for each data plane. */
  readonly byCluster: boolean;
  readonly field: Field;
}

/** An identity service, for its API keys. */
export interface KeyMaker {
  readonly seeds: readonly Seed[];
  /** Entries for other keys. */
  readonly others: readonly { readonly key: string; readonly clusterName?: string; readonly field: Field }[];
  /** Whether it registers clients itself, or values that are not in the input may seed others. */
  readonly makesOthers: boolean;
}

/** An operator, and whether it fetches the API key of eager tasks. */
export interface Operator {
  readonly clusterName?: string;
  /** The place of that name. */
  readonly named: Field;
  readonly home: Home;
  readonly fetches: boolean;
  readonly field: Field;
}

/** The identity services of the input with complete configuration. */
export function keyMakers(model: Model): KeyMaker[] {
  const configs = ofWorkload(model, API_KEY_SERVICE);
  const rendered = configs.map((config): KeyMaker => ({
    seeds: (config.get(SEEDS)?.items ?? []).flatMap(({ value, field }) => seedOf(value, {
      field,
      home: config.container.workload,
      secret: mountedSecret(config, asText(asObject(value).clientIdLocation)),
      // The map of older releases is rendered without a cluster.
      byCluster: 'clusterName' in asObject(value),
    })),
    others: (config.get(SEEDS)?.items ?? []).flatMap(({ value, field }) => otherKey(value, field)),
    makesOthers: isRegistering(config.text(PROVIDER)),
  }));
  return [...rendered, ...setsOf(model, 'controlplane', configs).flatMap(makerInValues)];
}

/** The operators of the input with complete configuration. */
export function operators(model: Model): Operator[] {
  const configs = ofWorkload(model, 'union-operator');
  const rendered = configs.map((config): Operator => ({
    clusterName: plain(config.text(CLUSTER)),
    named: config.fieldFor(CLUSTER),
    home: config.container.workload,
    fetches: config.get(FETCHES)?.flag === true,
    field: config.get(FETCHES)?.field ?? config.placeFor(FETCHES),
  }));
  return [...rendered, ...setsOf(model, 'dataplane', configs).flatMap(operatorInValues)];
}

/** Whether a key for this cluster is created from these credentials. */
export function fits({ clusterName }: Seed, operator: Operator): boolean {
  return !clusterName || operator.clusterName === undefined || clusterName === operator.clusterName;
}

export function isSeeded(operator: Operator, makers: readonly KeyMaker[]): boolean {
  return makers.some(({ makesOthers, seeds }) => makesOthers || seeds.some((seed) => fits(seed, operator)));
}

function ofWorkload(model: Model, name: string): ServiceConfig[] {
  return model.configs.filter(({ complete, container: { init, workload } }) =>
    // Without manifests, only the values have these settings.
    complete && !init && workload.object.name === name && !(workload.object instanceof ChartObject));
}

/** The values of planes without manifests. */
function setsOf({ valueSets }: Model, chart: string, configs: readonly ServiceConfig[]): ValueSet[] {
  return valueSets.filter((set) => set.chart === chart && !set.isAuthless
    && !configs.some(({ container: { workload } }) => sameHome(workload, set)));
}

function makerInValues(set: ValueSet): KeyMaker[] {
  const contract = set.release._contract.controlPlane.apiKeyOverrides;
  if (contract === undefined) {
    return [];
  }
  const values = set.effective;
  const given = values.at(contract.values);
  const at = (step: string | number) => set.field(contract.values).child(step);
  const entries = contract.byCluster
    ? asList(given).map((value, i): [unknown, Field] => [value, at(i)])
    : Object.entries(asObject(given)).map(([key, value]): [unknown, Field] => [
      { ...asObject(value), key }, at(key),
    ]);
  return [{
    seeds: entries.flatMap(([value, field]) =>
      seedOf(value, {
        field,
        home: set,
        secret: asText(asObject(asObject(value).existingSecret).name),
        byCluster: contract.byCluster,
      }),
    ),
    others: entries.flatMap(([value, field]) => otherKey(value, field)),
    makesOthers: set.partial || isRegistering(values.textAt(`services.identity.configMap.${PROVIDER}`)),
  }];
}

function operatorInValues(set: ValueSet): Operator[] {
  const { operatorApiKey, clusterName } = set.release._contract.dataPlane;
  const path = `${operatorApiKey}.enabled`;
  const values = set.effective;
  return operatorApiKey === undefined || (set.partial && set.get(path) === undefined) ? [] : [{
    clusterName: plain(values.textAt(clusterName)),
    named: set.field(clusterName),
    home: set,
    fetches: values.at(path) === true,
    field: set.field(path),
  }];
}

function seedOf(value: unknown, place: Pick<Seed, 'field' | 'home' | 'secret' | 'byCluster'>): Seed[] {
  const { key, clusterName, org }: JsonObject = asObject(value);
  return key === EAGER_API_KEY
    ? [{ clusterName: asText(clusterName) || undefined, organization: asText(org) || undefined, ...place }]
    : [];
}

function otherKey(value: unknown, field: Field): KeyMaker['others'] {
  const { key, clusterName } = asObject(value);
  return typeof key !== 'string' || key === EAGER_API_KEY ? [] : [
    { key, clusterName: asText(clusterName), field: field.child('key') },
  ];
}

/** The Secret of a container's file. */
function mountedSecret({ container }: ServiceConfig, file: string | undefined): string | undefined {
  const lookup = file === undefined ? undefined : lookUpFile(container, file);
  return lookup?.state === 'file'
    ? lookup.candidates.find(({ source }) => source.kind === 'Secret')?.source.name
    : undefined;
}

/** A reference to a variable or a value is no name. */
function plain(name: string | undefined): string | undefined {
  return name !== undefined && isName(name) ? name : undefined;
}
