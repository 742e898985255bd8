import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { kpts, renderArguments } from '../conformance/judges/kpt.ts';
import { missingTool, tool } from '../conformance/judges/tool.ts';
import { compare, type Measure, type Subject, script } from './measure.ts';
import { intent, istioDocuments, manyHosts, mixedDocuments, packageDocuments, resourceList } from './objects.ts';
import type { Row } from './row.ts';

/** Where a comparison finds the program and may write. */
export interface Place {
  readonly program: string;
  readonly samples: string;
  readonly folder: string;
  readonly rounds: number;
}

/** One comparison; a text says what it needs that is not there. */
export type Comparison = (place: Place) => Promise<readonly Row[] | string>;

/** The better of both clocks: other programs of the machine make the wall run away, and helper threads the processor. */
const seconds = ({ wall, cpu }: Measure): number => Math.min(wall, cpu ?? wall);
const ratio = (one: Measure, other: Measure): number =>
  Math.min(one.wall / other.wall, one.cpu && other.cpu ? one.cpu / other.cpu : Number.POSITIVE_INFINITY);
const told = (name: string, { wall, cpu }: Measure): string =>
  `${name} ${(wall * 1000).toFixed(0)} ms${cpu === undefined ? '' : ` (processor ${(cpu * 1000).toFixed(0)} ms)`}`;

function written(place: Place, name: string, text: string): string {
  const path = join(place.folder, name);
  writeFileSync(path, text);
  return path;
}

const emptyScript = (place: Place): Subject => script(written(place, 'empty.cjs', ''));

/** The smallest package, as a function on standard input and as a command, against a script without a line. */
const startUp: Comparison = async (place) => {
  const asFunction = script(place.program, [], written(place, 'smallest.yaml', resourceList(0)));
  const asCommand = script(place.program, ['render', join(place.samples, 'smallest')]);
  const [empty, one, other] = (await compare([emptyScript(place), asFunction, asCommand], place.rounds * 3)) as [Measure, Measure, Measure];
  const row = (name: string, found: Measure): Row => ({
    name,
    measured: ratio(found, empty),
    target: 1.3,
    unit: '×',
    details: `${told('it', found)}, ${told('an empty script', empty)}`,
  });
  return [row('start-up, function on the smallest package', one), row('start-up, `render` of the smallest sample', other)];
};

/** What an empty script takes on the machine that absolute targets are meant for. Other machines, and busy ones, are measured by it. */
const emptySeconds = 0.04;

/** Objects that nobody asked about. */
const largePackage: Comparison = async (place) => {
  const subject = (count: number) => script(place.program, [], written(place, `${count}.yaml`, resourceList(count)));
  const [empty, small, large] = (await compare([emptyScript(place), subject(0), subject(10_000)], place.rounds)) as [
    Measure,
    Measure,
    Measure,
  ];
  const [eighth, whole] = (await compare([subject(8000), subject(80_000)], 1)) as [Measure, Measure];
  return [
    {
      name: '10,000 foreign objects and one intent, over start-up, where an empty script takes 40 ms',
      measured: ((seconds(large) - seconds(small)) * emptySeconds) / seconds(empty),
      target: 0.35,
      unit: 's',
      details: `${told('it', large)}, ${told('the intent alone', small)}, ${told('an empty script', empty)}`,
    },
    { name: 'its memory', measured: large.memory ?? 0, target: 250, unit: 'MiB', details: 'peak of resident memory' },
    {
      name: 'ten times the objects',
      measured: ratio(whole, eighth),
      target: 10.5,
      unit: '×',
      details: `${told('80,000', whole)}, ${told('8,000', eighth)}`,
    },
  ];
};

