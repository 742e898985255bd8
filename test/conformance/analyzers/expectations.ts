import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** One case of the table in Istio's `analyzers_test.go`. */
export interface AnalyzerCase {
  readonly name: string;
  readonly analyzer: string;
  /** Full paths. */
  readonly files: readonly string[];
  readonly meshConfig: string | undefined;
  readonly expected: readonly Expected[];
}

export interface Expected {
  readonly code: string;
  /** `Kind namespace/name`, or `Kind name` where the file writes no namespace. */
  readonly object: string;
}

export interface Expectations {
  readonly cases: readonly AnalyzerCase[];
  /** Names of the messages by code. */
  readonly names: ReadonlyMap<string, string>;
  /** Every code that an analyzer is expected to report in any case. */
  codesOf(analyzer: string): ReadonlySet<string>;
}

/** Reads the table of the analyzers' own test. */
export function readExpectations(istio: string): Expectations {
  const folder = join(istio, 'pkg/config/analysis');
  const messages = parse(readFileSync(join(folder, 'msg/messages.yaml'), 'utf8')) as {
    readonly messages: readonly { readonly name: string; readonly code: string }[];
  };
  const codes = new Map(messages.messages.map(({ name, code }) => [name, code]));
  const source = readFileSync(join(folder, 'analyzers/analyzers_test.go'), 'utf8');
  const grid = source.slice(source.indexOf('var testGrid'), source.indexOf('var ignoreAnalyzers'));
  const cases = grid
    .split(/\n\t\{\n/)
    .slice(1)
    .map((text) => readCase(text, join(folder, 'analyzers'), codes));
  const known = new Map<string, Set<string>>();
  for (const { analyzer, expected } of cases) {
    const list = known.get(analyzer) ?? new Set();
    for (const { code } of expected) list.add(code);
    known.set(analyzer, list);
  }
  return {
    cases,
    names: new Map(messages.messages.map(({ name, code }) => [code, name])),
    codesOf: (analyzer) => known.get(analyzer) ?? new Set(),
  };
}

function readCase(text: string, folder: string, codes: ReadonlyMap<string, string>): AnalyzerCase {
  const code = text.replace(/^\s*\/\/.*$/gm, '');
  const inputs = /inputFiles:\s*\[\]string\{([^}]*)\}/.exec(code)?.[1] ?? '';
  const meshConfig = /meshConfigFile:\s*"([^"]+)"/.exec(code)?.[1];
  return {
    name: /name:\s*"([^"]+)"/.exec(code)?.[1] ?? '',
    analyzer: /analyzer:\s*&?([\w.]+)/.exec(code)?.[1] ?? '',
    files: [...inputs.matchAll(/"([^"]+)"/g)].map(([, file = '']) => join(folder, file)),
    meshConfig: meshConfig && join(folder, meshConfig),
    expected: [...code.matchAll(/\{msg\.(\w+), "([^"]+)"\}/g)].map(([, name = '', object = '']) => ({
      code: codes.get(name) ?? name,
      object,
    })),
  };
}
