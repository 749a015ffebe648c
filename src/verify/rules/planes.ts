import { onlyOf } from '../../common/data/collections';
import { show } from '../../common/data/texts';
import { INGRESS_PROVIDER, rendersGateway, rendersIngresses } from '../../contract/union/gateway-routes';
import { SECRETS } from '../../contract/union/secrets';
import type { ChartName, ValueMeaning } from '../../contract/union/values-contract';
import { ADMIN_CLIENT, GATEWAY_AUTH, SERVING_AUTH } from '../../contract/union/values-places';
import { FLUX_INSTALLER, HELM_OWNERSHIP } from '../../contract/upstream/helm';
import { rule, Violation } from '../engine/rule';
import { beside, Home, sameCluster, sameHome } from '../kube/home';
import { asText } from '../kube/json-access';
import type { KubeObject } from '../kube/kube-object';
import type { Workload } from '../kube/workload';
import { installersOf, installsIn, keepsValues, violationOf } from '../model/custom-resources';
import { leadOf } from '../model/lead';
import type { Model } from '../model/model';
import { disagreements, Statement, statementsOf } from '../model/statements';
import type { Field } from '../read/field';
import { ChartObject } from '../values/chart-object';
import { chartIn, Install } from '../values/installs/install';
import type { ValueSet } from '../values/value-set';

/** Values of several planes, and of tools that install them. */

/** client-id-mismatch and organization-mismatch judge these. */
const ASKED_ELSEWHERE: readonly ValueMeaning[] = ['serviceClientId', 'organization'];

export const valuesPlanesDisagree = rule('values-planes-disagree', {
  of: (model) => {
    const [controls, datas] = (['controlplane', 'dataplane'] as const).map((name) =>
      model.valueSets.filter(({ chart }) => chart === name),
    );
    return controls.length === 0 ? [] : datas.map((data) => ({ data, controls }));
  },
  all: (subjects) => subjects.flatMap(({ data, controls }) => {
    // With several control planes, its own is the one with the fewest differences.
    const [fewest] = controls.map((control) => between(data, control)).sort((a, b) => a.length - b.length);
    return fewest;
  }),
});

/** The value of most keys of a data plane; values-contradiction reports the others. */
function between(data: ValueSet, control: ValueSet): Violation[] {
  const known = statementsOf(control, [data]);
  return [...statementsOf(data, [control])]
    .filter(([meaning]) => known.has(meaning) && !ASKED_ELSEWHERE.includes(meaning))
    .flatMap(([meaning, statements]) => disagreements(
      statements.filter(({ value }) => value === statements[0].value && !isInCluster(value)),
      known.get(meaning)!,
    ));
}

/** A data plane next to its control plane may use the Service. */
function isInCluster(value: string): boolean {
  return /\.svc(\.[a-z0-9.-]+)?$/.test(value);
}

/** issuer-mismatch decides between two issuers. */
const WITH_ISSUER_RULE: ValueMeaning = 'issuer';

/** Keys without a value, such as those with only a comment, if others of the same meaning have one. */
function leftBlank(set: ValueSet, [{ value, key: { path, meaning } }]: readonly Statement[]): Violation[] {
  return set.contract.keys.filter((key) => key.meaning === meaning && set.get(key.path) === null)
    .map((key) => ({
      at: set.field(key.path),
      expected: `${show(value)}, as ${path} says (${set.placeText(path)})`,
      found: 'no value',
      values: { path: key.path, other: path },
    }));
}

export const valuesContradiction = rule('values-contradiction', {
  of: (model) => model.valueSets,
  all: (sets) => sets.flatMap((set) => [...statementsOf(set, sets.filter((other) => other !== set))]
    .filter(([meaning]) => meaning !== WITH_ISSUER_RULE)
    .flatMap(([, statements]) => [...disagreements(statements, statements), ...leftBlank(set, statements)])),
});

/** Part of the name of the controller's Service, for any release. */
const CONTROLLER = /nginx-controller\b/;

