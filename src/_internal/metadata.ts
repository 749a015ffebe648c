import type { ApiObjectMetadata, OwnerReference } from 'cdk8s';
import { namespaceName, objectName } from './checks';
import { flag, list, map, optional, struct, text } from './kinds';

type Named = 'name' | 'namespace' | 'labels' | 'annotations' | 'finalizers' | 'ownerReferences';

/** Metadata of an object, as cdk8s takes it. */
export const OBJECT_METADATA = struct<Pick<ApiObjectMetadata, Named>>({
  name: optional(text(objectName)),
  namespace: optional(text(namespaceName)),
  labels: optional(map(text())),
  annotations: optional(map(text())),
  finalizers: optional(list(text())),
  ownerReferences: optional(list(struct<OwnerReference>({
    apiVersion: text(), kind: text(), name: text(), uid: text(), controller: optional(flag), blockOwnerDeletion: optional(flag),
  }))),
});
