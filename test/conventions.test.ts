import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { suite } from './suite.ts';

const root = fileURLToPath(new URL('../functions/', import.meta.url));

/** Every module of the program, with the modules of it that it imports, by path below `functions/`. */
interface Module {
  readonly path: string;
  readonly text: string;
  readonly imports: readonly string[];
}

const modules: readonly Module[] = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .map((path) => path.split(sep).join('/'))
  .filter((path) => path.endsWith('.ts') && !path.includes('generated/'))
  .map((path) => {
    const text = readFileSync(join(root, path), 'utf8');
    const imports = [...text.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map(([, to]) =>
      relative(root, normalize(join(root, dirname(path), to as string)))
        .split(sep)
        .join('/'),
    );
    return { path, text, imports };
  });

/** Each may import what stands on its own line and on those below. */
const layers: readonly (readonly string[])[] = [
  ['main.ts'],
  ['commands', 'library', 'library.ts', 'machine'],
  ['render.ts'],
  ['checks'],
  ['explain'],
  ['patch'],
  ['expand'],
  ['validate'],
  ['mesh'],
  ['intent'],
  ['krm', 'diagnostics'],
  ['hosts'],
];

const partOf = (path: string): string => path.split('/')[0] as string;
const layerOf = (path: string): number => layers.findIndex((parts) => parts.includes(partOf(path)));

const providerOf = (path: string): string | undefined => /^expand\/providers\/([^/]+)\//.exec(path)?.[1];
const isRule = (path: string): boolean => /^validate\/rules\/.+\//.test(path);

/** Imports that are wrong by a test of both ends. */
const imported = (isWrong: (from: string, to: string) => boolean): string[] =>
  modules.flatMap(({ path, imports }) => imports.filter((to) => isWrong(path, to)).map((to) => `${path} imports ${to}`));

suite('conventions: imports', {
  'every part has its layer'() {
    const unknown = modules.map(({ path }) => partOf(path)).filter((part) => layerOf(part) === -1);
    assert.equal([...new Set(unknown)], []);
  },
  'point one way'() {
    assert.equal(
      imported((from, to) => layerOf(to) < layerOf(from)),
      [],
    );
  },
  'of providers are no other providers'() {
    const isOther = (from: string, to: string) => providerOf(to) !== undefined && providerOf(to) !== providerOf(from);
    assert.equal(
      imported((from, to) => providerOf(from) !== undefined && isOther(from, to)),
      [],
    );
  },
  'of rules are no other rules'() {
    assert.equal(
      imported((from, to) => isRule(from) && to.startsWith('validate/rules/')),
      [],
    );
  },
  'of the machine are made by the program and its commands only'() {
    assert.equal(
      imported((from, to) => partOf(to) === 'machine' && partOf(from) !== 'machine' && from !== 'main.ts'),
      [],
    );
  },
});

/** Comments out, so that they may speak of what code must not use. */
const codeOf = ({ text }: Module): string => text.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');

const using = (pattern: RegExp, ...except: readonly string[]): string[] =>
  modules.filter((module) => !except.includes(partOf(module.path)) && pattern.test(codeOf(module))).map(({ path }) => path);

suite('conventions: what modules use', {
  'files, processes and the machine are the business of main and machine'() {
    assert.equal(using(/from 'node:(?:fs|fs\/promises|child_process|os|process|tty|http|https|net\/promises)'/, 'main.ts', 'machine'), []);
    assert.equal(using(/(?<![.\w'"`])process\.(?:env|argv|exit|std|pid|cwd|platform|on\b)/, 'main.ts', 'machine'), []);
  },
  'nobody asks for the time or throws dice'() {
    assert.equal(using(/\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(/), []);
  },
  'names say what a module does'() {
    const vague = /(?:^|\/)(?:utils?|helpers?|common|misc|manager)(?:\/|\.ts$)/;
    assert.equal(
      modules.map(({ path }) => path).filter((path) => vague.test(path)),
      [],
    );
  },
});

/** Tables, and modules that were longer when this was written: they may become shorter. */
const long: Readonly<Record<string, number>> = {
  'diagnostics/codes.ts': Number.POSITIVE_INFINITY,
  'validate/rules/index.ts': Number.POSITIVE_INFINITY,
  'expand/support/route-limits.ts': Number.POSITIVE_INFINITY,
  'intent/model.ts': 320,
  'validate/fields/check-fields.ts': 260,
  'validate/fields/evaluate.ts': 280,
};

suite('conventions: length', {
  'no module has more than 200 lines; 120 is the aim'() {
    const tooLong = modules
      .map(({ path, text }) => ({ path, lines: text.split('\n').length - 1 }))
      .filter(({ path, lines }) => lines > (long[path] ?? 200))
      .map(({ path, lines }) => `${path}: ${lines} lines`);
    assert.equal(tooLong, []);
  },
});