export const valuesConnectionCut = rule('values-connection-cut', {
  of: (model) => model.valueSets.filter(({ chart }) => chart === 'controlplane'),
  *each(controlPlane, { valueSets }) {
    const isOff = controlPlane.get('ingress-nginx.enabled') === false;
    const provider = controlPlane.get(INGRESS_PROVIDER);
    const { controlPlane: contract } = controlPlane.release._contract;
    const isEnvoy = rendersGateway(contract, provider) && !rendersIngresses(contract, provider);
    if (!isOff && !isEnvoy) {
      return;
    }
    const why = isOff ? 'ingress-nginx.enabled is false' : 'global.INGRESS_PROVIDER is envoy';
    for (const set of [controlPlane, ...valueSets.filter(({ chart }) => chart === 'dataplane')]) {
      const cut = callsOf(set, !isEnvoy).filter(({ value }) => CONTROLLER.test(value));
      yield* cut.map(({ path, value }) => ({
        at: set.field(path),
        expected: 'an address that is served without ingress-nginx',
        found: `${show(value)}, while ${why}`,
        values: { why },
      }));
    }
  },
});

/** Addresses in the values, with flyteadmin's default where they are not set. */
function callsOf(set: ValueSet, withDefaults: boolean): { path: string; value: string }[] {
  return set.contract.keys.flatMap(({ path, chartDefault }) => {
    const byDefault = withDefaults && path.startsWith(ADMIN_CLIENT) ? chartDefault : undefined;
    const value = set.merged.isSet(path) ? set.get(path) : byDefault;
    return typeof value === 'string' ? [{ path, value }] : [];
  });
}

/** The chart's authentication endpoint of apps, by their ingress. */
const SERVED = [
  { asks: SERVING_AUTH, by: 'Knative' },
  { asks: GATEWAY_AUTH, by: 'the gateway of the data plane' },
] as const;

/** Since 2026.8 `apps.enabled` decides, and `serving.enabled` if it is not set. */
const SERVES = ['apps.enabled', 'serving.enabled'] as const;

export const valuesAppsUnguarded = rule('values-apps-unguarded', {
  of: (model) => model.valueSets.filter(({ chart, isAuthless }) => chart === 'dataplane' && !isAuthless),
  each(set) {
    const serves = SERVES.map((key) => set.get(key)).find((value) => typeof value === 'boolean') ?? true;
    return serves && SERVED.filter(({ asks }) => set.get(asks) === false).map(({ asks, by }) =>
      ({ at: set.field(asks), expected: `true, as apps are served by ${by}`, found: 'false' }));
  },
});

/** A chart of Union that a tool installs into a namespace. */
interface Release {
  /** The place that sets the namespace. */
  readonly at: Field;
  readonly namespace: string;
  readonly install: Install;
  readonly set: ValueSet;
}

function releasesIn(model: Model): Release[] {
  const { argo, flux } = installsIn(model);
  const installs = [
    ...argo.map((install) => ({ install, at: install.application.field('destination', 'namespace') })),
    ...flux.map((install) => ({ install, at: install.by.field('spec', 'targetNamespace') })),
  ];
  return installs.flatMap(({ install, at }) => {
    const { namespace, destination } = install;
    const set = model.valueSets.find((each) => each.chart === chartIn(install)
      && each.namespace === namespace && each.destination === destination);
    const isSaid = namespace !== undefined && at.value === namespace;
    return set === undefined || !isSaid ? [] : [{ at, namespace, install, set }];
  });
}

const SECRETS_OF: Readonly<Record<ChartName, readonly string[]>> = {
  controlplane: [SECRETS.flyteadmin, SECRETS.scheduler, SECRETS.unionServices, SECRETS.relyingParty]
    .map(({ name }) => name),
  dataplane: [SECRETS.dataPlane.name],
};

