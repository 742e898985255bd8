// npm run conformance does not run this: node --import tsx test/conformance/parity.ts [--provider REGEX] [--only REGEX]
import { parseArgs } from 'node:util';
import type { Case } from './case.ts';
import { type Contestant, contestants } from './parity/contestants.ts';
import { intentNames, readIntentCase } from './parity/intents.ts';
import { readOrderCase } from './parity/order-case.ts';
import { readSampleCase, sampleNames, withoutMeaning } from './parity/sample-case.ts';
import { startPrograms } from './programs.ts';
import { sideBySide } from './side-by-side.ts';
import type { Message, VerdictResult } from './verdicts/verdict.ts';

const { values: options } = parseArgs({ options: { provider: { type: 'string', default: '' }, only: { type: 'string', default: '' } } });
/** Seeds of the overlapping routes, and how many hosts each makes. */
const orders = { seeds: [1, 2, 3], hosts: 6 };

/** Something to compare, as a contestant gets it. */
interface Entry {
  readonly name: string;
  /** The case, or why it cannot be judged; `refused`: the provider cannot do it, which is shown elsewhere to be right. */
  readonly read: (contestant: Contestant) => { readonly subject: Case; readonly problems?: readonly string[]; readonly refused?: string };
}

const entries: readonly Entry[] = [
  ...intentNames.map((name): Entry => ({ name, read: (contestant) => readIntentCase(name, contestant) })),
  ...orders.seeds.map(
    (seed): Entry => ({
      name: `orders-${seed}`,
      read: (contestant) => {
        const { subject, refused } = readOrderCase(contestant, orders.hosts, seed);
        return { subject: { ...subject, name: `orders without ${refused} routes` } };
      },
    }),
  ),
  ...sampleNames.map(
    (name): Entry => ({
      name: `samples/${name}`,
      read: (contestant) => {
        const { subject, refusals } = readSampleCase(name, contestant);
        const refused = withoutMeaning(name, contestant, subject) ?? refusals[0]?.message;
        return refused === undefined ? { subject } : { subject, refused };
      },
    }),
  ),
];

/** How many compete at the same time: with more, two processors are so busy that proxies open their ports late. */
const together = 2;
const { programs, stop } = startPrograms(together);
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(130));
const tally = { same: 0, failed: 0, refused: 0, requests: 0 };
const asked = contestants.filter((one) => new RegExp(options.provider).test(one.name));
try {
  const wanted = entries.filter(({ name }) => new RegExp(options.only).test(name));
  const turns = wanted.flatMap((entry) => asked.map((contestant) => ({ entry, contestant })));
  await sideBySide(turns, together, compete);
} finally {
  await stop();
}
console.log(
  `\nparity: ${tally.same} times the same answers (${tally.requests} requests), ${tally.failed} differ, ${tally.refused} refused`,
);
process.exitCode = tally.failed > 0 || tally.same === 0 ? 1 : 0;

/** Lets one contestant do its part, and tells how it went. */
async function compete({ entry: { name, read }, contestant }: { entry: Entry; contestant: Contestant }): Promise<void> {
  const { subject, problems = [], refused } = read(contestant);
  const label = `${name} ${contestant.name}`;
  if (refused === undefined)
    report(label, problems.length > 0 ? problems.map((text) => ({ text })) : await judge(subject, contestant), subject);
  else {
    tally.refused += 1;
    console.log(`-    ${label}: ${refused}`);
  }
}

/** What the judges of a contestant say of a case. */
async function judge(subject: Case, { judges }: Contestant): Promise<readonly Message[]> {
  const verdicts = await Promise.all(
    judges.map((ask) =>
      ask(subject, programs).catch((error: Error): VerdictResult => ({ covered: '', messages: [{ text: error.message }] })),
    ),
  );
  const expected = subject.facts.messages;
  return verdicts.flatMap(({ messages }) => messages).filter(({ text }) => !expected.some(({ says }) => text.includes(says)));
}

function report(label: string, messages: readonly Message[], { requests: { requests }, name }: Case): void {
  if (messages.length === 0) tally.same += 1;
  else tally.failed += 1;
  tally.requests += messages.length === 0 ? requests.length : 0;
  console.log(`${messages.length === 0 ? 'ok  ' : 'FAIL'} ${label}: ${requests.length} requests (${name})`);
  for (const { text, details = [] } of messages)
    console.log([text, ...details.map((line) => `  ${line}`)].map((line) => `       ${line}`).join('\n'));
}
