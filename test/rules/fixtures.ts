import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../../functions/diagnostics/diagnostic.ts';
import { parseFile } from '../../functions/krm/parse-file.ts';
import { buildMesh } from '../../functions/mesh/build-mesh.ts';
import type { World } from '../../functions/validate/rule.ts';
import { rules } from '../../functions/validate/rules/index.ts';
import { validate } from '../../functions/validate/validate.ts';
import { buildWorld } from '../../functions/validate/world.ts';

/** Where the fixtures are: one folder for each rule, `CODE-name`. */
export const fixturesFolder = dirname(fileURLToPath(import.meta.url));

/** One file. A line that ends with `# GI1203` is where a finding of that code must be; without marks the file must be clean. One that begins with `# --complete` is the whole cluster. */
export interface Fixture {
  readonly folder: string;
  readonly file: string;
  readonly text: string;
}

export function fixtures(): readonly Fixture[] {
  return readdirSync(fixturesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap(({ name: folder }) =>
      readdirSync(join(fixturesFolder, folder)).map((file) => ({
        folder,
        file,
        text: readFileSync(join(fixturesFolder, folder, file), 'utf8'),
      })),
    );
}

/**
 * What the rules say of a file. Rules about what upstream refuses are shown objects out of their surroundings, so only their like look at
 * them; all other rules have to bear with all.
 */
export function validateFixture(fixture: Fixture): readonly Diagnostic[] {
  const judges = rules.filter(({ code }) => !fixture.folder.startsWith('GI1') || code < 'GI2');
  return validate(worldOfFixture(fixture), { rules: judges });
}

/** What the rules look at in a file. */
export function worldOfFixture({ file, text }: Fixture): World {
  const { value: items = [] } = parseFile(file, new TextEncoder().encode(text));
  const complete = text.startsWith('# --complete\n');
  return buildWorld(items, { mesh: buildMesh(items, { complete }), complete });
}

/** `line code`, sorted: as the marks want it, and as it is. */
export function judge(fixture: Fixture): { readonly expected: readonly string[]; readonly found: readonly string[] } {
  const expected = fixture.text.split('\n').flatMap((line, index) => {
    const marks = /# (GI\d{4}(?: GI\d{4})*)$/.exec(line)?.[1]?.split(' ') ?? [];
    return marks.map((code) => `${index + 1} ${code}`);
  });
  const found = validateFixture(fixture).map(({ place, code }) => `${place?.line ?? 'no line'} ${code}`);
  return { expected: [...new Set(expected)].sort(), found: [...new Set(found)].sort() };
}