/** Secrets of a chart that another release owns, so that Helm installs nothing. */
function ownedByOthers(install: Install, model: Model): Violation[] {
  const home = beside(install.by, install.namespace);
  const chart = chartIn(install);
  const isSaid = install.by.at('spec', 'releaseName') !== undefined;
  const names = chart === undefined || !isSaid ? [] : SECRETS_OF[chart];
  return names.flatMap((name) => model.secret(name, home)?.object ?? [])
    .flatMap(({ annotations }) => asText(annotations[HELM_OWNERSHIP.releaseName]) ?? [])
    .filter((owner, i, all) => owner !== install.releaseName && all.indexOf(owner) === i)
    .map((owner) => ({
      at: install.by.field('spec', 'releaseName'),
      expected: `${owner}, the release to which its Secrets belong`,
      found: install.releaseName ?? 'none',
      headline: 'release',
      values: { owner },
    }));
}

export const releaseAstray = rule('release-astray', {
  of: (model) => [
    ...releasesIn(model),
    // Argo CD ignores the ownership of objects.
    ...installsIn(model).flux.filter((install) => ownedByOthers(install, model).length > 0),
  ],
  /** Its Secrets are all delivered into one other namespace, which has no plane. */
  each(subject, model, subjects) {
    if (!('set' in subject)) {
      return ownedByOthers(subject, model);
    }
    const { at, namespace, set } = subject;
    // Values of the same cluster without an installer are the same ones as a file.
    const others = model.valueSets.filter((other) => other.chart === set.chart && other !== set
      && (subjects.some((release) => 'set' in release && release.set === other) || !sameCluster(other, set)));
    const written = SECRETS_OF[set.chart].flatMap((name) => model.writers.named(name))
      .map(({ object }) => object)
      .filter((object) => !(object instanceof ChartObject) && sameCluster(object, set)
        && !others.some((other) => sameHome(other, object)));
    const right = onlyOf(written.map((object) => object.namespace));
    return right !== undefined && right !== namespace
      && !runsIn(beside(set, right), model)
      ? {
        at,
        expected: `${right}, where the Secrets of the ${PLANE_OF[set.chart]} are`,
        found: namespace,
        values: { plane: PLANE_OF[set.chart], right },
        mended: () => model.withRelease(set, right),
      }
      : [];
  },
});

/** Whether the input has the rendered objects of the charts there. */
function runsIn(home: Home, model: Model): boolean {
  const isMade = ({ object }: Workload) => object instanceof ChartObject;
  const names = new Set(model.workloads.filter(isMade).map(({ name }) => name));
  return model.workloads.some((each) => names.has(each.name) && !isMade(each) && sameHome(each, home));
}

const PLANE_OF: Readonly<Record<ChartName, string>> = {
  controlplane: 'control plane', dataplane: 'data plane',
};

/** ConfigMaps of values, or their keys, that a HelmRelease does not find. */
function* unfoundValues(object: KubeObject, model: Model): Iterable<Violation> {
  for (const [i, reference] of object.objectsAt('spec', 'valuesFrom').entries()) {
    const name = asText(reference.name) ?? '';
    const key = asText(reference.valuesKey) ?? FLUX_INSTALLER.valuesKey;
    const isJudged = reference.kind === 'ConfigMap' && reference.optional !== true;
    const { here, meant } = isJudged ? leadOf(name, object, model.ofKind('', 'ConfigMap')) : {};
    const at = object.field('spec', 'valuesFrom', i);
    const keys = Object.keys(here?.objectAt('data') ?? {});
    if (meant !== undefined) {
      yield { at: at.child('name'), expected: meant.name, found: name, headline: 'source' };
    } else if (here !== undefined && !keys.includes(key)) {
      const expected = `one of the keys of ConfigMap ${name}: ${keys.join(', ') || 'it has none'}`;
      yield { at: at.child('valuesKey'), expected, found: key, headline: 'source' };
    }
  }
}

export const installValuesUnread = rule('install-values-unread', {
  of: installersOf,
  *each(object, model) {
    yield* model.schemaFaults(object).filter(keepsValues).map((fault) => violationOf(fault, object, model));
    yield* unfoundValues(object, model);
    // The CRD accepts any value there, the controller only a map.
    if (object.kind === FLUX_INSTALLER.kind && typeof object.at('spec', 'values') === 'string') {
      yield { at: object.field('spec', 'values'), expected: 'a map', found: 'a text', headline: 'type' };
    }
  },
});
