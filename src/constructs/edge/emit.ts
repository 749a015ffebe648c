import { ApiObject, Lazy } from 'cdk8s';
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
  readonly spec?: unknown;
  readonly data?: Record<string, string>;
}

/** What each object says until synth: `emitAgain` may change it. */
const SPECS = new WeakMap<ApiObject, { spec: unknown }>();
const AGAIN = new WeakSet<Construct>();

/** Emits one manifest under its explicit name; the construct's id is kind and name. */
export function emit(scope: Construct, { spec, ...manifest }: EmittedManifest): ApiObject {
  const id = `${manifest.kind}-${manifest.metadata.name}`;
  const there = AGAIN.has(scope) ? scope.node.tryFindChild(id) as ApiObject | undefined : undefined;
  if (there !== undefined) {
    SPECS.get(there)!.spec = spec;
    return there;
  }
  const said = { spec };
  const produced = spec === undefined ? {} : { spec: Lazy.any({ produce: () => said.spec }) as unknown };
  const object = new ApiObject(scope, id, { ...manifest, ...produced });
  SPECS.set(object, said);
  return object;
}

/** Has objects that are there already say what is emitted now; patches of them stay. */
export function emitAgain(scope: Construct, emitAll: () => void): void {
  AGAIN.add(scope);
  try {
    emitAll();
  } finally {
    AGAIN.delete(scope);
  }
}
