import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as assert from 'uvu/assert';
import { contestants } from '../conformance/parity/contestants.ts';
import { intentNames, readIntentCase } from '../conformance/parity/intents.ts';
import { refusalLines, sampleNames } from '../conformance/parity/sample-case.ts';
import { suite } from '../suite.ts';

suite(
  'the intents that all providers are compared with: what is marked is refused, and nothing else',
  Object.fromEntries(
    intentNames.flatMap((name) =>
      contestants.map((contestant) => [
        `${name} ${contestant.name}`,
        () => {
          assert.equal(readIntentCase(name, contestant).problems, []);
        },
      ]),
    ),
  ),
);

const golden = fileURLToPath(new URL('../conformance/parity/refused-samples.txt', import.meta.url));

suite('the samples with every provider', {
  'what a provider refuses is listed in refused-samples.txt, and is a limit of the provider'() {
    const lines = sampleNames.flatMap((name) => [...new Set(contestants.flatMap((contestant) => refusalLines(name, contestant)))]);
    const text = `${lines.join('\n')}\n`;
    const before = existsSync(golden) ? readFileSync(golden, 'utf8') : '';
    if (before !== text && process.env.UPDATE_GOLDENS) writeFileSync(golden, text);
    assert.fixture(text, before, 'refusals have changed; read the difference, then npm run test:update');
    assert.equal(
      lines.filter((line) => !/: GI05/.test(line)),
      [],
    );
  },
});
