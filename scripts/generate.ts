// Writes what follows from the sources of truth: npm run generate [-- --check]. With --check nothing is written and a difference fails.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { providerReference } from '../functions/expand/support/provider-reference.ts';
import { crd } from './generate/crd.ts';
import { reference } from './generate/reference.ts';
import { ruleReference } from './generate/rules.ts';
import { editorSchema, intentSchema, strictSchema } from './generate/schema.ts';
import { types } from './generate/types.ts';
import { unions } from './generate/unions.ts';
import { validator } from './generate/validator.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const check = process.argv.includes('--check');
const schema = intentSchema(readFileSync(join(root, 'functions/intent/gateway-intent.schema.yaml'), 'utf8'));

/** A text that is needed rarely: packed, so that it costs nothing when the program starts. */
const packed = (comment: string, name: string, text: string): string => `// Made by npm run generate from gateway-intent.schema.yaml.
import { unpack } from '../unpack.ts';

/** ${comment} */
export const ${name} = (): string =>
  unpack('${gzipSync(text, { level: 9 }).toString('base64')}');
`;

const outputs: Record<string, string> = {
  'functions/intent/generated/gateway-intent.ts': await types(schema),
  'functions/intent/generated/validate-intent.cjs': validator(strictSchema(schema)),
  'functions/intent/generated/unions.ts': unions(schema),
  'functions/intent/generated/schema.ts': packed(
    "The editor's JSON Schema of a GatewayIntent.",
    'schemaText',
    JSON.stringify(editorSchema(schema)),
  ),
  'functions/intent/generated/crd.ts': packed('The CustomResourceDefinition.', 'crdText', crd(schema)),
  'docs/reference/gateway-intent.md': reference(schema),
  'docs/reference/gateway-intent.crd.yaml': crd(schema),
  'docs/reference/providers.md': providerReference(),
  ...Object.fromEntries(
    Object.entries(ruleReference(join(root, 'test/rules'))).map(([file, text]) => [`docs/reference/rules/${file}`, text]),
  ),
  'docs/reference/gateway-intent.schema.json': `${JSON.stringify(editorSchema(schema), null, 1)}\n`,
};

/** Pages of codes that nothing writes any more. */
const leftOver = readdirSync(join(root, 'docs/reference/rules')).filter((file) => outputs[`docs/reference/rules/${file}`] === undefined);

const stale: string[] = leftOver.map((file) => `docs/reference/rules/${file}`);
if (!check) for (const path of stale) rmSync(join(root, path));
for (const [path, text] of Object.entries(outputs)) {
  const file = join(root, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === text) continue;
  stale.push(path);
  if (check) continue;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
}
if (stale.length === 0) console.log(`generated files are current (${Object.keys(outputs).length})`);
else console.log(`${check ? 'not current; run npm run generate' : 'written'}:\n${stale.map((path) => `  ${path}`).join('\n')}`);
process.exitCode = check && stale.length > 0 ? 1 : 0;
