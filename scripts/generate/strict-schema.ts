import type { Schema } from './schema.ts';

/** The schema that intents are held against, as a text: making its objects takes longer than parsing it, and most commands need none of it. */
export const strictSchemaModule = (schema: Schema): string => `// Made by npm run generate from gateway-intent.schema.yaml.
/** What \`check-schema.ts\` reads, as JSON. */
export const strictSchemaText =
  ${quoted(JSON.stringify(schema))};
`;

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
