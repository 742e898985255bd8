import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { execute } from './conformance/judges/execute.ts';
import { withFiles } from './conformance/judges/temporary.ts';
import { program, root } from './hosts/program.ts';
import { fixtures, validateFixture, worldOfFixture } from './rules/fixtures.ts';
import { suite } from './suite.ts';

/** What the build knows of a rule. */
interface Described {
  readonly code: string;
  /** `group/kind`: with none of them in a package the rule is not asked; none where it always is. */
  readonly kinds: readonly string[];
}

const { describedRules } = (await import(join(root, 'scripts/build/rules.mjs'))) as { describedRules(): Promise<readonly Described[]> };

suite('the program leaves out rules without anything to look at', {
  async 'that would find nothing'() {
    const kindsOf = new Map((await describedRules()).map(({ code, kinds }) => [code, kinds]));
    assert.ok([...kindsOf.values()].filter((kinds) => kinds.length > 0).length > 100);
    for (const fixture of fixtures()) {
      const world = worldOfFixture(fixture);
      const isThere = (kind: string) => world.ofKind(...(kind.split('/') as [string, string])).length > 0;
      const leftOut = [...kindsOf].filter(([, kinds]) => kinds.length > 0 && !kinds.some(isThere)).map(([code]) => code);
      const found = validateFixture(fixture).map(({ code }) => code);
      const missed = found.filter((code) => leftOut.includes(code));
      assert.equal(missed, [], `${fixture.folder}/${fixture.file}`);
    }
  },
  async 'and finds what its sources find'() {
    const files = Object.fromEntries(fixtures().map(({ folder, file, text }) => [`${folder}/${file}`, text]));
    await withFiles(files, async (folder) => {
      const options = ['lint', folder, '-o', 'json'];
      const [built, sources] = await Promise.all([
        execute(process.execPath, [program, ...options]),
        execute(process.execPath, ['--import', 'tsx', 'functions/main.ts', ...options], { cwd: root }),
      ]);
      assert.is(built.stdout, sources.stdout);
      assert.ok(new Set((JSON.parse(built.stdout) as { readonly code: string }[]).map(({ code }) => code)).size > 150);
    });
  },
});
