import type { KrmResult } from '../krm/krm-result.ts';
import type { Diagnostic, Severity } from './diagnostic.ts';
import { inOrder } from './in-order.ts';
import { formatPath } from './path.ts';
import { printable } from './printable.ts';
import { quote } from './quote.ts';
import { docsOf } from './where.ts';

/** kpt shows this many results unless it is asked for all of them. */
const shown = 4;

/** Findings as `results` of a ResourceList. Everything that counts is in the message: hosts show little else. */
export function toResults(diagnostics: readonly Diagnostic[]): KrmResult[] {
  const results = inOrder(diagnostics).map(result);
  return results.length > shown ? [summary(results), ...results] : results;
}

function summary(results: readonly KrmResult[]): KrmResult {
  const counted = (severity: Severity, word: string): string[] => {
    const count = results.filter((found) => found.severity === severity).length;
    return count === 0 ? [] : [`${count} ${word}${count === 1 ? '' : 's'}`];
  };
  const counts = [...counted('error', 'error'), ...counted('warning', 'warning'), ...counted('info', 'note')].join(', ');
  return { message: `${counts}; kpt shows all of them with --truncate-output=false`, severity: results[0]?.severity ?? 'info' };
}

function result(diagnostic: Diagnostic): KrmResult {
  const { severity, object, path, place, found, proposed } = diagnostic;
  return {
    message: messageOf(diagnostic),
    severity,
    ...(object === undefined ? {} : { resourceRef: refTo(object) }),
    // A field without its object says nothing, and hosts refuse it.
    ...(object === undefined || !path?.length
      ? {}
      : { field: { path: formatPath(path), ...given('currentValue', found), ...given('proposedValue', proposed) } }),
    ...(place?.file === undefined ? {} : { file: { path: place.file, ...given('index', place.index) } }),
    tags: tagsOf(diagnostic),
  };
}

const given = <T>(key: string, value: T): Readonly<Record<string, T>> => (value === undefined ? {} : { [key]: value });

function refTo({ apiVersion, kind, name, namespace }: NonNullable<Diagnostic['object']>): NonNullable<KrmResult['resourceRef']> {
  return namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, name, namespace };
}

/** File, what is wrong, what was found and what to do, on one line. */
function messageOf({ message, fix, place, found }: Diagnostic): string {
  const file = place?.file === undefined ? '' : `${place.file}${place.line === undefined ? '' : `:${place.line}`}: `;
  const value = found === undefined ? '' : ` (found ${quote(found)})`;
  return printable(`${file}${message}${value}${fix === undefined ? '' : `; ${fix}`}`);
}

function tagsOf({ code, name, place }: Diagnostic): Readonly<Record<string, string>> {
  const { line, column } = place ?? {};
  return {
    code,
    rule: name,
    docs: docsOf(code),
    ...(line === undefined ? {} : { line: String(line) }),
    ...(column === undefined ? {} : { column: String(column) }),
  };
}
