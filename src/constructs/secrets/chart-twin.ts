import { ApiObject } from 'cdk8s';
import { IConstruct } from 'constructs';

/**
 * Takes the place of the same Secret without data that a chart renders, where cdk8s itself renders the chart:
 * one folder of manifests must not have it twice, and this one carries what keeps and fills its keys. Charts
 * come after what they get values from, so that this is known when the app is synthesized.
 */
export function takePlaceOfChartTwin(secret: ApiObject): void {
  secret.node.addValidation({
    validate: () => {
      secret.node.root.node.findAll().filter((other) => isTwin(secret, other))
        .forEach(({ node }) => node.scope?.node.tryRemoveChild(node.id));
      return [];
    },
  });
}

function isTwin(secret: ApiObject, other: IConstruct): boolean {
  if (other === secret || !ApiObject.isApiObject(other) || other.kind !== secret.kind
    || other.name !== secret.name
    || other.metadata.namespace !== secret.metadata.namespace) {
    return false;
  }
  const { data, stringData } = other.toJson() as { data?: object; stringData?: object };
  return Object.keys({ ...data, ...stringData }).length === 0;
}
