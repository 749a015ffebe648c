import { ApiObject, Duration } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { grouped } from '../../common/data/collections';
import { goDurationOf } from '../../common/props/construct-props';
import { demand, flag, instanceOf, optional, Shape } from '../../common/props/prop-types';
import { FLUX, HELM_KEEP, HELM_OWNERSHIP } from '../../contract/upstream/helm';
import { guardedValue, plainValue } from '../../contract/upstream/remote-ref';
import { MANAGED_LABEL } from '../../contract/upstream/secret-operators';
import {
  ExternalSecret, ExternalSecretData, REFRESH_INTERVAL, SecretCreationPolicy,
} from './external-secret';
import { SecretRotation } from './secret-rotation';
import { ISecretStore, SECRET_STORE } from './secret-store';
import { SecretPlan, SecretTarget } from './secret-target';
import { KEPT_AND_EMPTY } from './secret-writers';

/** Delivery by External Secrets Operator (0.16 or later, which serves external-secrets.io/v1). */
export interface ExternalSecretsDeliveryProps {
  /** The store to read from. A `SecretStore` must exist in the namespace of each plane. */
  readonly store: ISecretStore;

  /**
   * How often the store is read again, such as `30m`. Ten seconds or more; zero for once.
   *
   * @default Duration.hours(1)
   */
  readonly refreshInterval?: Duration;

  /**
   * Whether `flyte-admin-secrets` is delivered before the chart. The chart renders it without data; its
   * release takes this one over, so that it is filled before the first pod starts. Leave it to the chart
   * where two Argo CD Applications sync chart and manifests: an object belongs to one. Its keys then come at
   * the first refresh after the chart.
   *
   * @default true
   */
  readonly aheadOfChart?: boolean;

  /**
   * Whether empty values, and line ends at the end of one, are kept out. Values then pass a template in the
   * cluster that cuts line ends off, and fails where nothing is left: the Secret keeps the value that it has,
   * and the ExternalSecret says which entry of the store is empty. Without it, an emptied entry empties the
   * key, while everything is synced. The guide's profile goes without.
   *
   * @default true
   */
  readonly guardValues?: boolean;

  /**
   * How a rotated secret reaches pods that run.
   *
   * @default - none: restart the workloads by hand
   */
  readonly rotation?: SecretRotation;
}

const EXTERNAL_SECRETS_DELIVERY_PROPS: Shape<ExternalSecretsDeliveryProps> = {
  store: SECRET_STORE,
  refreshInterval: optional(REFRESH_INTERVAL),
  aheadOfChart: optional(flag),
  guardValues: optional(flag),
  rotation: optional(instanceOf(SecretRotation)),
};

export function checkExternalSecrets(props: ExternalSecretsDeliveryProps): void {
  demand('SecretDelivery.externalSecrets', props, EXTERNAL_SECRETS_DELIVERY_PROPS, (problems) => {
    if (props.rotation !== undefined && props.refreshInterval?.toMilliseconds() === 0) {
      problems.add('refreshInterval', goDurationOf(props.refreshInterval), 'reads the store once, so that no '
        + 'new value ever comes for rotation to restart pods with; take one of the two out');
    }
    // From JavaScript and Python: a place that is named here would be read by nothing.
    for (const place of Object.keys(props).filter((prop) => /(Secret|Password)$/.test(prop))) {
      problems.addUnshown(place, 'is not read here; give the place of a secret beside its client in '
        + 'UnionIdentity, that of a password beside the database');
    }
  });
}

export function deliverExternalSecrets(
  scope: Construct, plan: SecretPlan, props: ExternalSecretsDeliveryProps,
): undefined {
  for (const target of plan.targets) {
    if (target.notExternal) {
      continue;
    }
    if (target.ensureExists && !(target.renderedByChart && props.aheadOfChart === false)) {
      emptySecret(scope, plan, target);
    }
    partsOf(target).forEach((part) => externalSecret(scope, plan, props, part));
  }
}

/**
 * One for each entry of the store where several may write a Secret: an ExternalSecret reads all of its
 * entries or delivers nothing, so that a missing one would keep the others from arriving.
 */
function partsOf(target: SecretTarget): SecretTarget[] {
  const { creationPolicy, externalSecretName } = target;
  const located = target.entries.filter(({ remote }) => remote !== undefined);
  return creationPolicy !== SecretCreationPolicy.MERGE
    ? [target]
    : grouped(located, ({ remote }) => JSON.stringify(remote)).map((entries, index) => ({
      ...target,
      entries,
      // What grows with the fleet, the first alone has.
      ...(index === 0 ? {} : {
        annotations: undefined,
        externalSecretName: `${externalSecretName}-${entries[0].key.replaceAll('_', '-')}`,
      }),
    }));
}

