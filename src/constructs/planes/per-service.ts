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

/** What one service of a plane has of its own. */
export interface ServiceSettings {
  /**
   * How many pods run.
   *
   * @default - two of what serves requests, one of what would do its work twice
   */
  readonly replicas?: number;

  /**
   * The whole image reference.
   *
   * @default - the image of `images`
   */
  readonly image?: string;

  /**
   * What the containers get.
   *
   * @default - as in Union's chart
   */
  readonly resources?: ServiceResources;

  /**
   * How Kubernetes asks whether the service lives and serves.
   *
   * @default - as the service is known to answer
   */
  readonly probes?: ServiceProbes;

  /**
   * Where the service runs as another user, or may write to its image.
   *
   * @default - as Union's charts run the image, and on a read-only root file system
   */
  readonly security?: ServiceSecurity;

  /**
   * Further configuration: plugins, limits, log links. It is read last and wins.
   *
   * @default - none
   */
  readonly config?: { [key: string]: unknown };
}

/** Of each service that has something of its own. */
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

/** Where the container images of a plane come from. */
export interface Images {
  /**
   * Registry and repository prefix of Union's images, as Union gave it to you: `registry.example.com/union`.
   */
  readonly registry: string;

  /** Tag of the images: `2026.8.3`. */
  readonly tag: string;

  /**
   * Names of the Secrets with which images are pulled, such as `union-registry`. They are in the namespace of
   * the plane, of type `kubernetes.io/dockerconfigjson`, made by whoever has the credentials of the registry.
   *
   * @default - none: the registry is open, or the nodes have access
   */
  readonly pullSecrets?: string[];
}

/** @internal */
export function _imageOf({ registry, tag }: Images, image: string, { image: own }: ServiceSettings): string {
  return own ?? `${registry}/${image}:${tag}`;
}

export const IMAGES: Shape<Images> = {
  registry: text(filledIn, noCredentials, (value) => (/^[a-z]+:\/\/|\/$/.test(value)
    ? 'has a scheme or a trailing "/"; write registry and path alone'
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
