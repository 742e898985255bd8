import { display } from '../krm/kube-object.ts';
import { type Code, codes } from './codes.ts';
import type { Diagnostic, Severity } from './diagnostic.ts';
import { inOrder } from './in-order.ts';
import { formatPath } from './path.ts';
import { printable } from './printable.ts';
import { docsOf } from './where.ts';

const levels: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', info: 'note' };

const table: ReadonlyMap<string, Code> = new Map(codes.map((code) => [code.code, code]));

/** Findings as a SARIF 2.1.0 log, for code scanning. */
export function formatSarif(diagnostics: readonly Diagnostic[], version: string): string {
  const sorted = inOrder(diagnostics);
  const rules = [...new Map(sorted.map((diagnostic) => [diagnostic.code, diagnostic])).values()];
  const position = new Map(rules.map(({ code }, index) => [code, index]));
  const log = {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'gateway-intent', semanticVersion: version, rules: rules.map(rule) } },
        columnKind: 'utf16CodeUnits',
        results: sorted.map((diagnostic) => result(diagnostic, position.get(diagnostic.code) ?? 0)),
      },
    ],
  };
  return `${JSON.stringify(log, null, 2)}\n`;
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${text.endsWith('.') ? '' : '.'}`;

function rule({ code, name, severity, why, fix }: Diagnostic): object {
  const known = table.get(code);
  const summary = known?.summary ?? sentence(name.replaceAll('-', ' '));
  const text = [why, known?.fix ?? fix].flatMap((part) => (part === undefined ? [] : [sentence(part)])).join(' ');
  return {
    id: code,
    name,
    shortDescription: { text: summary },
    ...(why === undefined ? {} : { fullDescription: { text: sentence(why) } }),
    help: { text: `${text} See ${docsOf(code)}.`.trim() },
    defaultConfiguration: { level: levels[known?.severity ?? severity] },
  };
}

function result(diagnostic: Diagnostic, ruleIndex: number): object {
  const { code, severity, message, fix } = diagnostic;
  const location = { ...physical(diagnostic), ...logical(diagnostic) };
  return {
    ruleId: code,
    ruleIndex,
    level: levels[severity],
    message: { text: printable(fix === undefined ? sentence(message) : `${sentence(message)} ${sentence(fix)}`) },
    ...(Object.keys(location).length === 0 ? {} : { locations: [location] }),
  };
}

/** File names → URIs: relative ones stay relative. */
const uriOf = (file: string): string => `${file.startsWith('/') ? 'file://' : ''}${file.split('/').map(encodeURIComponent).join('/')}`;

function physical({ place }: Diagnostic): object {
  const { file, line, column, length, excerpt } = place ?? {};
  if (file === undefined) return {};
  const artifactLocation = { uri: uriOf(file) };
  if (line === undefined) return { physicalLocation: { artifactLocation } };
  const start = column === undefined ? 0 : column - 1;
  const end = column === undefined || length === undefined ? undefined : start + length;
  const region = {
    startLine: line,
    startColumn: column,
    ...(end === undefined ? {} : { endColumn: end + 1 }),
    ...(excerpt === undefined ? {} : { snippet: { text: excerpt.slice(start, end) } }),
  };
  const contextRegion = excerpt === undefined ? {} : { contextRegion: { startLine: line, snippet: { text: excerpt } } };
  return { physicalLocation: { artifactLocation, region, ...contextRegion } };
}

function logical({ object, path }: Diagnostic): object {
  if (object === undefined) return {};
  const field = path?.length ? ` ${formatPath(path)}` : '';
  return { logicalLocations: [{ name: object.name, kind: 'object', fullyQualifiedName: `${display(object)}${field}` }] };
}
