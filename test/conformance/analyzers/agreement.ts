// How far the rules agree with Istio's analyzers on the analyzers' own test data, and whether Istio's samples are free of errors:
// node --import tsx test/conformance/analyzers/agreement.ts [--code IST0101] [--show] [--write]
// With --write the tables in docs/agreement.md are written anew.
import { parseArgs } from 'node:util';
import { readExpectations } from './expectations.ts';
import { istioSource } from './istio-source.ts';
import { judgeCase } from './judge-case.ts';
import { summarize, table } from './report.ts';
import { judgeSamples } from './samples.ts';
import { writeTables } from './write-tables.ts';

const { values } = parseArgs({ options: { code: { type: 'string' }, show: { type: 'boolean' }, write: { type: 'boolean' } } });

const istio = istioSource();
const expectations = readExpectations(istio);
const judged = expectations.cases.map((one) => judgeCase(one, expectations));
for (const { name, missed, missedInFiles, extra } of judged) {
  const wanted = (entry: string) => values.code === undefined || entry.startsWith(values.code);
  for (const entry of missed.filter(wanted)) console.log(`missed       ${entry} (${name})`);
  for (const entry of extra.filter(wanted)) console.log(`false alarm  ${entry} (${name})`);
  if (values.show)
    for (const entry of missedInFiles.filter((one) => !missed.includes(one) && wanted(one))) console.log(`not in files ${entry} (${name})`);
}
const rows = summarize(judged, expectations.names);
const samples = judgeSamples(istio);
console.log(table(rows));
for (const line of samples.errors) console.log(`error in a sample: ${line}`);
console.log(samples.summary);
if (values.write) writeTables(rows, samples.summary);
if (judged.some(({ missed, extra }) => missed.length + extra.length > 0) || samples.errors.length > 0) process.exitCode = 1;
