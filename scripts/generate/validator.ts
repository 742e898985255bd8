import { Ajv } from 'ajv';
import standaloneCode from 'ajv/dist/standalone/index.js';
import type { Schema } from './schema.ts';

/** A validator as source text: nothing is compiled at run time. CommonJS, because that is how ajv refers to its run-time parts. */
export function validator(schema: Schema): string {
  const ajv = new Ajv({ allErrors: true, messages: false, inlineRefs: false, allowUnionTypes: true, code: { source: true, lines: false } });
  const code = withoutUnused(standaloneCode.default(ajv, ajv.compile(schema)));
  return `// Made by npm run generate from gateway-intent.schema.yaml.\n${code}\n`;
}

/** Without the constants that nothing refers to: ajv repeats most of the schema in them, and every run would make these objects. */
function withoutUnused(code: string): string {
  return [...code.matchAll(/const (schema\d+) = /g)].reduceRight((text, { 0: head, 1: name, index }) => {
    const end = valueEnd(text, index + head.length);
    const rest = text.slice(0, index) + text.slice(end + 1);
    return text.charAt(end) === ';' && !new RegExp(`\\b${name}\\b`).test(rest) ? rest : text;
  }, code);
}

/** The end of the JSON value that begins at `start`. */
function valueEnd(text: string, start: number): number {
  let depth = 0;
  const token = /"(?:[^"\\]|\\.)*"|[[\]{};]/g;
  token.lastIndex = start;
  for (let found = token.exec(text); found !== null; found = token.exec(text)) {
    if (found[0] === '{' || found[0] === '[') depth++;
    else if (found[0] === '}' || found[0] === ']') depth--;
    else if (found[0] === ';' && depth === 0) return found.index;
  }
  return text.length;
}
