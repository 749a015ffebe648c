// Tests: test/verify/model/undelivered.test.ts
import { grouped, onceByName, oncePer, oncePerName } from '../../common/data/collections';
import { nameSlipOf } from '../../common/props/suggestion';
import { UNION_SECRETS } from '../../contract/union/secrets';
import { FLYTEADMIN } from '../../contract/union/services/flyteadmin';
import { EXTERNAL_SECRETS_GROUP, MANAGED_LABEL } from '../../contract/upstream/external-secrets';
import { COPIED_ELSEWHERE } from '../../contract/upstream/secret-operators';
import type { Credential } from '../credentials/credential';
import { isObserved, showsCredentials } from '../credentials/secret-writers';
import type { KeyDelivery, SecretWriter } from '../credentials/secret-writers';
import type { ExternalSecret } from '../kube/external-secret';
import { Home, homeKey, isMadeUp, sameCluster, sameHome } from '../kube/home';
import { HomeIndex, nearIn } from '../kube/home-index';
import { asObject } from '../kube/json-access';
import type { Workload } from '../kube/workload';
import { ChartObject } from '../values/chart-object';
import type { Model } from './model';

export interface Named extends Home {
  readonly name: string;
}

/** The target of a reference to a thing of the input: a Service, a Gateway, a Secret. */
interface Lead<T> {
  /** The thing with that name in the expected home. */
  readonly here?: T;
  /** Otherwise those with that name in other namespaces of the cluster. */
  readonly elsewhere: readonly T[];
  /** The one in the same home that the name misspells. */
  readonly meant?: T;
}

/** @param all things of one kind, the same list for each name; if there is none, use `Model.holds` */
export function leadOf<T extends Named>(
  name: string, home: Home, all: readonly T[],
): Lead<T> {
  const index = named(all) as HomeIndex<T>;
  const [here] = index.near(name, home);
  if (here !== undefined) {
    return { here, elsewhere: [] };
  }
  const near = nearIn(all, home);
  const meant = nameSlipOf(name, near.map((each) => each.name));
  return {
    elsewhere: index.named(name).filter((each) => sameCluster(each, home)),
    meant: meant === undefined ? undefined : index.near(meant, home)[0],
  };
}

const named = oncePer((all: readonly Named[]) => {
  const index = new HomeIndex<Named>();
  all.forEach((each) => index.add(each.name, each, each));
  return index;
});

/** Writers in a namespace without readers, if that of the reader has no writer. Copies don't count. */
export function misplacedWriters(
  model: Model, name: string, reader: Home & { readonly live?: boolean },
): readonly SecretWriter[] {
  const isSomewhere = reader.namespace !== undefined && !isMadeUp(reader.namespace);
  // A Secret that exists only elsewhere in the cluster did not arrive here.
  const isWritten = model.writers.of(name, reader).some((writer) =>
    writesKeys(writer) && (reader.live !== true || isObserved(writer)));
  if (!isSomewhere || isWritten) {
    return [];
  }
  const used = usedWriters(model)(name);
  // In a cluster, only if the input has the Secrets of other namespaces of Union too.
  const isShown = reader.live === true && model.scope.workloads.some((other) =>
    other.live && other.namespace !== reader.namespace && model.holds('', 'Secret', other));
  // Objects with an unknown cluster may be in this one.
  return model.writers.named(name).filter((writer) => writer.object.cluster === reader.cluster
    && writesKeys(writer) && (reader.live === true ? isShown && isObserved(writer) : !writer.object.live)
    && !isCopied(writer) && !used.has(writer));
}

/** The writers of Secrets that workloads read. */
const usedWriters = oncePer((model: Model) => oncePerName((name): ReadonlySet<SecretWriter> =>
  new Set(model.secretUses.named(name).flatMap(({ workload }) => model.writers.of(name, workload)))));

function writesKeys({ kind, keys }: SecretWriter): boolean {
  return kind !== 'stranger' && (kind !== 'manifest' || keys.length > 0);
}

function isCopied(writer: SecretWriter): boolean {
  const annotations = writer.kind === 'external-secret'
    ? asObject(writer.externalSecret.at('target', 'template', 'metadata', 'annotations'))
    : writer.object.annotations;
  return Object.keys(annotations).some((name) => COPIED_ELSEWHERE.test(name));
}

