import { Construct } from 'constructs';
import { Records, chartOf, whole } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { demand, instanceOf } from '../../common/props/prop-types';
import { SecretContent } from '../../contract/union/secrets';
import { SeveralObjects } from '../objects/emitted-by';
import { TextFile } from '../output';
import { UNWRITTEN } from '../output/unwritten';
import { SecretDelivery } from '../secrets';
import { contentOf, SecretPlan, SecretTarget } from '../secrets/secret-target';
import { collisionsOf } from '../secrets/secret-writers';
import { ServiceConfig } from './service-config';

/** A service in a workload of your own, and how its secrets come into the cluster. */
export interface ServiceSecretsProps {
  /** What the service reads: its files name the Secrets. */
  readonly config: ServiceConfig;

  /** How client secrets come into the cluster. */
  readonly secrets: SecretDelivery;
}

/** What services of a chart have been given, by the Secret: union services share one. */
const DELIVERED = new Records<SecretTarget>();

/**
 * Delivers the Secrets that one service mounts, and nothing else.
 *
 * @example
 * const flyteadmin = PlaneConfig.controlPlane({ identity }).service('flyteadmin');
 * new ServiceSecrets(chart, 'secrets', { config: flyteadmin, secrets });
 */
export class ServiceSecrets extends SeveralObjects {
  /** The script that delivers the client secrets; only with `SecretDelivery.kubernetesSecrets()`. */
  public readonly secretScript?: TextFile;

  /**
   * What another `ServiceSecrets` of the chart delivers is not delivered again.
   *
   * @throws when a plane of the app delivers the same Secrets into the namespace, or a secret that is read
   *   from a store is not located.
   */
  public constructor(scope: Construct, id: string, props: ServiceSecretsProps) {
    super(scope, id);
    this.secretScript = whole(this, () => {
      demand('ServiceSecrets', props, {
        config: instanceOf(ServiceConfig), secrets: instanceOf(SecretDelivery),
      });
      mustBeLocated(props);
      props.config._mustFit(this);
      const plan = this.undelivered(props.config._secretPlan);
      this.mustBeAlone(props.config.name, plan);
      const script = plan.targets.length === 0 ? undefined : props.secrets._deliver(this, plan);
      return script?._expectedOf(this, UNWRITTEN.script);
    });
  }

  private mustBeAlone(service: string, { plane, namespace, targets }: SecretPlan): void {
    const secretNames = targets.map(({ secretName }) => secretName);
    const problems = new Problems(`ServiceSecrets ${this.node.path}`);
    for (const { path, secretNames: same } of collisionsOf(this, { plane, namespace, secretNames })) {
      problems.add('config', service,
        `mounts Secrets that ${path} delivers already (${same.join(', ')}); remove this ServiceSecrets`);
    }
    problems.throwIfAny();
  }

  private undelivered(plan: SecretPlan): SecretPlan {
    const chart = chartOf(this);
    const subject = ({ secretName }: SecretTarget) => `${plan.namespace}/${secretName}`;
    const targets = plan.targets.filter((target) =>
      DELIVERED.about(chart, subject(target)).every(({ value }) => !isSame(value, target)));
    targets.forEach((target) => DELIVERED.add(chart, subject(target), this, target));
    return { ...plan, targets };
  }
}

/** What is read from a store has a place there. */
function mustBeLocated({ config, secrets }: ServiceSecretsProps): void {
  const problems = new Problems('ServiceSecrets');
  const entries = config._secretPlan.targets.flatMap((target) => target.entries);
  const unlocated = secrets._readsStore ? entries.filter(
    ({ content, remote }) => remote === undefined && content !== SecretContent.DATABASE_PASSWORD,
  ) : [];
  for (const content of new Set(unlocated.map(contentOf))) {
    problems.add('config', config.name,
      `mounts the ${content}, whose place in the store is unknown; name it as secret of the client in `
        + 'the identity');
  }
  problems.throwIfAny();
}

function isSame(one: SecretTarget, other: SecretTarget): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
