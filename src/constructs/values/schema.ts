import { JsonObject } from '../../common/data/json';
import { show } from '../../common/data/texts';
import { ChartVersion } from '../../contract/union/releases/chart-version';
import { schemaName, ValueKey, ValuesContract } from '../../contract/union/values-contract';

/** A map of the schema under construction. */
interface SchemaMap extends JsonObject {
  readonly properties: Record<string, JsonObject>;
}

const TEMPLATE = { type: 'string', pattern: '\\{\\{' };

/**
 * A JSON Schema (draft 7, for the YAML language server) of the authentication settings of a chart release. It
 * accepts other keys, values that Helm evaluates, and null, with which Helm removes a default.
 */
export function schemaOf(contract: ValuesContract, release: ChartVersion): JsonObject {
  const root: SchemaMap = { type: 'object', properties: {} };
  // The shortest path first: everything below it is unused.
  for (const { path, replacedBy, why } of [...contract.dead].sort((a, b) => a.path.length - b.path.length)) {
    const message = `Unused in ${contract.chart} ${release}: `
      + `${why}.${replacedBy.length > 0 ? ` Use ${replacedBy.join(' and ')}.` : ''}`;
    put(root, path, { not: {}, description: message, deprecationMessage: message, doNotSuggest: true });
  }
  for (const key of contract.keys) {
    put(root, key.path, schemaOfKey(key));
  }
  for (const path of contract.closed) {
    mapAt(root, path.split('.')).additionalProperties = false;
  }
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    $id: schemaName(contract, release),
    title: `Authentication in the values of ${contract.chart} ${release}`,
    ...root,
  };
}

function put(root: SchemaMap, path: string, schema: JsonObject): void {
  const keys = path.split('.');
  const parent = mapAt(root, keys.slice(0, -1));
  parent.properties[keys[keys.length - 1]] ??= schema;
}

function mapAt(root: SchemaMap, keys: readonly string[]): SchemaMap {
  return keys.reduce<SchemaMap>((map, key) => {
    const child = (map.properties[key] ??= { type: ['object', 'null'], properties: {} });
    return (child.properties ? child : { properties: {} }) as SchemaMap;
  }, root);
}

function schemaOfKey(key: ValueKey): JsonObject {
  return {
    description: describe(key),
    ...shapeOf(key),
    ...(key.chartList ? { default: key.chartList.entries } : {}),
  };
}

function shapeOf({ type, only, orAs, oneOf, meaning }: ValueKey): JsonObject {
  switch (type) {
    case 'map':
      return { type: ['object', 'null'] };
    case 'objects':
      return { type: ['array', 'null'], items: { type: 'object' } };
    case 'entries':
      return { type: ['array', 'null'], items: { type: ['object', 'string'] } };
    case 'strings':
      return { type: ['array', 'null'], items: { type: 'string', pattern: NO_PLACEHOLDER } };
    case 'boolean':
      return {
        anyOf: [only === undefined ? { type: ['boolean', 'null'] } : { enum: [only, null] }, TEMPLATE],
      };
    case 'string': {
      const choices = only === undefined || orAs !== undefined ? oneOf : [only];
      if (choices) {
        return { anyOf: [{ enum: [...choices, '', null] }, TEMPLATE] };
      }
      // Helm prints numbers, true and false as text where it needs text.
      return {
        type: meaning === undefined ? ['string', 'number', 'boolean', 'null'] : ['string', 'null'],
        pattern: NO_PLACEHOLDER,
      };
    }
  }
}

/** Placeholders such as `<issuer-uri>`, left over from a guide. */
const NO_PLACEHOLDER = '^[^<>]*$';

function describe({ description, required, chartList }: ValueKey): string {
  return [
    `${description}.`,
    ...(required?.severity === 'error' ? [`Required: ${required.symptom}`] : []),
    ...(chartList ? [`Helm replaces the list: repeat ${chartList.entries.map(show).join(', ')}.`] : []),
  ].join(' ');
}
