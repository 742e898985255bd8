// The entry of the npm package. Its types stand on their own, so that users need nothing else to compile against them.

import { answerList } from './library/answer-list.ts';
import { kptFunction } from './library/kpt-function.ts';
import { renderFiles } from './library/render-files.ts';

/** Any Kubernetes object. */
export interface KubernetesObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

/** Something to tell the user. Codes are explained in docs/reference/rules. */
export interface Finding {
  readonly code: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
  /** What happens otherwise. */
  readonly why?: string | undefined;
  /** How to mend it. */
  readonly fix?: string | undefined;
  readonly object?:
    | { readonly apiVersion: string; readonly kind: string; readonly namespace?: string | undefined; readonly name: string }
    | undefined;
  /** The field, such as `spec.expose[0].to`. */
  readonly path?: string | undefined;
  /** Line and column are counted from 1, and absent where they are not known. */
  readonly source?: { readonly file: string; readonly line?: number | undefined; readonly column?: number | undefined } | undefined;
}

export interface RenderOptions {
  /** The files are the whole cluster: what is not in them does not exist. */
  readonly complete?: boolean;
}

export interface Rendering {
  /** There is a finding of severity error: nothing was made. */
  readonly failed: boolean;
  /** Everything for the cluster, generated and hand-written, as one YAML stream; empty where it failed. */
  readonly manifests: string;
  /** The same as objects. */
  readonly objects: readonly KubernetesObject[];
  readonly findings: readonly Finding[];
  /** Which URL is served by what, one line each. */
  readonly answers: readonly string[];
}

/** The complete manifests of a folder, given as texts by path: what `gateway-intent render` prints. */
export function render(files: Readonly<Record<string, string | Uint8Array>>, options: RenderOptions = {}): Rendering {
  return renderFiles(files, options);
}

export interface ListAnswer {
  /** The program would end with an exit code other than 0. */
  readonly failed: boolean;
  /** The ResourceList that answers; `undefined` where the input is none. */
  readonly output: string | undefined;
  readonly findings: readonly Finding[];
}

/** Answers a ResourceList as the program does on standard input: untouched items byte for byte. */
export function processResourceList(input: string | Uint8Array): ListAnswer {
  return answerList(input);
}

/** What the functions ask of a package of objects; `Configs` of the npm package kpt-functions is one. */
export interface PackageObjects {
  // biome-ignore lint/suspicious/noExplicitAny: objects of other libraries, whatever their types are
  getAll(): any[];
  // biome-ignore lint/suspicious/noExplicitAny: the same
  insert(...objects: any[]): void;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  delete(...objects: any[]): void;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  getFunctionConfig(): any;
  // biome-ignore lint/suspicious/noExplicitAny: the same
  addResults(...results: any[]): void;
}

/** A function for the SDK kpt-functions: `run(gatewayIntent)`. Objects that it does not change stay the very same. */
export interface KptFunction {
  (configs: PackageObjects): Promise<void>;
  usage: string;
}

/** All three functions in one. */
export const gatewayIntent: KptFunction = kptFunction(['expand', 'patch', 'validate']);
/** Intents become objects. */
export const expand: KptFunction = kptFunction(['expand']);
/** Patches of intents, and changes to objects that they do not own. */
export const patch: KptFunction = kptFunction(['patch']);
/** Findings alone. */
export const validate: KptFunction = kptFunction(['validate']);
