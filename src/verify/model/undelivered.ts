import { onceByName } from '../../common/data/collections';
import { FLYTEADMIN } from '../../contract/union/services/flyteadmin';
import { EXTERNAL_SECRETS_GROUP, MANAGED_LABEL } from '../../contract/upstream/external-secrets';
import type { Credential } from '../credentials/credential';
import { showsCredentials } from '../credentials/secret-writers';
import type { SecretWriter } from '../credentials/secret-writers';
import { Home, homeKey, sameCluster, sameHome } from '../kube/home';
import type { Workload } from '../kube/workload';
import { ChartObject } from '../values/chart-object';
import { misplacedWriters } from './lead';
import type { Model } from './model';

/**
 * Tells of a client secret whether the input shows that it comes from nowhere:
 *
 * - the Secrets of a cluster are in the input, and this one is not among them;
 * - an empty Secret waits for an ExternalSecret that is not there;
 * - nothing writes it, though the input delivers another client secret of its environment. An input that
 *   delivers none is a part of the whole.
 *
 * A Secret that is written under other keys is another matter, and so is one that is written in another
 * namespace.
 */
export function comesFromNowhere(model: Model): (credential: Credential) => boolean {
  const delivered = model.credentials.filter(
    ({ purpose, delivery }) => purpose !== 'database password' && delivery?.state === 'delivered'
      // What a chart makes of its values does not show that the input has what delivers secrets.
      && delivery.writers.some(({ object }) => !(object instanceof ChartObject)),
  );
  const environmentOf = environments(model);
  return ({ key, delivery, container: { workload } }) => {
    if (key === undefined || delivery === undefined) {
      return false;
    }
    if (delivery.state === 'missing') {
      return true;
    }
    if (misplacedWriters(model, key.secret, workload).length > 0
      || !showsWriters(model, key.secret, workload)) {
      return false;
    }
    return (
      (delivery.state === 'unknown' || delivery.state === 'key-missing')
      && !delivery.writers.some(showsCredentials)
      && (delivery.writers.some(waits)
        || delivered.some(
          (other) => environmentOf(other.container.workload) === environmentOf(workload)
            && (other.key?.secret !== key.secret || !sameHome(other.container.workload, workload)),
        ))
    );
  };
}

/** A dump of a namespace may leave out all that writes Secrets. */
function showsWriters(model: Model, secret: string, { live, object }: Workload): boolean {
  return !live
    || model.writers.named(secret).length > 0
    || model.holds('', 'Secret', object)
    || model.holds(EXTERNAL_SECRETS_GROUP, 'ExternalSecret', object);
}

/**
 * Of several control planes each is an environment of its own, such as staging, with what is in
 * its namespace, or in its cluster where it is alone there. All other homes are one.
 */
function environments(model: Model): (home: Home) => string {
  const controlPlanes = [...new Map(model.workloads.filter(({ name }) => name === FLYTEADMIN.name)
    .map((workload) => [homeKey(workload), workload])).values()];
  const once = onceByName();
  return (home) => once(homeKey(home), () => {
    const here = controlPlanes.filter((plane) => sameHome(plane, home));
    const near = here.length > 0 ? here : controlPlanes.filter((plane) => sameCluster(plane, home));
    return controlPlanes.length > 1 && near.length === 1 ? homeKey(near[0]) : '';
  });
}

/** An empty Secret that External Secrets is to fill. */
function waits(writer: SecretWriter): boolean {
  return (
    writer.kind === 'manifest'
    && Object.entries(MANAGED_LABEL).every(
      ([name, value]) => writer.object.textAt('metadata', 'labels', name) === value,
    )
  );
}
