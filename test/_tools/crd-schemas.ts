import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv, { ValidateFunction } from 'ajv';
import { parseAllDocuments } from 'yaml';
import type { Manifest } from './schemas';

type Schema = Readonly<Record<string, unknown>>;

/** What custom resource definitions say of objects, by the schemas alone: what their rules in CEL say is for a real API server. */
export class CrdSchemas {
  /** @param folder of definitions as their project ships them */
  public static in(folder: string): CrdSchemas {
    const definitions = readdirSync(folder).flatMap((file) => parseAllDocuments(readFileSync(join(folder, file), 'utf8')))
      .map((document) => document.toJS() as { kind?: string; spec?: Definition } | null).filter((each) => each?.kind === 'CustomResourceDefinition');
    return new CrdSchemas(definitions.flatMap((each) => each?.spec ?? []));
  }

  private readonly ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  private readonly compiled = new Map<string, ValidateFunction>();

  private constructor(private readonly definitions: readonly Definition[]) {}

  /** Whether one of them is of the kind of an object, in some version. */
  public knows({ apiVersion, kind }: Manifest): boolean {
    return this.definitions.some(({ group, names }) => names.kind === kind && apiVersion.startsWith(`${group}/`));
  }

  /** How an object breaks its schema, fields that the API server would drop among it. */
  public faultsOf(manifest: Manifest): string[] {
    const { apiVersion, kind, metadata } = manifest;
    const versions = this.definitions.filter(({ group, names }) => names.kind === kind && apiVersion.startsWith(`${group}/`))
      .flatMap((definition) => definition.versions);
    const version = versions.find(({ name, served }) => served && apiVersion.endsWith(`/${name}`));
    if (version === undefined) {
      return [`${apiVersion} ${kind} is not served`];
    }
    const validate = this.validatorOf(`${apiVersion} ${kind}`, version.schema.openAPIV3Schema);
    return validate(manifest) ? [] : (validate.errors ?? []).map(({ instancePath, message, params }) =>
      `${kind} ${metadata.name}${instancePath} ${message} ${JSON.stringify(params)}`);
  }

  private validatorOf(what: string, schema: Schema): ValidateFunction {
    const known = this.compiled.get(what)
      ?? this.ajv.compile(closed({ ...schema, properties: { ...schema.properties as Schema, apiVersion: {}, kind: {}, metadata: {} } }));
    this.compiled.set(what, known);
    return known;
  }
}

interface Definition {
  readonly group: string;
  readonly names: { readonly kind: string };
  readonly versions: readonly { readonly name: string; readonly served: boolean; readonly schema: { readonly openAPIV3Schema: Schema } }[];
}

/** The API server keeps no field that a structural schema does not name; strict validation refuses it. */
function closed(schema: Schema): Schema {
  const { properties, items, additionalProperties } = schema;
  const inside = (raw: unknown): unknown => (typeof raw === 'object' && raw !== null ? closed(raw as Schema) : raw);
  const all = Object.entries((properties ?? {}) as Schema).map(([name, each]) => [name, inside(each)]);
  const named = properties === undefined ? {} : { properties: Object.fromEntries(all) };
  const isOpen = additionalProperties !== undefined || schema['x-kubernetes-preserve-unknown-fields'] === true || properties === undefined;
  return {
    ...schema,
    ...named,
    ...(items === undefined ? {} : { items: inside(items) }),
    ...(additionalProperties === undefined ? {} : { additionalProperties: inside(additionalProperties) }),
    ...(isOpen ? {} : { additionalProperties: false }),
  };
}
