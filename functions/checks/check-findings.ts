import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { placeText, whereOf } from '../explain/where.ts';
import { findingAt } from '../krm/finding-at.ts';
import { type CheckResult, checkTitle } from './check-result.ts';
import { explainCommand } from './explain-command.ts';

/** Checks that do not hold, as findings at the expectation that is not met. */
export function checkFindings(results: readonly CheckResult[]): Diagnostic[] {
  return results.filter(({ outcome }) => outcome !== 'holds').map(findingOf);
}

/** Proxies answer 2xx themselves only where a route says so: who writes 200 most often means that a backend answers. */
function correction({ written: { check }, actual }: CheckResult): string {
  const reached = /^reaches (\S+)$/.exec(actual)?.[1];
  if (reached === undefined || check.expect.status === undefined || check.expect.status >= 300) return 'correct one of the two';
  return `\`status\` is what a proxy answers itself; of a backend write \`{to: "${reached}"}\``;
}

function findingOf(result: CheckResult): Diagnostic {
  const { written, outcome, field, actual } = result;
  const path = [...written.path, ...field.split('.')];
  const { item, check } = written;
  if (outcome === 'wrong') return findingAt('GI0803', item, path, { message: actual });
  const subject = check.name === undefined ? check.request : `${checkTitle(written)}: ${check.request}`;
  const fix = `${correction(result)}; \`${explainCommand(check)}\` shows every step`;
  if (outcome === 'fails')
    return findingAt('GI0801', item, path, { message: `${subject} must ${result.expected}, and ${actual}${decision(result)}`, fix });
  const rest = result.restsOn.join('; ');
  return findingAt('GI0802', item, path, {
    message: `${subject} must ${result.expected}, and ${actual}, as far as the files tell: that rests on ${rest}`,
  });
}

function decision({ decidedBy }: CheckResult): string {
  const where = whereOf(decidedBy?.field);
  return where === undefined ? '' : ` (${decidedBy?.because}; ${placeText(where).replace(/ {2,}/g, ' ')})`;
}
