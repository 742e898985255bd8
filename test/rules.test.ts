import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { codes } from '../functions/diagnostics/codes.ts';
import { rules } from '../functions/validate/rules/index.ts';
import { retired } from '../functions/validate/rules/retired.ts';
import { fixtures, fixturesFolder, judge } from './rules/fixtures.ts';
import { suite } from './suite.ts';

const folderOf = ({ code, name }: { readonly code: string; readonly name: string }): string => `${code}-${name}`;

suite(
  'fixtures of the rules',
  Object.fromEntries(
    fixtures().map((fixture) => [
      `${fixture.folder}/${fixture.file}`,
      () => {
        const { expected, found } = judge(fixture);
        assert.equal(found, expected);
      },
    ]),
  ),
);

suite('rules', {
  'are in the index in code order, with codes and names of their own'() {
    const listed = rules.map(({ code }) => code);
    assert.equal(listed, [...listed].sort());
    for (const names of [listed, rules.map(({ name }) => name)]) assert.equal(names.length, new Set(names).size);
    const taken = [...codes.map(({ code }) => code), ...Object.keys(retired)];
    assert.equal(
      listed.filter((code) => (taken as string[]).includes(code)),
      [],
    );
  },
  'are one file each, named like the rule, and all in the index'() {
    const root = join(fixturesFolder, '../../functions/validate/rules');
    const files = readdirSync(root, { withFileTypes: true })
      .filter((entry) => entry.isDirectory())
      .flatMap((entry) => readdirSync(join(root, entry.name)))
      .map((file) => file.replace(/\.ts$/, ''));
    assert.equal(files.sort(), rules.map(({ name }) => name).sort());
  },
  'have a bad and a good fixture, and no fixture is left over'() {
    assert.equal(
      readdirSync(fixturesFolder, { withFileTypes: true })
        .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
        .sort(),
      rules.map(folderOf).sort(),
    );
    for (const rule of rules) {
      const mine = fixtures().filter(({ folder }) => folder === folderOf(rule));
      assert.ok(
        mine.some(({ text }) => new RegExp(`# .*${rule.code}`).test(text)),
        `${folderOf(rule)} marks the finding of its rule`,
      );
      assert.ok(
        mine.some(({ text }) => !/# GI\d{4}/.test(text)),
        `${folderOf(rule)} has a file without findings`,
      );
    }
  },
  'say what holds, why, how to mend it and where that is written'() {
    for (const { code, summary, why, fix, source } of rules) {
      assert.match(summary, /^[A-Z`].*\.$/, code);
      assert.match(why, /^[^A-Z].*[^.]$/, code);
      assert.match(fix, /^[a-z].*[^.]$/, code);
      assert.match(source, /^(?:https:\/\/|[\w-]+\/[\w-]+, |docs\/)/, code);
    }
  },
});
