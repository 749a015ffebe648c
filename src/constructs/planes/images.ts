import { ApiObject } from 'cdk8s';
import type { Deployment } from 'cdk8s-plus-28';
import { filledIn, noCredentials, objectName } from '../../common/props/checks';
import { imageRegistry, imageTag } from '../../common/props/clouds';
import { Shape, distinct, optional, text } from '../../common/props/prop-types';
import { put } from '../objects/patches';
import { ServiceSettings } from './per-service';

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
