import { CLIENT_SECRET_KEY, SECRETS } from '../../contract/union/secrets';
import type { Field } from '../read/field';
import { isSeeded, keyMakers, Operator, operators } from './eager-keys';
import type { Model } from './model';

/** A data plane that goes by another name than all that is there for it. */
interface MisnamedCluster {
  readonly at: Field;
  readonly name: string;
  /** What the keys that are made for it, and its Secret, call it. */
  readonly meant: string;
}

/** Data planes whose keys and Secret are there, for the name of a cluster that is not. */
export function misnamedClusters(model: Model): MisnamedCluster[] {
  const makers = keyMakers(model);
  const all = operators(model);
  const isThere = new Set(all.flatMap(({ clusterName }) => clusterName ?? []));
  const seeded = makers.flatMap(({ seeds }) => seeds.flatMap(({ clusterName }) => clusterName ?? []));
  const [meant, ...others] = new Set(model.writers.named(SECRETS.dataPlane.name)
    .flatMap(({ object: { cluster } }) => cluster ?? [])
    .filter((cluster) => seeded.includes(cluster) && !isThere.has(cluster)));
  const isThereFor = ({ home }: Operator) =>
    model.writers.delivery(SECRETS.dataPlane.name, CLIENT_SECRET_KEY, home).state === 'delivered';
  const misnamed = all.filter((operator) =>
    operator.clusterName !== undefined && !isSeeded(operator, makers) && !isThereFor(operator));
  return meant === undefined || others.length > 0 || misnamed.length !== 1
    ? []
    : misnamed.map(({ clusterName: name = '', named: at }) => ({ at, name, meant }));
}
