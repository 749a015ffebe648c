import type { JsonObject, PathStep } from '../../common/data/json';
import type { Field } from '../read/field';
import { asList, asObject, asText } from './json-access';

/** A place in a pod spec that names a Secret. */
export class SecretName {
  public constructor(
    private readonly workload: { readonly pod: Field },
    private readonly steps: readonly PathStep[],
    /** The name; empty where there is none. */
    public readonly text: string,
    /** The pod starts without it. */
    public readonly optional: boolean,
  ) {}

  public get field(): Field {
    return this.workload.pod.child(...this.steps);
  }

  /** Whether the environment of a container names it, and no volume. */
  public get ofEnvironment(): boolean {
    return this.steps[0] !== 'volumes';
  }
}

/**
 * Every place in a pod spec that names a Secret: of its volumes, which count although no container mounts
 * them, and of its environment.
 */
export function readSecretNames(spec: JsonObject, workload: { readonly pod: Field }): SecretName[] {
  const found: SecretName[] = [];
  const add = (raw: unknown, nameKey: 'secretName' | 'name', ...steps: readonly PathStep[]) => {
    if (raw !== undefined && raw !== null) {
      const ref = asObject(raw);
      found.push(
        new SecretName(workload, [...steps, nameKey], asText(ref[nameKey]) ?? '', ref.optional === true),
      );
    }
  };
  asList(spec.volumes).forEach((entry, index) => {
    const volume = asObject(entry);
    add(volume.secret, 'secretName', 'volumes', index, 'secret');
    if (volume.projected !== undefined) {
      asList(asObject(volume.projected).sources).forEach((source, position) =>
        add(asObject(source).secret, 'name', 'volumes', index, 'projected', 'sources', position, 'secret'));
    }
  });
  (['containers', 'initContainers'] as const).forEach((list) => asList(spec[list]).forEach((entry, index) => {
    const { env, envFrom } = asObject(entry);
    asList(env).forEach((variable, position) =>
      add(
        asObject(asObject(variable).valueFrom).secretKeyRef,
        'name',
        list,
        index,
        'env',
        position,
        'valueFrom',
        'secretKeyRef',
      ),
    );
    asList(envFrom).forEach((source, position) =>
      add(asObject(source).secretRef, 'name', list, index, 'envFrom', position, 'secretRef'),
    );
  }));
  return found;
}
