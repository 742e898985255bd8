import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnostic } from '../../../functions/diagnostics/diagnostic.ts';
import { formatPath } from '../../../functions/diagnostics/path.ts';
import type { KubeObject } from '../../../functions/krm/kube-object.ts';
import { writeManifests } from '../../../functions/krm/write-manifests.ts';
import { type Case, formatObjects, packageFiles, parseObjects, readCase } from '../case.ts';
import type { Contestant } from './contestants.ts';
import { renderText } from './intents.ts';

const samples = fileURLToPath(new URL('../../../samples/', import.meta.url));

/** Samples that promise answers to requests. */
export const sampleNames = readdirSync(samples)
  .filter((name) => existsSync(join(samples, name, '.expected/requests.yaml')))
  .sort();

/** A sample as another provider renders it, and what it is refused with. */
export function readSampleCase(name: string, contestant: Contestant): { readonly subject: Case; readonly refusals: readonly Diagnostic[] } {
  const folder = join(samples, name);
  const written = packageFiles(folder).flatMap((path) => parseObjects(readFileSync(path, 'utf8')));
  const rendering = renderText(formatObjects(written.filter(isResource).map((object) => forContestant(object, contestant))));
  const subject = readCase(folder, writeManifests(rendering.items));
  return {
    subject: {
      ...subject,
      name,
      world: [...subject.world, ...contestant.world(subject.objects).filter((one) => !subject.world.some(is(one)))],
    },
    refusals: rendering.diagnostics.filter(({ severity }) => severity === 'error'),
  };
}

const is =
  (one: KubeObject) =>
  ({ kind, metadata }: KubeObject): boolean =>
    kind === one.kind && metadata.name === one.metadata.name && metadata.namespace === one.metadata.namespace;

const isResource = ({ kind }: KubeObject): boolean => kind !== 'Kptfile' && kind !== 'Kustomization';

interface Spec {
  readonly gateways?: readonly { readonly class?: object }[];
}

function forContestant(object: KubeObject, { provider, class: className }: Contestant): KubeObject {
  if (object.kind !== 'GatewayIntent') return object;
  const { gateways, ...spec } = object.spec as Spec;
  const named = gateways?.map((gateway) => (className === undefined ? gateway : { ...gateway, class: { name: className } }));
  return { ...object, spec: { ...spec, provider, ...(named ? { gateways: named } : {}) } };
}

/** `SAMPLE PROVIDER: CODE FIELD`, a line for each refusal. */
export function refusalLines(name: string, contestant: Contestant): string[] {
  const { refusals } = readSampleCase(name, contestant);
  return [...new Set(refusals.map(({ code, path = [] }) => `${name} ${contestant.provider}: ${code} ${formatPath(path)}`))];
}
