// Tests: test/constructs/fleet/fleet-app.test.ts
import { ApiObject } from 'cdk8s';

/** While a `FleetApp` is synthesized: what a verification has rendered and no file has yet. */
let kept: Map<ApiObject, unknown> | undefined;

/** While `synthesize` runs, what was verified is written as it was: rendering takes as long as writing. */
export function renderingOnce<Made>(synthesize: () => Made): Made {
  kept = new Map();
  try {
    return synthesize();
  } finally {
    kept = undefined;
  }
}

/** An object as JSON, to be verified. */
export function jsonToVerify(object: ApiObject): unknown {
  const json: unknown = object.toJson();
  kept?.set(object, json);
  return json;
}

/** An object as JSON, to be written: as it was verified, if it was. */
export function jsonToWrite(object: ApiObject): unknown {
  const json = kept?.get(object) ?? object.toJson();
  kept?.delete(object);
  return json;
}
