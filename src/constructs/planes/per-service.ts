import { entryOf } from '../../common/data/json';
import { filledIn, fromOne, noCredentials } from '../../common/props/checks';
import { imageReference } from '../../common/props/clouds';
import { jsonMap, map, number, optional, struct, text } from '../../common/props/prop-types';
import { serviceResources, ServiceResources } from '../pods/container-resources';
import { SERVICE_PROBES, ServiceProbes } from '../pods/probes';
import { SERVICE_SECURITY, ServiceSecurity } from '../pods/service-security';

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
