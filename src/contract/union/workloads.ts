/** The Deployments of the two planes: what each runs, where it reads its configuration, which ports it opens. */
export interface WorkloadContract {
  /** Name of the Deployment and, where it offers ports, of its Service. */
  readonly name: string;
  /** Name of the main container. */
  readonly container: string;
  readonly configMap: string;
  readonly configDirectory: string;
  /** Replaces the image's entrypoint. */
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  readonly ports: readonly PortContract[];
  readonly health?: { readonly path: string; readonly port: number };
  /** Where it mounts Secrets that carry credentials. */
  readonly secretMounts: readonly SecretMountContract[];
}

export interface PortContract {
  readonly name: string;
  readonly containerPort: number;
  /** The port of the Service; absent where the Service does not offer it. */
  readonly servicePort?: number;
}

export interface SecretMountContract {
  /** Name of the Secret. */
  readonly secret: string;
  readonly mountPath: string;
}
