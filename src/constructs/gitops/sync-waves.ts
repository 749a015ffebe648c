import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';
import { constructType } from '../../common/props/construct-type';
import { demand } from '../../common/props/prop-types';
import { ARGO_CD } from '../../contract/upstream/gitops';

/**
 * What comes before the chart, whose objects are in wave 0: stores and the Secrets that are merged into, then
 * what fills them.
 */
const WAVES: Readonly<Record<string, number>> = {
  Namespace: -3,
  SecretStore: -2,
  ClusterSecretStore: -2,
  Secret: -2,
  ExternalSecret: -1,
};

/**
 * The order in which Argo CD syncs what a plane consists of: stores, ExternalSecrets, then the chart.
 *
 * Argo CD waits until a wave is healthy. It takes an ExternalSecret for healthy when it is Ready, so pods
 * start with their secrets in place.
 */
export class ArgoSyncWaves {
  /**
   * Gives namespaces, stores, Secrets and ExternalSecrets below a construct their wave. An object that has a
   * wave keeps it.
   *
   * @param scope the chart that holds them, or any other construct
   *
   * @example
   * ArgoSyncWaves.addTo(app);
   */
  public static addTo(scope: IConstruct): void {
    demand('ArgoSyncWaves.addTo', { scope }, { scope: constructType });
    for (const construct of scope.node.findAll()) {
      if (ApiObject.isApiObject(construct) && WAVES[construct.kind] !== undefined && !hasWave(construct)) {
        construct.metadata.addAnnotation(ARGO_CD.syncWave, String(WAVES[construct.kind]));
      }
    }
  }

  private constructor() {}
}

function hasWave(object: ApiObject): boolean {
  const { annotations } = object.metadata.toJson() as { annotations?: Record<string, string> };
  return annotations?.[ARGO_CD.syncWave] !== undefined;
}
