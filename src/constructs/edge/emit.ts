import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

interface EmittedMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly annotations?: Record<string, string>;
  readonly labels?: Record<string, string>;
}

/** Emits one manifest under its explicit name; the construct's id is kind and name. */
export function emit(
  scope: Construct,
  apiVersion: string,
  kind: string,
  metadata: EmittedMetadata,
  body: Record<string, unknown>,
): ApiObject {
  return new ApiObject(scope, `${kind}-${metadata.name}`, { apiVersion, kind, metadata, ...body });
}

/** Every manifest that a construct emits, in the order of emission. */
export function emittedBy(scope: Construct): ApiObject[] {
  return scope.node.findAll().filter((construct): construct is ApiObject => ApiObject.isApiObject(construct));
}
