// Tests: test/verify/kube/workload.test.ts
import type { JsonObject, PathStep } from '../../common/data/json';
import type { Field } from '../read/field';
import { asObject, asObjects, asText } from './json-access';

/** A key of a Secret or ConfigMap. */
interface KeyRef {
  readonly name: string;
  readonly key: string;
  readonly optional: boolean;
}

export interface EnvVar {
  readonly name: string;
  readonly field: Field;
  readonly value?: string;
  readonly secretKey?: KeyRef;
  readonly configMapKey?: KeyRef;
}

/** A whole Secret or ConfigMap in the environment. */
export interface EnvFrom {
  readonly field: Field;
  readonly source: 'Secret' | 'ConfigMap';
  readonly name: string;
  readonly prefix: string;
  readonly optional: boolean;
}

/** The explicit variables of a container. */
export function readEnv(container: JsonObject, field: Field): EnvVar[] {
  return asObjects(container.env).map((variable, index) => {
    const { secretKeyRef, configMapKeyRef } = asObject(variable.valueFrom);
    return {
      name: asText(variable.name) ?? '',
      field: field.child('env', index),
      value: asText(variable.value),
      secretKey: keyRef(secretKeyRef),
      configMapKey: keyRef(configMapKeyRef),
    };
  });
}

function keyRef(raw: unknown): KeyRef | undefined {
  const ref = asObject(raw);
  const [name, key] = [asText(ref.name), asText(ref.key)];
  return name === undefined || key === undefined ? undefined : { name, key, optional: ref.optional === true };
}

/** The Secrets and ConfigMaps from which a container gets variables. */
export function readEnvFrom(container: JsonObject, field: Field): EnvFrom[] {
  return asObjects(container.envFrom).flatMap(({ prefix, secretRef, configMapRef }, index) =>
    ([['Secret', secretRef], ['ConfigMap', configMapRef]] as const).flatMap(([source, raw]) => {
      const ref = asObject(raw);
      const name = asText(ref.name);
      return name === undefined ? [] : [{
        field: field.child('envFrom', index),
        source,
        name,
        prefix: asText(prefix) ?? '',
        optional: ref.optional === true,
      }];
    }));
}

/** A reference to a Secret in a pod spec. */
export class SecretName {
  public constructor(
    private readonly workload: { readonly pod: Field },
    private readonly steps: readonly PathStep[],
    /** The name; empty if there is none. */
    public readonly text: string,
    /** Whether the pod starts without it. */
    public readonly optional: boolean,
  ) {}

  public get field(): Field {
    return this.workload.pod.child(...this.steps);
  }
}

/** All references to Secrets in a pod spec, also by unmounted volumes. */
export function readSecretNames(spec: JsonObject, workload: { readonly pod: Field }): SecretName[] {
  const found: SecretName[] = [];
  const add = (raw: unknown, nameKey: 'secretName' | 'name', ...steps: readonly PathStep[]) => {
    if (raw !== undefined && raw !== null) {
      const ref = asObject(raw);
      const name = asText(ref[nameKey]) ?? '';
      found.push(new SecretName(workload, [...steps, nameKey], name, ref.optional === true));
    }
  };
  asObjects(spec.volumes).forEach(({ secret, projected }, index) => {
    add(secret, 'secretName', 'volumes', index, 'secret');
    asObjects(asObject(projected).sources).forEach((source, position) =>
      add(source.secret, 'name', 'volumes', index, 'projected', 'sources', position, 'secret'));
  });
  ['containers', 'initContainers'].forEach((list) => asObjects(spec[list]).forEach((container, index) => {
    asObjects(container.env).forEach(({ valueFrom }, i) =>
      add(asObject(valueFrom).secretKeyRef, 'name', list, index, 'env', i, 'valueFrom', 'secretKeyRef'));
    asObjects(container.envFrom).forEach(({ secretRef }, i) =>
      add(secretRef, 'name', list, index, 'envFrom', i, 'secretRef'));
  }));
  return found;
}
