import { ApiObjectMetadata, Duration } from 'cdk8s';
import { JsonObject, withoutUndefined } from '../../common/data/json';
import { filledIn, namespaceName, objectName } from '../../common/props/checks';
import { Problems } from '../../common/props/problems';
import { list, optional, struct, text } from '../../common/props/prop-types';

/** Another object of Flux of the same kind that must be ready first. */
export interface FluxDependency {
  /** Its name. */
  readonly name: string;

  /**
   * Its namespace.
   *
   * @default - the same namespace
   */
  readonly namespace?: string;
}

export const FLUX_DEPENDENCIES = optional(list(struct<FluxDependency>({
  name: text(filledIn, objectName),
  namespace: optional(text(namespaceName)),
})));

/** Shorter ones load the API server and the repository, and change nothing. */
export const SHORTEST_INTERVAL = Duration.minutes(1);
export const SHORTEST_RETRY_INTERVAL = Duration.seconds(10);

/**
 * Flux takes an object that depends on itself, and never gets to it.
 *
 * @internal
 */
export function _checkDependencies(
  problems: Problems, kind: string, dependsOn: readonly FluxDependency[] | undefined, own: ApiObjectMetadata,
): void {
  dependsOn?.forEach(({ name, namespace }, i) => {
    if (name === own.name && (namespace ?? own.namespace) === own.namespace) {
      problems.add(
        `dependsOn[${i}].name`, name, `is this ${kind} itself, which would wait for ever; name another one`,
      );
    }
  });
}

/** @internal */
export function _dependsOn(dependencies: readonly FluxDependency[] | undefined): JsonObject[] | undefined {
  return dependencies?.map(({ name, namespace }) => withoutUndefined({ name, namespace }));
}
