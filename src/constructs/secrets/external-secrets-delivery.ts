// Tests: test/constructs/secrets/secret-delivery.test.ts
import { ApiObject, Duration } from 'cdk8s';
import { Construct, IConstruct } from 'constructs';
import { grouped } from '../../common/data/collections';
import { goDurationOf } from '../../common/props/construct-props';
import { demand, flag, instanceOf, optional, Shape } from '../../common/props/prop-types';
import { FLUX } from '../../contract/upstream/gitops';
import { HELM_KEEP, HELM_OWNERSHIP } from '../../contract/upstream/helm';
import { guardedValue, plainValue } from '../../contract/upstream/remote-ref';
import {
  ExternalSecret, ExternalSecretData, REFRESH_INTERVAL, SecretCreationPolicy,
} from './external-secret';
import { SecretRotation } from './secret-rotation';
import { ISecretStore, SECRET_STORE } from './secret-store';
import { SecretPlan, SecretTarget } from './secret-target';
import { emptySecret } from './secret-writers';

/** Delivery by External Secrets Operator (0.16 or later, which serves external-secrets.io/v1). */
export interface ExternalSecretsDeliveryProps {
  /** The store to read from. A `SecretStore` must exist in the namespace of each plane. */
  readonly store: ISecretStore;

  /**
   * How often External Secrets reads the store, such as `30m`. Ten seconds or more; zero for once.
   *
   * @default Duration.hours(1)
   */
  readonly refreshInterval?: Duration;

  /**
   * Whether to deliver `flyte-admin-secrets` before the chart, which renders it without data. The Helm
   * release adopts the delivered Secret, so that it has its keys before the first pod starts. Set it to false
   * if two Argo CD Applications sync chart and manifests, as an object belongs to one of them. The keys then
   * arrive at the first refresh after the chart.
   *
   * @default true
   */
  readonly aheadOfChart?: boolean;

  /**
   * Whether to reject empty values, and trim newlines at the end of values. A template in the cluster does
   * this. If it fails, the Secret keeps its current value, and the ExternalSecret reports the empty entry.
   * Without it, an emptied entry empties the key, and the ExternalSecret still reports success. The guide's
   * profile does not use it.
   *
   * @default true
   */
  readonly guardValues?: boolean;

  /**
   * How running pods get a rotated secret.
   *
   * @default - none; restart the workloads by hand
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
      problems.add('refreshInterval', goDurationOf(props.refreshInterval), 'reads the store once, so no '
        + 'new value can arrive for rotation; remove one of the two');
    }
    // From JavaScript and Python: a location given here would have no effect.
    for (const place of Object.keys(props).filter((prop) => /(Secret|Password)$/.test(prop))) {
      problems.addUnshown(place, 'has no effect here; give the location of a secret with its client in '
        + 'UnionIdentity, and that of a password with the database');
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
      targetSecret(scope, plan, target);
    }
    partsOf(target).forEach((part) => externalSecret(scope, plan, props, part));
  }
}

/**
 * One ExternalSecret per store entry if several write to a Secret: an ExternalSecret reads all of its entries
 * or delivers nothing, so one missing entry would block the others.
 */
function partsOf(target: SecretTarget): SecretTarget[] {
  const { creationPolicy, externalSecretName } = target;
  const located = target.entries.filter(({ remote }) => remote !== undefined);
  return creationPolicy !== SecretCreationPolicy.MERGE
    ? [target]
    : grouped(located, ({ remote }) => JSON.stringify(remote)).map((entries, index) => ({
      ...target,
      entries,
      // Annotations that grow with the fleet are only on the first one.
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
      // An empty Secret of ours already has it.
      annotations: plan.toTheLetter || target.creationPolicy === SecretCreationPolicy.MERGE
        ? undefined
        : KEEP,
      // As in the guide, which loses keys (docs/deviations.md). The guide has no templates; with a template
      // ESO copies nothing.
      copyMetadata: plan.toTheLetter && template === undefined,
    },
    data,
    refreshInterval: props.refreshInterval,
    spellOutDefaults: !plan.toTheLetter,
    // The plan has already set template and Secret.
    guardValues: false,
    ensureTarget: false,
  });
}

function remoteEntries({ entries }: SecretTarget): ExternalSecretData[] {
  return entries.flatMap(({ key, remote }) => (remote ? [{ secretKey: key, remoteRef: remote }] : []));
}

/** Without a template the Secret contains the entries; with one, only the template's keys. */
function templateOf(
  { literals, apiKeys, apiKeysAlone }: SecretTarget, data: readonly ExternalSecretData[], guarded: boolean,
): Record<string, string> | undefined {
  const passed = (apiKeysAlone ? [] : data).map(({ secretKey, remoteRef }) =>
    [secretKey, guarded ? guardedValue(secretKey, remoteRef) : plainValue(secretKey)] as const);
  return guarded || literals || apiKeys
    ? { ...literals, ...Object.fromEntries(passed), ...apiKeys }
    : undefined;
}

/** A Helm release that rendered the Secret before would delete it, with the keys of other tools. */
const KEEP = { [HELM_KEEP.annotation]: HELM_KEEP.value };

/** Secrets by plane: those of other planes in the tree can have the same names in other clusters. */
const OURS = new WeakSet<IConstruct>();

function targetSecret(scope: Construct, { namespace, releaseName }: SecretPlan, target: SecretTarget): void {
  const { secretName, externalSecretName, renderedByChart } = target;
  const secret = emptySecret(scope, `${externalSecretName}-target`, {
    name: secretName,
    namespace,
    // Afterwards it belongs to the Helm release.
    ...(renderedByChart && releaseName !== undefined
      ? {
        labels: HELM_OWNERSHIP.label,
        annotations: {
          ...FLUX.createOnly,
          [HELM_OWNERSHIP.releaseName]: releaseName,
          [HELM_OWNERSHIP.releaseNamespace]: namespace,
        },
      }
      : {}),
  });
  OURS.add(secret);
  if (renderedByChart) {
    takePlaceOfChartTwin(secret);
  }
}

/**
 * Replaces the same Secret without data of a chart that cdk8s itself renders: a folder of manifests must not
 * contain it twice, and only this one has the annotations that keep its keys. Charts come after the
 * constructs with their values, so this is known only at synth.
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
