import type { Deployment } from 'cdk8s-plus-28';
import { SeveralObjects } from '../objects/emitted-by';
import { MergeOptions, TextFile } from '../output';
import { RequiredSecret, SecretMount } from '../secrets';
import { PlaneAuth } from './plane-auth';
import { PlaneWorkloads } from './plane-workloads';

/**
 * A whole plane in plain YAML: its authentication, and the services that live by it.
 *
 * @internal
 */
export abstract class Plane extends SeveralObjects {
  /** @internal */
  protected abstract readonly _auth: PlaneAuth;
  /** @internal */
  protected abstract readonly _workloads: PlaneWorkloads;

  /** Namespace of the plane. */
  public get namespace(): string {
    return this._auth.namespace;
  }

  /**
   * The Secrets and keys that the pods need, however they are delivered: with
   * `SecretDelivery.provisioned()`, what to provide.
   */
  public get requiredSecrets(): RequiredSecret[] {
    return this._auth.requiredSecrets;
  }

  /** The script that delivers the client secrets; only with `SecretDelivery.kubernetesSecrets()`. */
  public get secretScript(): TextFile | undefined {
    return this._auth.secretScript;
  }

  /**
   * The Deployment of a service, to change it.
   *
   * @throws when there is no such service.
   */
  public deployment(service: string): Deployment {
    return this._workloads.deployment(service);
  }

  /**
   * Further configuration of a service, for a plane that another construct has made: read last, as `config`
   * of `settings`, and merged with that.
   *
   * @param service its name
   * @param config what its files say: plugins, limits, log links
   * @param options which value wins where one is there already
   * @throws when there is no such service, it reads no file, or another value is there and no option settles
   * it. The error lists all of them.
   */
  public addConfig(service: string, config: { [key: string]: unknown }, options: MergeOptions = {}): void {
    this._workloads.addConfig(service, config, options);
  }

  /**
   * The Secret mounts of a service, to add to a workload of your own.
   *
   * @throws when the plane has no such service.
   */
  public secretMounts(service: string): SecretMount[] {
    return this._auth.secretMounts(service);
  }
}
