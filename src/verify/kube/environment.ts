import type { JsonObject } from '../../common/data/json';
import type { Field } from '../read/field';
import { asList, asObject, asText } from './json-access';

/** A key of a ConfigMap. */
export interface ConfigMapKey {
  readonly name: string;
  readonly key: string;
}

/** An environment variable. */
export interface EnvVar {
  readonly name: string;
  readonly field: Field;
  readonly value?: string;
  /** The Secret and key that it is read from. */
  readonly secretKey?: { readonly name: string; readonly key: string; readonly optional: boolean };
  /** The ConfigMap and key that it is read from. */
  readonly configMapKey?: ConfigMapKey;
}

/** A whole Secret or ConfigMap taken into the environment. */
export interface EnvFrom {
  readonly field: Field;
  readonly source: 'Secret' | 'ConfigMap';
  readonly name: string;
  readonly prefix: string;
  readonly optional: boolean;
}

/** The variables that a container spells out. */
export function readEnv(container: JsonObject, field: Field): EnvVar[] {
  return asList(container.env).map((entry, index) => {
    const variable = asObject(entry);
    const { secretKeyRef, configMapKeyRef } = asObject(variable.valueFrom);
    const ref = asObject(secretKeyRef);
    const [name, key] = [asText(ref.name), asText(ref.key)];
    const [map, mapKey] = ['name', 'key'].map((each) => asText(asObject(configMapKeyRef)[each]));
    return {
      name: asText(variable.name) ?? '',
      field: field.child('env', index),
      value: asText(variable.value),
      secretKey:
        name === undefined || key === undefined ? undefined : { name, key, optional: ref.optional === true },
      ...(map === undefined || mapKey === undefined ? {} : { configMapKey: { name: map, key: mapKey } }),
    };
  });
}

/** The Secrets and ConfigMaps that a container takes its variables from. */
export function readEnvFrom(container: JsonObject, field: Field): EnvFrom[] {
  const found: EnvFrom[] = [];
  asList(container.envFrom).forEach((entry, index) => {
    const { prefix, secretRef, configMapRef } = asObject(entry);
    const add = (source: EnvFrom['source'], raw: unknown) => {
      const ref = asObject(raw);
      const name = asText(ref.name);
      if (name !== undefined) {
        found.push({
          field: field.child('envFrom', index),
          source,
          name,
          prefix: asText(prefix) ?? '',
          optional: ref.optional === true,
        });
      }
    };
    add('Secret', secretRef);
    add('ConfigMap', configMapRef);
  });
  return found;
}