/** The ExternalSecret with an unused target that misspells a Secret for which a workload waits. */
export function misspeltTarget(model: Model, name: string, reader: Home): ExternalSecret | undefined {
  return writersNear(model).near('ExternalSecret', reader).find(({ target }) =>
    !UNION_SECRETS.has(target)
    && nameSlipOf(target, [name]) !== undefined
    && model.secretUses.of(target, reader).length === 0);
}

const writersNear = oncePer(({ externalSecrets }: Model) => {
  const index = new HomeIndex<ExternalSecret>();
  externalSecrets.forEach((each) => index.add('ExternalSecret', each.object, each));
  return index;
});

/** A Secret, or a key of it, with its delivery to a reader. */
interface ReadSecret {
  readonly secret: string;
  readonly delivery: KeyDelivery;
  readonly workload: Workload;
}

/**
 * Tells of a Secret whether the input shows that what is read of it comes from nowhere:
 *
 * - the Secrets of a cluster are in the input, and this one is not among them;
 * - an empty Secret waits for an ExternalSecret that is not there;
 * - nothing writes it, though the input delivers another client secret of its environment. An input that
 *   delivers none is a part of the whole.
 *
 * A Secret that is written under other keys is another matter, and so is one that is written in another
 * namespace.
 */
export function lostSecrets(model: Model): (read: ReadSecret) => boolean {
  const delivered = model.credentials.filter(
    ({ purpose, delivery }) => purpose !== 'database password' && delivery?.state === 'delivered'
      // The rendering of values does not show whether the input has the delivery of secrets.
      && delivery.writers.some(({ object }) => !(object instanceof ChartObject)),
  );
  const environmentOf = environments(model);
  return ({ secret, delivery, workload }) => {
    if (delivery.state === 'missing') {
      return true;
    }
    if (misplacedWriters(model, secret, workload).length > 0 || !showsWriters(model, secret, workload)) {
      return false;
    }
    return (
      (delivery.state === 'unknown' || delivery.state === 'key-missing')
      && !delivery.writers.some(showsCredentials)
      && (delivery.writers.some((writer) => waits(writer, model))
        || delivered.some(
          (other) => environmentOf(other.container.workload) === environmentOf(workload)
            && (other.key?.secret !== secret || !sameHome(other.container.workload, workload)),
        ))
    );
  };
}

/** The same for a credential. */
export const comesFromNowhere = oncePer((model: Model): (credential: Credential) => boolean => {
  const isLost = lostSecrets(model);
  return ({ key, delivery, container: { workload } }) =>
    key !== undefined && delivery !== undefined && isLost({ secret: key.secret, delivery, workload });
});

/**
 * A dump of a namespace can omit everything that writes Secrets. What a chart's pods read can be in a file
 * that is not in the input, if each namespace has its own file.
 */
function showsWriters(model: Model, secret: string, { live, object }: Workload): boolean {
  if (!live && (!(object instanceof ChartObject) || sharesFiles(model))) {
    return true;
  }
  const isShown = (group: string, kind: string) =>
    (live ? model.holds(group, kind, object) : model.shows(group, kind, object));
  return (live && model.writers.named(secret).length > 0)
    || isShown('', 'Secret') || isShown(EXTERNAL_SECRETS_GROUP, 'ExternalSecret');
}

/** Whether a file delivers Secrets to several namespaces. */
const sharesFiles = oncePer((model: Model): boolean => {
  const written = [...model.secrets, ...model.externalSecrets].map(({ object }) => object)
    .filter((object) => !(object instanceof ChartObject));
  return grouped(written, ({ source }) => source.file)
    .some((objects) => new Set(objects.map(homeKey)).size > 1);
});

/** Each of several control planes is an environment, with its namespace or cluster; the rest is one. */
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

/** An empty Secret for External Secrets to fill, in an input with ExternalSecrets. */
export function waits({ kind, object }: SecretWriter, model: Model): boolean {
  return kind === 'manifest' && model.ofKind(EXTERNAL_SECRETS_GROUP, 'ExternalSecret').length > 0
    && Object.entries(MANAGED_LABEL).every(([name, value]) => object.labels[name] === value);
}
