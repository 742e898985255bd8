// npm run conformance does not run this: node --import tsx test/conformance/parity.ts [--provider NAME] [--only NAME]
import { parseArgs } from 'node:util';
import type { Case } from './case.ts';
import { type Contestant, contestants } from './parity/contestants.ts';
import { intentNames, readIntentCase } from './parity/intents.ts';
import { startPrograms } from './programs.ts';
import type { Message } from './verdicts/verdict.ts';

const { values: options } = parseArgs({ options: { provider: { type: 'string', default: '' }, only: { type: 'string', default: '' } } });
const chosen = contestants.filter(({ name }) => name.includes(options.provider));
const { programs, stop } = startPrograms(1);
let contests = 0;
let failed = 0;
try {
  for (const name of intentNames.filter((one) => one.includes(options.only)))
    for (const contestant of chosen) {
      const { subject, problems } = readIntentCase(name, contestant);
      report(`${name} ${contestant.name}`, problems.length > 0 ? problems.map((text) => ({ text })) : await judge(subject, contestant));
    }
} finally {
  await stop();
}
console.log(`\nparity: ${contests} contests, ${failed === 0 ? 'the same answers everywhere' : `${failed} with differences`}`);
process.exitCode = failed > 0 || contests === 0 ? 1 : 0;

/** What the judges of a contestant say of a case. */
async function judge(subject: Case, { judges }: Contestant): Promise<readonly Message[]> {
  const verdicts = judges.map((ask) => ask(subject, programs).catch((error: Error) => ({ messages: [{ text: error.message }] })));
  return (await Promise.all(verdicts)).flatMap(({ messages }) => messages);
}

function report(label: string, messages: readonly Message[]): void {
  contests += 1;
  if (messages.length > 0) failed += 1;
  console.log(`${messages.length === 0 ? 'ok  ' : 'FAIL'} ${label}`);
  for (const { text, details = [] } of messages)
    console.log([text, ...details.map((line) => `  ${line}`)].map((line) => `       ${line}`).join('\n'));
}
