import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';

interface EmittedMetadata {
  readonly name: string;
  readonly namespace: string;
  readonly annotations?: Record<string, string>;
  readonly labels?: Record<string, string>;
}

interface EmittedManifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: EmittedMetadata;
  readonly [field: string]: unknown;
}

/** Emits one manifest under its explicit name; the construct's id is kind and name. */
export function emit(scope: Construct, manifest: EmittedManifest): ApiObject {
  return new ApiObject(scope, `${manifest.kind}-${manifest.metadata.name}`, manifest);
}
