import { ApiObjectMetadata, Duration } from 'cdk8s';
import { JsonObject, withoutUndefined } from '../../common/data/json';
import { Check, filledIn, namespaceName, objectName } from '../../common/props/checks';
import { duration } from '../../common/props/construct-props';
import { Problems } from '../../common/props/problems';
import { list, optional, text } from '../../common/props/prop-types';

const dependency: Check = (value) => {
  const parts = value.split('/');
  const [namespace, name] = parts.length === 1 ? [undefined, value] : parts;
  const wrong = namespace === undefined ? undefined : namespaceName(namespace);
  return parts.length > 2 ? 'is not a name; write name, or namespace/name' : wrong ?? objectName(name);
};

/** Other objects of Flux of the same kind that must be ready first, as the `flux` command writes them. */
export const FLUX_DEPENDENCIES = optional(list(text(filledIn, dependency)));

export const DEFAULT_INTERVAL = Duration.minutes(10);
export const DEFAULT_RETRY_INTERVAL = Duration.minutes(1);

/** Shorter ones load the API server and the repository, and change nothing. */
export const FLUX_INTERVAL = optional(duration(Duration.minutes(1)));
export const FLUX_RETRY_INTERVAL = optional(duration(Duration.seconds(10)));

/**
 * Flux takes an object that depends on itself, and never gets to it.
 *
 * @internal
 */
export function _checkDependencies(
  problems: Problems, kind: string, dependsOn: readonly string[] | undefined, own: ApiObjectMetadata,
): void {
  dependsOn?.forEach((other, i) => {
    const { name, namespace } = referenceOf(other);
    if (name === own.name && (namespace ?? own.namespace) === own.namespace) {
      problems.add(
        `dependsOn[${i}]`, other, `is this ${kind} itself, which would wait for ever; name another one`,
      );
    }
  });
}

/** @internal */
export function _dependsOn(dependencies: readonly string[] | undefined): JsonObject[] | undefined {
  return dependencies?.map((dependsOn) => withoutUndefined(referenceOf(dependsOn)));
}

function referenceOf(dependsOn: string): { readonly name: string; readonly namespace?: string } {
  const [namespace, name] = dependsOn.split('/');
  return name === undefined ? { name: dependsOn, namespace: undefined } : { name, namespace };
}
