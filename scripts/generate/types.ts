import { compile, type JSONSchema } from 'json-schema-to-typescript';
import { mapSchema, type Schema } from './schema.ts';

/** TypeScript types of an intent as it is written; descriptions become hover text. */
export async function types(schema: Schema): Promise<string> {
  const typed = mapSchema(schema, (copy, original) => {
    if (original.properties !== undefined) copy.additionalProperties = original['x-kubernetes-preserve-unknown-fields'] === true;
    if (original['x-kubernetes-int-or-string']) copy.type = ['integer', 'string'];
    for (const bound of ['minItems', 'maxItems']) delete copy[bound];
  });
  return compile(typed as JSONSchema, 'GatewayIntent', {
    bannerComment: '// Made by npm run generate from gateway-intent.schema.yaml.',
    unknownAny: true,
    style: { singleQuote: true, printWidth: 140 },
  });
}