/** The pipeline of kpt, with this function and with `cat`. */
const underKpt: Comparison = async (place) => {
  const kpt = kpts().at(-1);
  if (kpt === undefined) return 'kpt';
  const folder = (name: string, exec: string): string => {
    const path = join(place.folder, name);
    mkdirSync(path, { recursive: true });
    const pipeline = `pipeline:\n  mutators:\n  - exec: ${exec}\n`;
    writeFileSync(join(path, 'Kptfile'), `apiVersion: kpt.dev/v1\nkind: Kptfile\nmetadata:\n  name: ${name}\n${pipeline}`);
    for (const [index, text] of packageDocuments(1000).entries()) writeFileSync(join(path, `app${index}.yaml`), text);
    writeFileSync(join(path, 'gateway.yaml'), intent);
    return path;
  };
  const program = missingTool('kpt') === undefined ? tool('kpt') : 'kpt';
  const subject = (name: string, exec: string): Subject => ({ program, args: [...renderArguments, folder(name, exec)] });
  const subjects = [subject('with-cat', 'cat'), subject('with-intent', `${process.execPath} ${place.program}`)];
  const [cat, own] = (await compare(subjects, place.rounds)) as [Measure, Measure];
  return [
    {
      name: '`kpt fn render` of 1,000 objects, against `cat`',
      measured: ratio(own, cat),
      target: 1.1,
      unit: '×',
      details: `${told('it', own)}, ${told('cat', cat)}, kpt ${kpt.version}`,
    },
  ];
};

/** Documents in the files of a folder, fifty in each. */
function folderOf(place: Place, name: string, documents: readonly string[]): string {
  const folder = join(place.folder, name);
  mkdirSync(folder, { recursive: true });
  for (let at = 0; at < documents.length; at += 50) writeFileSync(join(folder, `${at}.yaml`), documents.slice(at, at + 50).join('---\n'));
  return folder;
}

/** The way of one request, with many objects beside it. */
const explainAmongMany: Comparison = async (place) => {
  const subject = (name: string, documents: readonly string[], url: string): Subject => ({
    ...script(place.program, ['explain', url, folderOf(place, name, documents)]),
    codes: [0, 1],
  });
  const cases = [
    ['objects of Istio', istioDocuments, 'http://app7/api'],
    ['objects of Istio and others in turns', mixedDocuments, 'http://app7/api'],
    ['VirtualServices of twenty hosts', manyHosts, 'https://app7-3.example.com/api'],
  ] as const;
  const [empty, ...measures] = (await compare(
    [
      emptyScript(place),
      ...cases.flatMap(([name, write, url]) => [subject(`few-${name}`, write(8), url), subject(name, write(10_000), url)]),
    ],
    place.rounds,
  )) as [Measure, ...Measure[]];
  return cases.map(([name], index): Row => {
    const [few, many] = measures.slice(2 * index, 2 * index + 2) as [Measure, Measure];
    return {
      name: `\`explain\` among 10,000 ${name}, over start-up, where an empty script takes 40 ms`,
      measured: ((seconds(many) - seconds(few)) * emptySeconds) / seconds(empty),
      target: 0.3,
      unit: 's',
      details: `${told('it', many)}, ${told('among few', few)}, ${told('an empty script', empty)}`,
    };
  });
};

/** Objects of Istio, in the files of a folder. */
const againstIstioctl: Comparison = async (place) => {
  const missing = missingTool('istioctl');
  if (missing !== undefined) return missing;
  const folder = folderOf(place, 'istio', istioDocuments(10_000));
  const own: Subject = { ...script(place.program, ['lint', folder]), codes: [0, 1] };
  const istioctl: Subject = {
    program: tool('istioctl'),
    args: ['analyze', '--use-kube=false', folder],
    codes: [0, 1, 79],
  };
  const [mine, theirs] = (await compare([own, istioctl], 1)) as [Measure, Measure];
  return [
    {
      name: '`lint` of 10,000 objects, against `istioctl analyze`',
      measured: mine.wall / theirs.wall,
      target: 1,
      unit: '×',
      details: `${told('it', mine)}, ${told('istioctl', theirs)}`,
    },
    { name: 'its memory', measured: mine.memory ?? 0, target: 400, unit: 'MiB', details: 'peak of resident memory' },
  ];
};

export const comparisons: Readonly<Record<string, Comparison>> = { startUp, largePackage, explainAmongMany, underKpt, againstIstioctl };
