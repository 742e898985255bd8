import { formatPath } from '../diagnostics/path.ts';
import { groupBy } from '../krm/group-by.ts';
import { type CheckResult, checkTitle } from './check-result.ts';
import { details, placeOf } from './format-results.ts';

/** The results as JUnit XML: one suite for every intent. */
export function formatJunit(results: readonly CheckResult[]): string {
  const suites = groupBy(results, ({ written: { item } }) => `${item.id.namespace ?? 'default'}/${item.id.name}`);
  const failures = (list: readonly CheckResult[]) => list.filter(({ outcome }) => outcome === 'fails' || outcome === 'wrong').length;
  const counts = (list: readonly CheckResult[]) =>
    `tests="${list.length}" failures="${failures(list)}" errors="0" skipped="${list.filter(({ outcome }) => outcome === 'unclear').length}"`;
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="gateway-intent" ${counts(results)}>`,
    ...[...suites].flatMap(([name, list]) => [
      `  <testsuite name="${escaped(name)}" ${counts(list)}>`,
      ...list.flatMap((result) => testCase(name, result)),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

function testCase(suite: string, result: CheckResult): string[] {
  const { written, outcome, expected, actual } = result;
  const { file, line } = placeOf(written);
  const place = `${file === undefined ? '' : ` file="${escaped(file)}"`}${line === undefined ? '' : ` line="${line}"`}`;
  const open = `    <testcase classname="${escaped(suite)}" name="${escaped(`${formatPath(written.path)} ${checkTitle(written)}`)}"${place}`;
  if (outcome === 'holds') return [`${open}/>`];
  const message = outcome === 'wrong' ? actual : `must ${expected}, and ${actual}`;
  const tag = outcome === 'unclear' ? 'skipped' : 'failure';
  return [`${open}>`, `      <${tag} message="${escaped(message)}">${escaped(details(result).join('\n'))}</${tag}>`, '    </testcase>'];
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

/** Text in XML: characters that XML cannot hold are left out. */
function escaped(text: string): string {
  return text.replace(/[^\P{Cc}\n\t]|[\ufffe\uffff]/gu, '').replace(/[&<>"']/g, (character) => entities[character] ?? '');
}
