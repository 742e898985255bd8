import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import type { Diagnostic } from '../../../functions/diagnostics/diagnostic.ts';
import type { Item } from '../../../functions/krm/item.ts';
import { display } from '../../../functions/krm/kube-object.ts';
import { parseFile } from '../../../functions/krm/parse-file.ts';
import { buildMesh } from '../../../functions/mesh/build-mesh.ts';
import { validate } from '../../../functions/validate/validate.ts';
import { buildWorld } from '../../../functions/validate/world.ts';

export interface Question {
  readonly files: readonly string[];
  readonly meshConfig?: string | undefined;
  readonly complete: boolean;
  /** Besides the objects of the files. */
  readonly besides?: readonly Item[];
}

/** Every finding about the objects of the files. */
export function askRules({ files, meshConfig, complete, besides = [] }: Question): readonly Diagnostic[] {
  const written = files.flatMap((file): readonly Item[] => parseFile(file, readFileSync(file)).value ?? []);
  const items = [...written, ...besides];
  const config = meshConfig === undefined ? {} : { meshConfig: parse(readFileSync(meshConfig, 'utf8')) };
  return validate(buildWorld(items, { mesh: buildMesh(items, { complete, ...config }), complete }));
}

/** `code object` of every finding that means one of istioctl's codes. */
export function askForCodes(question: Question, codes: ReadonlySet<string>, analyzer: string): ReadonlySet<string> {
  const found = askRules(question).flatMap(({ upstream = [], object, path = [] }) =>
    upstream
      .filter((code) => codes.has(code) && (code !== 'IST0101' || isAbout(analyzer, path.join('.'))))
      .map((code) => `${code} ${object ? display(object) : ''}`),
  );
  return new Set(found);
}

/** IST0101 stands for a missing object of any kind: which of its fields each analyzer looks at. */
const fields: Readonly<Record<string, RegExp>> = {
  'virtualservice.GatewayAnalyzer': /gateways/,
  'virtualservice.DestinationHostAnalyzer': /(?:host|port|number|destination|mirror|gateways)$/,
  'virtualservice.DestinationRuleAnalyzer': /subset|destination$/,
  'gateway.IngressGatewayPortAnalyzer': /selector/,
  'gateway.SecretAnalyzer': /credentialName|selector/,
};

const isAbout = (analyzer: string, path: string): boolean => fields[analyzer]?.test(path) ?? true;
