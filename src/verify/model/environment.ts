import type { JsonObject } from '../../_internal/json';
import type { Field } from '../field';
import type { PathStep } from '../path';
import { asList, asObject, asText } from './json-access';

/** A Secret by name. */
export interface SecretRef {
  readonly name: string;
  /** The pod starts without it. */
  readonly optional: boolean;
}

/** A place that names a Secret. */
export class SecretName {
  /** @param text the name; empty where there is none */
  public constructor(private readonly within: { readonly field: Field }, private readonly steps: readonly PathStep[], public readonly text: string) {}

  public get field(): Field {
    return this.within.field.child(...this.steps);
  }
}

/** An environment variable. */
export interface EnvVar {
  readonly name: string;
  readonly field: Field;
  readonly value?: string;
  /** The Secret and key that it is read from. */
  readonly secretKey?: SecretRef & { readonly key: string };
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
    const ref = asObject(asObject(variable.valueFrom).secretKeyRef);
    const name = asText(ref.name);
    const key = asText(ref.key);
    return {
      name: asText(variable.name) ?? '',
      field: field.child('env', index),
      value: asText(variable.value),
      secretKey: name === undefined || key === undefined ? undefined : { name, key, optional: ref.optional === true },
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
        found.push({ field: field.child('envFrom', index), source, name, prefix: asText(prefix) ?? '', optional: ref.optional === true });
      }
    };
    add('Secret', secretRef);
    add('ConfigMap', configMapRef);
  });
  return found;
}

/** The places in the environment of a container that name a Secret. */
export function readSecretNames(container: JsonObject, within: { readonly field: Field }): SecretName[] {
  const found: SecretName[] = [];
  const add = (ref: unknown, ...steps: readonly PathStep[]) => {
    if (ref !== undefined) {
      found.push(new SecretName(within, [...steps, 'name'], asText(asObject(ref).name) ?? ''));
    }
  };
  asList(container.env).forEach((entry, index) => add(asObject(asObject(entry).valueFrom).secretKeyRef, 'env', index, 'valueFrom', 'secretKeyRef'));
  asList(container.envFrom).forEach((entry, index) => add(asObject(entry).secretRef, 'envFrom', index, 'secretRef'));
  return found;
}
