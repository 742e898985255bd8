import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import type { Schema } from './schema.ts';

/** A validator as source text: nothing is compiled at run time. CommonJS, because that is how ajv refers to its run-time parts. */
export function validator(schema: Schema): string {
  const ajv = new Ajv({ allErrors: true, messages: false, inlineRefs: false, allowUnionTypes: true, code: { source: true, lines: false } });
  const code = standaloneCode.default(ajv, ajv.compile(schema));
  return `// Made by npm run generate from gateway-intent.schema.yaml.\n${code}\n`;
}