function externalSecret(
  scope: Construct, plan: SecretPlan, props: ExternalSecretsDeliveryProps, target: SecretTarget,
): void {
  const data = remoteEntries(target);
  const template = templateOf(target, data, !plan.toTheLetter && props.guardValues !== false);
  const annotations = target.annotations ? { ...plan.annotations, ...target.annotations } : plan.annotations;
  new ExternalSecret(scope, target.externalSecretName, {
    metadata: { name: target.externalSecretName, namespace: plan.namespace, annotations },
    store: props.store,
    target: {
      name: target.secretName,
      creationPolicy: target.creationPolicy,
      template,
      // On an empty Secret of ours it is already.
      annotations: plan.toTheLetter || target.creationPolicy === SecretCreationPolicy.MERGE
        ? undefined
        : KEEP,
      // As the guide spells it, which loses keys: docs/deviations.md. The guide has no templates, and
      // beside one nothing is copied.
      copyMetadata: plan.toTheLetter && template === undefined,
    },
    data,
    refreshInterval: props.refreshInterval,
    spellOutDefaults: !plan.toTheLetter,
    // The template and the Secret are made above, as the plan says.
    guardValues: false,
    ensureTarget: false,
  });
}

function remoteEntries({ entries }: SecretTarget): ExternalSecretData[] {
  return entries.flatMap(({ key, remote }) => (remote ? [{ secretKey: key, remoteRef: remote }] : []));
}

/** Without a template the Secret holds the entries; with one, what it says and nothing else. */
function templateOf(
  { literals, apiKeys, apiKeysAlone }: SecretTarget, data: readonly ExternalSecretData[], guarded: boolean,
): Record<string, string> | undefined {
  const passed = (apiKeysAlone ? [] : data).map(({ secretKey, remoteRef }) =>
    [secretKey, guarded ? guardedValue(secretKey, remoteRef) : plainValue(secretKey)] as const);
  return guarded || literals || apiKeys
    ? { ...literals, ...Object.fromEntries(passed), ...apiKeys }
    : undefined;
}

/**
 * A release that rendered the Secret before we delivered it would remove it, with the keys of others in it.
 */
const KEEP = { [HELM_KEEP.annotation]: HELM_KEEP.value };

/** Those of other planes in the tree: in other clusters they may have the same names. */
const OURS = new WeakSet<IConstruct>();

/** Applying it again keeps the data: without a `data` field there is nothing that apply would take back. */
function emptySecret(scope: Construct, { namespace, releaseName }: SecretPlan, target: SecretTarget): void {
  const { secretName, externalSecretName, renderedByChart } = target;
  const adopted = renderedByChart && releaseName !== undefined;
  const secret = new ApiObject(scope, `${externalSecretName}-target`, {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'Opaque',
    metadata: {
      name: secretName,
      namespace,
      labels: { ...MANAGED_LABEL, ...(adopted ? HELM_OWNERSHIP.label : {}) },
      annotations: {
        ...KEPT_AND_EMPTY,
        // From then on it is the release's.
        ...(adopted
          ? {
            ...FLUX.createOnly,
            [HELM_OWNERSHIP.releaseName]: releaseName,
            [HELM_OWNERSHIP.releaseNamespace]: namespace,
          }
          : {}),
      },
    },
  });
  OURS.add(secret);
  if (renderedByChart) {
    takePlaceOfChartTwin(secret);
  }
}

/**
 * Takes the place of the same Secret without data that a chart renders, where cdk8s itself renders the chart:
 * one folder of manifests must not have it twice, and this one carries what keeps and fills its keys. Charts
 * come after what they get values from, so that this is known when the app is synthesized.
 */
function takePlaceOfChartTwin(secret: ApiObject): void {
  secret.node.addValidation({
    validate: () => {
      secret.node.root.node.findAll().filter((other) => isTwin(secret, other))
        .forEach(({ node }) => node.scope?.node.tryRemoveChild(node.id));
      return [];
    },
  });
}

function isTwin(secret: ApiObject, other: IConstruct): boolean {
  if (OURS.has(other) || !ApiObject.isApiObject(other) || other.kind !== secret.kind
    || other.name !== secret.name
    || other.metadata.namespace !== secret.metadata.namespace) {
    return false;
  }
  const { data, stringData } = other.toJson() as { data?: object; stringData?: object };
  return Object.keys({ ...data, ...stringData }).length === 0;
}
