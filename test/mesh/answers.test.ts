import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as assert from 'uvu/assert';
import { answererName } from '../../functions/explain/end.ts';
import type { Item } from '../../functions/krm/item.ts';
import { parseFile } from '../../functions/krm/parse-file.ts';
import type { Mesh } from '../../functions/mesh/mesh.ts';
import { requestOfUrl } from '../../functions/mesh/trace/request.ts';
import { trace } from '../../functions/mesh/trace/trace.ts';
import { readSample, renderItems, root, sampleNames } from '../samples/sample.ts';
import { suite } from '../suite.ts';

interface Answer {
  readonly url: string;
  readonly gateway: string;
  readonly backends: string;
}

/** `URL → gateway → backends`, and of answers of several lines those for a path alone that no line before them may take. */
function readAnswers(text: string): readonly Answer[] {
  const [head = '', ...lines] = text.split('\n');
  const [, url, gateway, backends] = /^(https?:\/\/[^* ]+) → (\S+\/\S+?)(?: → (\S+:\d+(?: .*)?))?$/.exec(head) ?? [];
  if (url === undefined || gateway === undefined) return [];
  if (backends !== undefined) return [{ url: `${url}/`, gateway, backends }];
  const seen: string[] = [];
  return lines.flatMap((line) => {
    const [, path = '', target] = /^ {2}(?:[A-Z]+ )?(\S+).* → (.*)$/.exec(line) ?? [];
    const plain = /^ {2}(\/[\w/-]*\/)\* → (\S+:\d+)$/.exec(line);
    const masked = seen.some(
      (before) =>
        before.startsWith('~') ||
        before === '*' ||
        before.startsWith(path.replace(/\*$/, '')) ||
        path.startsWith(before.replace(/\*$/, '')),
    );
    seen.push(path);
    return plain && !masked && target ? [{ url: `${url}${plain[1]}probe`, gateway, backends: target }] : [];
  });
}

/** Answers that the model does not give. */
function unkept(mesh: Mesh, answers: readonly string[]): readonly string[] {
  return answers.flatMap(readAnswers).flatMap(({ url, gateway, backends }) => {
    const { ends } = trace(
      mesh,
      { kind: 'outside', gateway: mesh.openshiftRoutes.length > 0 ? undefined : gateway },
      requestOfUrl(url, { clientIP: '192.0.2.1', clientCertificate: {} }),
    );
    const denied = ends.every(({ end }) => end.kind === 'denied');
    const names = ends
      .filter(({ share }) => share > 0)
      .map(({ end }) =>
        end.kind === 'answered' ? answererName(mesh, end.by).replace(/ .*/, '') : `${end.kind} ${'because' in end ? end.because : ''}`,
      );
    return denied || names.every((name) => backends.includes(name))
      ? []
      : [`${url} by ${gateway}: ${backends}, the model says ${[...new Set(names)].join(', ')}`];
  });
}

const check = (items: readonly Item[]) => () => {
  const rendering = renderItems(items);
  const mesh = rendering.mesh();
  assert.ok(mesh, 'it can be rendered');
  assert.equal(unkept(mesh as Mesh, rendering.answers), []);
};

const sets = join(root, 'test/fixtures/real-sets');

suite(
  'answers of rendering are what the model says: samples',
  Object.fromEntries(sampleNames.map((name) => [name, () => check(readSample(name).items)()])),
);

suite(
  'answers of rendering are what the model says: manifest sets of public repositories',
  Object.fromEntries(readdirSync(sets).map((file) => [file, () => check(parseFile(file, readFileSync(join(sets, file))).value ?? [])()])),
);
