import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../../../functions/diagnostics/diagnostic.ts';
import { parseFile } from '../../../functions/krm/parse-file.ts';
import { writeManifests } from '../../../functions/krm/write-manifests.ts';
import { type Rendering, render } from '../../../functions/render.ts';
import { type Case, parseObjects } from '../case.ts';
import { parseRequestFile } from '../requests/request-file.ts';
import type { Contestant } from './contestants.ts';
import { readMarks } from './marks.ts';

const folder = fileURLToPath(new URL('./', import.meta.url));
const ending = '.intent.yaml';

/** Names of the intents that are compared: `NAME.intent.yaml` with `NAME.requests.yaml`. */
export const intentNames = readdirSync(folder)
  .filter((name) => name.endsWith(ending))
  .map((name) => name.slice(0, -ending.length))
  .sort();

/** An intent for a contestant: the case, and what is wrong before anybody has sent a request. */
export function readIntentCase(name: string, contestant: Contestant): { readonly subject: Case; readonly problems: readonly string[] } {
  const text = readFileSync(`${folder}${name}${ending}`, 'utf8').replaceAll('$provider', contestant.provider);
  const marked = readMarks(text.replaceAll('$class', contestant.class ?? ''), contestant.provider);
  const refusals = errorsOf(renderText(marked.whole));
  const rendering = renderText(marked.possible);
  const told = new Set(refusals.map(({ place }) => place?.line));
  const manifests = writeManifests(rendering.items);
  const requests = readMarks(readFileSync(`${folder}${name}.requests.yaml`, 'utf8'), contestant.provider).whole;
  const objects = parseObjects(manifests);
  return {
    subject: {
      name,
      folder,
      text: manifests,
      objects,
      world: contestant.world(objects),
      requests: parseRequestFile(requests),
      facts: { messages: [], pods: [], templates: {} },
    },
    problems: [
      ...refusals
        .filter(({ place, code }) => !code.startsWith('GI05') || !marked.refused.includes(place?.line ?? 0))
        .map((found) => `line ${found.place?.line} is refused and not marked: ${say(found)}`),
      ...marked.refused.filter((line) => !told.has(line)).map((line) => `line ${line} must be refused`),
      ...errorsOf(rendering).map((found) => `without the refused lines: ${say(found)}`),
    ],
  };
}

const errorsOf = ({ diagnostics }: Rendering): Diagnostic[] => diagnostics.filter(({ severity }) => severity === 'error');

const say = ({ code, message }: Diagnostic): string => `${code} ${message}`;

export function renderText(text: string): Rendering {
  const { value: items = [], diagnostics } = parseFile('intent.yaml', new TextEncoder().encode(text));
  if (diagnostics.length > 0) throw new Error(`the intent cannot be read: ${diagnostics[0]?.message}`);
  return render(items, undefined, {
    version: '99.0.0',
    steps: ['expand', 'patch', 'validate'],
    complete: false,
    merge: { writesBack: false },
  });
}
