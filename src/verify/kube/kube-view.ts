import type { Home } from './home';
import type { KubeObject } from './kube-object';

/** What an object of a kind means. It lives where the object does. */
export abstract class KubeView implements Home {
  public constructor(public readonly object: KubeObject) {}

  public get name(): string {
    return this.object.name;
  }

  public get cluster(): string | undefined {
    return this.object.cluster;
  }

  public get namespace(): string | undefined {
    return this.object.namespace;
  }
}
