import { ApiObject } from 'cdk8s';
import type { Deployment } from 'cdk8s-plus-28';
import { entryOf } from '../../common/data/json';
import { filledIn, fromOne, noCredentials, objectName } from '../../common/props/checks';
import { imageReference, imageRegistry, imageTag } from '../../common/props/clouds';
import { distinct, jsonMap, map, number, optional, Shape, struct, text } from '../../common/props/prop-types';
import { put } from '../objects/api-objects';
import {
  SERVICE_SECURITY, ServiceResources, ServiceSecurity, serviceResources,
} from '../pods/container-resources';
import { SERVICE_PROBES, ServiceProbes } from '../pods/probes';

/** Settings of one service of a plane. */
export interface ServiceSettings {
  /**
   * Number of pods.
   *
   * @default - two for services that serve requests, one for services that must run once
   */
  readonly replicas?: number;

  /**
   * The whole image reference.
   *
   * @default - the service's image of `images`
   */
  readonly image?: string;

  /**
   * Resources of the containers.
   *
   * @default - those of Union's chart
   */
  readonly resources?: ServiceResources;

  /**
   * Startup, readiness and liveness probes.
   *
   * @default - the known endpoint of the service
   */
  readonly probes?: ServiceProbes;

  /**
   * User, group and file system of the containers.
   *
   * @default - the user of Union's charts, with a read-only root file system
   */
  readonly security?: ServiceSecurity;

  /**
   * Additional configuration: plugins, limits, log links. The service reads it last, so it overrides the
   * rest.
   *
   * @default - none
   */
  readonly config?: { [key: string]: unknown };
}

/** Settings by service. */
export type SettingsByService = { readonly [service: string]: ServiceSettings };

const atLeastOne = fromOne('is not a number of pods; give a whole number of at least 1');

export const SETTINGS_BY_SERVICE = map(struct<ServiceSettings>({
  replicas: optional(number(atLeastOne)),
  image: optional(text(filledIn, noCredentials, imageReference)),
  resources: optional(serviceResources),
  probes: optional(SERVICE_PROBES),
  security: optional(SERVICE_SECURITY),
  config: optional(jsonMap),
}));

export function settingsOf(settings: SettingsByService | undefined, service: string): ServiceSettings {
  return entryOf(settings ?? {}, service) ?? {};
}

/** The container images of a plane. */
export interface Images {
  /** Registry and repository prefix of Union's images, as given by Union: `registry.example.com/union`. */
  readonly registry: string;

  /** Tag of the images: `2026.8.3`. */
  readonly tag: string;

  /**
   * Names of the image pull Secrets, such as `union-registry`. You create them in the namespace of the plane,
   * with type `kubernetes.io/dockerconfigjson`.
   *
   * @default - none; the registry is public, or the nodes have access
   */
  readonly pullSecrets?: string[];
}

/** @internal */
export function _imageOf({ registry, tag }: Images, image: string, { image: own }: ServiceSettings): string {
  return own ?? `${registry}/${image}:${tag}`;
}

export const IMAGES: Shape<Images> = {
  registry: text(filledIn, noCredentials, (value) => (/^[a-z]+:\/\/|\/$/.test(value)
    ? 'has a scheme or a trailing "/"; write only registry and path'
    : undefined), imageRegistry),
  tag: text(filledIn, imageTag),
  pullSecrets: optional(distinct(text(filledIn, objectName))),
};

/** @internal */
export function _pullImagesWith(deployment: Deployment, secretNames: readonly string[] = []): void {
  if (secretNames.length > 0) {
    ApiObject.of(deployment)
      .addJsonPatch(put('/spec/template/spec/imagePullSecrets', secretNames.map((name) => ({ name }))));
  }
}
