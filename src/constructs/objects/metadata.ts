import type { ApiObjectMetadata, OwnerReference } from 'cdk8s';
import { Check, labelName, labelValue, namespaceName, objectName } from '../../common/props/checks';
import { flag, PropType, list, map, openStruct, optional, struct, text } from '../../common/props/prop-types';

/** A map from names to texts, each of which the check looks at. */
function namedTexts(check: (name: string, value: string) => string | undefined): PropType {
  return (problems, prop, value) => {
    if (!map(text())(problems, prop, value)) {
      return false;
    }
    for (const [name, content] of Object.entries(value as Record<string, string>)) {
      problems.check(`${prop}[${name}]`, content, () => check(name, content));
    }
    return true;
  };
}

/**
 * Labels that objects have, or are picked by.
 *
 * @param further what else is wrong with the name of one
 */
export function labels(further: Check = () => undefined): PropType {
  return namedTexts((name, value) => labelName(name) ?? further(name) ?? labelValue(value));
}

/** Annotations; the letters of their names may be upper case in front of the slash, too. */
export const ANNOTATIONS: PropType = namedTexts((name) => labelName(name.toLowerCase()));

type Named = 'name' | 'namespace' | 'labels' | 'annotations' | 'finalizers' | 'ownerReferences';

/** Metadata of an object, as cdk8s takes it: with whatever else Kubernetes knows. */
export const OBJECT_METADATA = openStruct<Pick<ApiObjectMetadata, Named>>({
  name: optional(text(objectName)),
  namespace: optional(text(namespaceName)),
  labels: optional(labels()),
  annotations: optional(ANNOTATIONS),
  finalizers: optional(list(text())),
  ownerReferences: optional(list(struct<OwnerReference>({
    apiVersion: text(),
    kind: text(),
    name: text(),
    uid: text(),
    controller: optional(flag),
    blockOwnerDeletion: optional(flag),
  }))),
});
