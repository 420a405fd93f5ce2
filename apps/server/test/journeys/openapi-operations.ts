import type { ApiClient } from '@belfry/testkit/api-client';

/** JSON Schema, as far as the bad values look at it. */
export interface Schema {
  $ref?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  type?: string;
  format?: string;
  const?: unknown;
  default?: unknown;
  enum?: string[];
  minLength?: number;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  properties?: Record<string, Schema>;
  /** Present and not false: any others too. */
  additionalProperties?: unknown;
  required?: string[];
  items?: Schema;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  schema: Schema;
}

export interface Operation {
  method: string;
  path: string;
  parameters: Parameter[];
  /** null where it takes no body. */
  body: Schema | null;
  needsKey: boolean;
}

interface Document {
  paths: Record<string, Record<string, DocumentedOperation>>;
  components: { schemas: Record<string, Schema> };
}

interface DocumentedOperation {
  parameters?: Parameter[];
  requestBody?: { content: { 'application/json': { schema: Schema } } };
  security?: unknown[];
}

/** Whatever the program says of itself that it can be asked, references resolved. */
export async function readOperations(belfry: ApiClient): Promise<Operation[]> {
  const { paths, components } = await belfry.must<Document>('GET', '/openapi.json');
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      method: method.toUpperCase(),
      path,
      parameters: operation.parameters ?? [],
      body: operation.requestBody
        ? resolve(operation.requestBody.content['application/json'].schema, components.schemas)
        : null,
      needsKey: (operation.security ?? []).length > 0,
    })),
  );
}

export function nameOf({ method, path }: Pick<Operation, 'method' | 'path'>): string {
  return `${method} ${path}`;
}

function resolve(schema: Schema, known: Record<string, Schema>): Schema {
  const target = schema.$ref ? known[schema.$ref.slice('#/components/schemas/'.length)] : undefined;
  const { properties, items, anyOf, oneOf, ...rest } = target ?? schema;
  const each = (list: Schema[]) => list.map((one) => resolve(one, known));
  return {
    ...rest,
    ...(properties
      ? { properties: Object.fromEntries(Object.entries(properties).map(([key, one]) => [key, resolve(one, known)])) }
      : {}),
    ...(items ? { items: resolve(items, known) } : {}),
    ...(anyOf ? { anyOf: each(anyOf) } : {}),
    ...(oneOf ? { oneOf: each(oneOf) } : {}),
  };
}
