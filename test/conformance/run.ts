// npm run conformance [-- --only NAME] [--judge NAME] [--as-is] [--meshes N]
import { existsSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Case, readCase } from './case.ts';
import { startPrograms } from './programs.ts';
import { renderPackage } from './render-package.ts';
import { sideBySide } from './side-by-side.ts';
import { cluster } from './verdicts/cluster.ts';
import { envoyGateway } from './verdicts/envoy-gateway.ts';
import { injection } from './verdicts/injection.ts';
import { istio } from './verdicts/istio.ts';
import { requests } from './verdicts/requests.ts';
import type { Message, Programs, Verdict, VerdictResult } from './verdicts/verdict.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const verdicts: Readonly<Record<string, Verdict>> = { istio, cluster, injection, requests, 'envoy-gateway': envoyGateway };

const { values: options } = parseArgs({
  options: {
    /** Cases whose name contains this. */
    only: { type: 'string', default: '' },
    /** One judge instead of all. */
    judge: { type: 'string', multiple: true, default: Object.keys(verdicts) },
    /** Take the YAML files of the package as they are, without rendering them; packages without an intent always are. */
    'as-is': { type: 'boolean', default: false },
    /** How many miniature Istios run side by side. */
    meshes: { type: 'string', default: '2' },
  },
});

interface Outcome {
  readonly label: string;
  readonly failures: readonly Message[];
  /** What was looked at. */
  readonly covered: string;
  /** There was nothing to judge. */
  readonly idle: boolean;
}

const unknown = options.judge.find((name) => !(name in verdicts));
if (unknown !== undefined) fail(`unknown judge "${unknown}": must be one of ${Object.keys(verdicts).join(', ')}`);
const folders = ['samples', 'test/conformance/cases'].flatMap(packages).filter((folder) => relative(root, folder).includes(options.only));
if (folders.length === 0) fail(`no case matches "${options.only}"`);
const { programs, stop } = startPrograms(Number(options.meshes));
const began = Date.now();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130)); // what was started is ended on exit
// Some cases at a time: judges are programs that need memory.
const outcomes = await sideBySide(folders, 6, (folder) => judge(folder, programs)).finally(stop);
const failed = outcomes.flat().filter((outcome) => outcome.failures.length > 0).length;
const idle = outcomes.flat().filter((outcome) => outcome.idle && outcome.failures.length === 0).length;
const passed = outcomes.flat().length - failed - idle;
console.log(`\n${outcomes.length} cases in ${seconds(began)} s; ${idle} times a judge had nothing to judge`);
console.log(`conformance: ${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;

async function judge(folder: string, shared: Programs): Promise<readonly Outcome[]> {
  const name = relative(root, folder);
  const subject = await renderPackage(folder, options['as-is']).then(
    (text) => readCase(folder, text),
    (error: Error) => error,
  );
  if (subject instanceof Error) {
    return [report({ label: `${name} render`, failures: [{ text: subject.message }], covered: '', idle: false }, Date.now())];
  }
  const results: Outcome[] = [];
  for (const judgeName of options.judge) {
    const start = Date.now();
    const { messages, covered, idle = false } = await askJudge(judgeName, subject, shared);
    const failures = unexpected(subject, judgeName, messages);
    results.push(report({ label: `${name} ${judgeName}`, failures, covered, idle }, start));
  }
  return results;
}

/** A judge that could not judge says why: that fails the case. */
async function askJudge(judgeName: string, subject: Case, shared: Programs): Promise<VerdictResult> {
  const judgement = verdicts[judgeName]?.(subject, shared) ?? Promise.reject(new Error(`no judge ${judgeName}`));
  return judgement.catch((error: Error) => ({ covered: '', messages: [{ text: error.message }] }));
}

/** What the case does not expect: messages that it does not list, and listed ones that are not said. */
function unexpected({ facts }: Case, judgeName: string, messages: readonly Message[]): readonly Message[] {
  const expected = facts.messages.filter((one) => one.judge === judgeName);
  const unsaid = expected.filter(({ says }) => !messages.some(({ text }) => text.includes(says)));
  return [
    ...messages.filter(({ text }) => !expected.some(({ says }) => text.includes(says))),
    ...unsaid.map(({ says }) => ({
      text: `"${says}" is expected by .expected/conformance.yaml and is no longer said: take it away there`,
    })),
  ];
}

function report(outcome: Outcome, start: number): Outcome {
  const { label, failures, covered, idle } = outcome;
  const word = failures.length > 0 ? 'FAIL' : idle ? '-   ' : 'ok  ';
  console.log(`${word} ${label}${covered ? `: ${covered}` : ''} (${seconds(start)} s)`);
  for (const { text, details = [] } of failures)
    console.log([text, ...details.map((line) => `  ${line}`)].map((line) => `       ${line}`).join('\n'));
  return outcome;
}

function packages(parent: string): readonly string[] {
  const folder = join(root, parent);
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));
}

function seconds(start: number): string {
  return ((Date.now() - start) / 1000).toFixed(1);
}

function fail(text: string): never {
  console.error(text);
  process.exit(2);
}
